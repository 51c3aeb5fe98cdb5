import CCairo

/// Somewhere to draw: the pages of a PDF, an SVG or a PNG. The one owner of cairo's and pango's objects.
final class Canvas {
    enum Target {
        case pdf
        case svg
        /// Pixels of a point.
        case png(scale: Double)
    }

    private let target: Target
    private let surface: OpaquePointer
    private let context: OpaquePointer
    private let layout: OpaquePointer
    private let font: OpaquePointer
    /// What cairo has written. It outlives the surface, which has a pointer to it.
    private let output = CanvasOutput()
    private var style: TextStyle?

    /// - Parameters: in points.
    init(_ target: Target, width: Double, height: Double) throws(ReportFailure) {
        self.target = target
        let closure = Unmanaged.passUnretained(output).toOpaque()
        surface =
            switch target {
            case .pdf: cairo_pdf_surface_create_for_stream(writeToCanvasOutput, closure, width, height)
            case .svg: cairo_svg_surface_create_for_stream(writeToCanvasOutput, closure, width, height)
            case .png(let scale):
                cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(width * scale), Int32(height * scale))
            }
        context = cairo_create(surface)
        if case .png(let scale) = target { cairo_scale(context, scale, scale) }
        layout = pango_cairo_create_layout(context)
        font = pango_font_description_new()
        pango_font_description_set_family(font, "DejaVu Sans, Noto Sans, sans-serif")
        // Widths that do not depend on the pixels of a target: what is laid out once fits everywhere.
        pango_context_set_round_glyph_positions(pango_layout_get_context(layout), 0)
        // Letters that nobody wrote, in a code that does not fit its line, are another code.
        let attributes = pango_attr_list_new()
        pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(0))
        pango_layout_set_attributes(layout, attributes)
        pango_attr_list_unref(attributes)
        try check()
        if case .png = target { fill(Rectangle(x: 0, y: 0, width: width, height: height), .white) }
    }

    deinit {
        pango_font_description_free(font)
        g_object_unref(UnsafeMutableRawPointer(layout))
        cairo_destroy(context)
        // Writes what is left to `output`, which is still there.
        cairo_surface_destroy(surface)
    }

    /// Everything that was drawn, as a file. Nothing can be drawn afterwards.
    func finish() throws(ReportFailure) -> [UInt8] {
        if case .png = target {
            let status = cairo_surface_write_to_png_stream(
                surface,
                writeToCanvasOutput,
                Unmanaged.passUnretained(output).toOpaque()
            )
            guard status == CAIRO_STATUS_SUCCESS else { throw Self.failure(status) }
            return output.bytes
        }
        try check()
        cairo_surface_finish(surface)
        let status = cairo_surface_status(surface)
        guard status == CAIRO_STATUS_SUCCESS else { throw Self.failure(status) }
        return output.bytes
    }

    /// Ends a page of a PDF.
    func endPage() { cairo_show_page(context) }

    /// What a PDF says of itself.
    func describe(title: String, author: String?, subject: String?, creator: String) {
        guard case .pdf = target else { return }
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title.onOneLine)
        if let author { cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, author.onOneLine) }
        if let subject { cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, subject.onOneLine) }
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, creator)
    }

    private func check() throws(ReportFailure) {
        let status = cairo_status(context)
        guard status == CAIRO_STATUS_SUCCESS else { throw Self.failure(status) }
    }

    private static func failure(_ status: cairo_status_t) -> ReportFailure {
        .drawing(reason: cairo_status_to_string(status).map { String(cString: $0) } ?? "cairo \(status.rawValue)")
    }

    // MARK: Shapes

    func fill(_ rectangle: Rectangle, _ color: Color, radius: Double = 0) {
        set(color)
        if radius > 0 {
            roundedPath(rectangle, radius)
        } else {
            cairo_rectangle(context, rectangle.x, rectangle.y, rectangle.width, rectangle.height)
        }
        cairo_fill(context)
    }

    func line(_ points: [Point], _ color: Color, width: Double) {
        guard let first = points.first else { return }
        set(color)
        cairo_set_line_width(context, width)
        cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
        cairo_move_to(context, first.x, first.y)
        for point in points.dropFirst() { cairo_line_to(context, point.x, point.y) }
        cairo_stroke(context)
    }

    func dot(_ center: Point, radius: Double, _ color: Color) {
        set(color)
        cairo_new_sub_path(context)
        cairo_arc(context, center.x, center.y, radius, 0, 2 * Double.pi)
        cairo_fill(context)
    }

    private func roundedPath(_ box: Rectangle, _ radius: Double) {
        let quarter = Double.pi / 2
        cairo_new_sub_path(context)
        cairo_arc(context, box.right - radius, box.y + radius, radius, -quarter, 0)
        cairo_arc(context, box.right - radius, box.bottom - radius, radius, 0, quarter)
        cairo_arc(context, box.x + radius, box.bottom - radius, radius, quarter, 2 * quarter)
        cairo_arc(context, box.x + radius, box.y + radius, radius, 2 * quarter, 3 * quarter)
        cairo_close_path(context)
    }

    private func set(_ color: Color) { cairo_set_source_rgb(context, color.red, color.green, color.blue) }

    // MARK: Text

    enum Alignment {
        case left, center, right
    }

    /// The size of a text.
    ///
    /// - Parameters:
    ///   - width: where it is broken into lines; nil is one line, however long.
    ///   - lines: the most; what does not fit ends in "…".
    func measure(_ text: String, _ style: TextStyle, width: Double? = nil, lines: Int = 1) -> (
        width: Double, height: Double
    ) {
        prepare(text, style, width: width, lines: lines)
        var (w, h): (Int32, Int32) = (0, 0)
        pango_layout_get_size(layout, &w, &h)
        return (Double(w) / Double(PANGO_SCALE), Double(h) / Double(PANGO_SCALE))
    }

    /// Draws a text with its top left corner, or top middle, or top right corner, at a point.
    ///
    /// - Parameter turned: degrees against the clock around that point.
    @discardableResult
    func text(
        _ text: String,
        _ style: TextStyle,
        at point: Point,
        _ alignment: Alignment = .left,
        width: Double? = nil,
        lines: Int = 1,
        turned: Double = 0
    ) -> Double {
        let size = measure(text, style, width: width, lines: lines)
        set(style.color)
        cairo_save(context)
        cairo_translate(context, point.x, point.y)
        if turned != 0 { cairo_rotate(context, -turned * Double.pi / 180) }
        let offset: Double =
            switch alignment {
            case .left: 0
            case .center: -size.width / 2
            case .right: -(width ?? size.width)
            }
        pango_layout_set_alignment(layout, alignment == .right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT)
        cairo_move_to(context, offset, 0)
        pango_cairo_show_layout(context, layout)
        cairo_restore(context)
        return size.height
    }

    private func prepare(_ text: String, _ style: TextStyle, width: Double?, lines: Int) {
        if self.style?.size != style.size || self.style?.isBold != style.isBold {
            pango_font_description_set_absolute_size(font, style.size * Double(PANGO_SCALE))
            pango_font_description_set_weight(font, style.isBold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL)
            pango_layout_set_font_description(layout, font)
        }
        self.style = style
        pango_layout_set_width(layout, width.map { Int32(max($0, 1) * Double(PANGO_SCALE)) } ?? -1)
        pango_layout_set_ellipsize(layout, width == nil ? PANGO_ELLIPSIZE_NONE : PANGO_ELLIPSIZE_END)
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
        // Negative is lines, positive a height.
        pango_layout_set_height(layout, Int32(-max(lines, 1)))
        // Longer than any page shows; pango's work grows with it.
        pango_layout_set_text(layout, String(text.prefix(2_000)).onOneLine, -1)
    }
}

/// Bytes that cairo writes.
private final class CanvasOutput {
    var bytes: [UInt8] = []
}

private let writeToCanvasOutput: cairo_write_func_t = { closure, data, count in
    guard let closure, let data else { return CAIRO_STATUS_WRITE_ERROR }
    Unmanaged<CanvasOutput>.fromOpaque(closure).takeUnretainedValue().bytes
        .append(contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
    return CAIRO_STATUS_SUCCESS
}
