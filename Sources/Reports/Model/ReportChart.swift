/// A picture of figures that belong together.
public struct ReportChart: Sendable, Hashable {
    public enum Form: Sendable, Hashable {
        /// Upright, for what follows in time.
        case bars
        /// With room for long names.
        case horizontalBars
        case line
    }

    public struct Point: Sendable, Hashable {
        public var label: String
        /// nil leaves a gap.
        public var value: ExactNumber?

        public init(_ label: String, _ value: ExactNumber?) {
            self.label = label
            self.value = value
        }
    }

    public var form: Form
    public var title: String
    /// What the points are, as in "Month".
    public var pointLabel: String
    /// What their values are, as in "Revenue".
    public var valueLabel: String
    public var kind: ReportValueKind
    public var points: [Point]

    public init(
        _ form: Form,
        title: String,
        pointLabel: String,
        valueLabel: String,
        kind: ReportValueKind,
        points: [Point] = []
    ) {
        self.form = form
        self.title = title
        self.pointLabel = pointLabel
        self.valueLabel = valueLabel
        self.kind = kind
        self.points = points
    }
}
