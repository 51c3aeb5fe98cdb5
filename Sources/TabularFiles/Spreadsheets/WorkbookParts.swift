import ZippedXML

/// `xl/workbook.xml`: the sheets in order, and the day that dates count from.
final class WorkbookPart: XMLHandler {
    struct Sheet {
        let name: String
        let relation: String
        let isVisible: Bool
    }

    private(set) var sheets: [Sheet] = []
    /// Workbooks from old Macs count days from 1904.
    private(set) var countsFrom1904 = false

    func start(_ name: String, _ attributes: XMLAttributes) {
        switch name {
        case "sheet":
            guard sheets.count < 1_000, let title = attributes["name"], let relation = attributes["id"] else { return }
            let isVisible = (attributes["state"] ?? "visible") == "visible"
            sheets.append(Sheet(name: title, relation: relation, isVisible: isVisible))
        case "workbookPr":
            countsFrom1904 = ["1", "true"].contains(attributes["date1904"] ?? "")
        default: break
        }
    }

    func end(_ name: String) {}
    func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
}

/// A part's relations: where its parts are, by id.
final class RelationsPart: XMLHandler {
    private(set) var targets: [String: String] = [:]

    func start(_ name: String, _ attributes: XMLAttributes) {
        guard name == "Relationship", targets.count < 10_000, let id = attributes["Id"],
            let target = attributes["Target"]
        else { return }
        // Relative to `xl/`, unless it begins at the root.
        targets[id] = target.hasPrefix("/") ? String(target.dropFirst()) : "xl/" + target
    }

    func end(_ name: String) {}
    func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
}

/// `xl/sharedStrings.xml`: the texts that cells refer to by number.
final class SharedStringsPart: XMLHandler {
    private var bytes: [UInt8] = []
    /// Where each one ends.
    private var ends: [Int] = []
    private var isText = false
    /// Inside the phonetic reading of a Japanese text.
    private var phonetic = 0
    /// Whether there were more texts than any workbook has; the rest is left out.
    private(set) var hasTooMany = false

    /// Excel's own limit is 32,767 characters.
    private static let mostTextBytes = 256 * 1024
    private static let mostTexts = 8 << 20

    var count: Int { ends.count }

    func append(_ index: Int, to target: inout [UInt8]) {
        guard ends.indices ~= index else { return }
        target.append(contentsOf: bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]])
    }

    func start(_ name: String, _ attributes: XMLAttributes) {
        if name == "t" { isText = phonetic == 0 } else if name == "rPh" { phonetic += 1 }
    }

    func end(_ name: String) {
        switch name {
        case "t": isText = false
        case "rPh": phonetic -= 1
        case "si":
            guard ends.count < Self.mostTexts else {
                hasTooMany = true
                return
            }
            ends.append(bytes.count)
        default: break
        }
    }

    func text(_ text: UnsafeBufferPointer<UInt8>) {
        guard isText, bytes.count - (ends.last ?? 0) + text.count <= Self.mostTextBytes else { return }
        bytes.append(contentsOf: text)
    }
}

/// `xl/styles.xml`: which cell formats show a number as a date, with zeros before it, or with a currency.
final class StylesPart: XMLHandler {
    private var codes: [Int: String] = [:]
    private var isCellFormat = false
    private(set) var dateStyles: Set<Int> = []
    /// The digits of formats such as `0000`.
    private(set) var codeWidths: [Int: Int] = [:]
    /// The currency of formats such as `"Q"#,##0.00` and `[$€-C0A] #,##0.00`.
    private(set) var currencySigns: [Int: String] = [:]
    private var styles = 0

    func start(_ name: String, _ attributes: XMLAttributes) {
        switch name {
        case "numFmt":
            guard codes.count < 10_000, let id = attributes["numFmtId"].flatMap({ Int($0) }) else { return }
            codes[id] = attributes["formatCode"]
        case "cellXfs": isCellFormat = true
        case "xf" where isCellFormat:
            let id = attributes["numFmtId"].flatMap { Int($0) } ?? 0
            if Self.isDate(id, code: codes[id]) {
                dateStyles.insert(styles)
            } else if let code = codes[id] {
                if 2...20 ~= code.utf8.count, code.allSatisfy({ $0 == "0" }) { codeWidths[styles] = code.utf8.count }
                currencySigns[styles] = Self.currencySign(code)
            }
            styles += 1
        default: break
        }
    }

    func end(_ name: String) {
        if name == "cellXfs" { isCellFormat = false }
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) {}

    /// What the first section of a format writes as a currency: in brackets (ECMA-376, part 1, 18.8.31), or as a text
    /// that can only be one.
    static func currencySign(_ code: String) -> String? {
        let section = code.split(separator: ";", maxSplits: 1).first ?? ""
        if let open = section.firstRange(of: "[$") {
            let sign = section[open.upperBound...].prefix { $0 != "-" && $0 != "]" }.trimmingBlanks
            return sign.isEmpty || sign.utf8.count > 8 ? nil : sign
        }
        let parts = section.split(separator: "\"", omittingEmptySubsequences: false)
        let quoted = parts.enumerated().filter { $0.offset % 2 == 1 }.map { $0.element.trimmingBlanks }
        return quoted.first { ["Q", "Q.", "€", "£", "$", "US$", "L", "L.", "₡", "S/", "C$"].contains($0) }
    }

    /// ECMA-376, part 1, 18.8.30: the built-in formats, and the letters of others outside quotes and brackets.
    static func isDate(_ id: Int, code: String?) -> Bool {
        guard let code else { return [14...22, 27...36, 45...47, 50...58].contains { $0 ~= id } }
        var quoted = false
        var bracket = false
        var escaped = false
        for character in code.split(separator: ";", maxSplits: 1).first ?? "" {
            if escaped {
                escaped = false
                continue
            }
            switch character {
            case "\\", "_", "*": escaped = true
            case "\"": quoted.toggle()
            case "[": bracket = true
            case "]": bracket = false
            default: if !quoted, !bracket, "dDmMyYhHsS".contains(character) { return true }
            }
        }
        return false
    }
}

extension Substring {
    fileprivate var trimmingBlanks: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
