/// How document numbers and product codes tell sales from what is not a sale.
public struct DocumentRules: Sendable, Hashable {
    /// Before digits, these mark a cancellation, where ordinary documents are plain digits.
    public var cancellationPrefixes: [String] = ["C"]
    /// Before digits, these mark an adjustment, where ordinary documents are plain digits.
    public var adjustmentPrefixes: [String] = ["A"]
    /// Codes of postage, fees and the like, upper-cased.
    public var serviceCodes: Set<String> = [
        "POST", "DOT", "M", "C2", "D", "S", "BANK CHARGES", "AMAZONFEE", "CRUK", "B", "PADS",
    ]
    /// Codes that begin with these are services too, upper-cased.
    public var serviceCodePrefixes: [String] = ["GIFT_"]

    public init() {}

    func isService(_ code: String) -> Bool {
        serviceCodes.contains(code) || serviceCodePrefixes.contains { code.hasPrefix($0) }
    }

    func shape(of number: String) -> DocumentShape {
        if Self.isDigits(number[...]) { return .digits }
        func marks(_ prefixes: [String]) -> Bool {
            prefixes.contains { prefix in
                !prefix.isEmpty && number.prefix(prefix.count).uppercased() == prefix.uppercased()
                    && Self.isDigits(number.dropFirst(prefix.count))
            }
        }
        if marks(cancellationPrefixes) { return .cancellation }
        return marks(adjustmentPrefixes) ? .adjustment : .other
    }

    /// Two sets of rules with the same text classify alike.
    var canonicalText: String {
        [cancellationPrefixes, adjustmentPrefixes, serviceCodes.sorted(), serviceCodePrefixes]
            .map { $0.joined(separator: "\u{1F}") }.joined(separator: "\u{1E}")
    }

    private static func isDigits(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { $0 &- UInt8(ascii: "0") < 10 }
    }
}

/// What a document's number looks like; what it means depends on the shop's other documents.
enum DocumentShape: Int64, CaseIterable {
    case digits = 0
    case other = 1
    case cancellation = 2
    case adjustment = 3
}

/// Which views a line belongs to. Every line is in the net view.
enum Stratum: Int64 {
    /// The net view only: adjustments, write-offs, gifts.
    case netOnly = 0
    /// Gross, a service.
    case grossService = 1
    /// Gross and product gross.
    case grossProduct = 2
    /// Returns.
    case returned = 3

    /// - Parameter lettersMark: whether a letter before digits marks a cancellation or an adjustment. Where it is but a
    ///   series, the signs decide.
    init(shape: DocumentShape, isService: Bool, quantity: Int64, price: Int64, lettersMark: Bool) {
        if lettersMark, shape == .cancellation {
            self = .returned
        } else if lettersMark, shape == .adjustment {
            self = .netOnly
        } else if quantity > 0, price > 0 {
            self = isService ? .grossService : .grossProduct
        } else if !lettersMark, quantity < 0, price > 0 {
            self = .returned
        } else {
            self = .netOnly
        }
    }
}
