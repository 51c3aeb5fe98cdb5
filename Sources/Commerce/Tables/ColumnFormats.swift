/// How a file writes numbers and dates: decided from its first lines, watched while the rest is read.
struct ColumnFormats<Field: TableField> {
    /// The mark before decimals where a number can be read both ways.
    struct NumberFormat {
        var mark: NumberText.Mark
        /// Some number could be read in no other way.
        var isConfirmed: Bool
        /// A number was read by it that could be read otherwise.
        var decidedSomething = false

        /// - Throws: ``FormatCorrection`` when earlier numbers of the column were read wrongly.
        @inline(__always)
        mutating func note(_ evidence: NumberText.Evidence, of field: Field) throws {
            switch evidence {
            case .none: return
            case .ambiguous: decidedSomething = true
            case .certain(mark): isConfirmed = true
            case .certain(let other):
                guard !isConfirmed else { return }
                if decidedSomething { throw FormatCorrection<Field>.decimalMark(field, other) }
                (mark, isConfirmed) = (other, true)
            }
        }
    }

    struct DateFormat {
        var order: DateText.Order
        var isConfirmed: Bool
        var decidedSomething = false
    }

    var numbers: [Field: NumberFormat] = [:]
    var dates = DateFormat(order: .dayFirst, isConfirmed: false)
    /// Set by hand: never questioned.
    var datesAreDecided = false
}

/// A later line proved a decision about a whole column wrong, after it had been used: the file has to be read again.
enum FormatCorrection<Field: TableField>: Error {
    case decimalMark(Field, NumberText.Mark)
    case dateOrder(DateText.Order)
}

/// Counts what the cells of a column say of its decimal mark.
struct MarkTally {
    private(set) var points = 0
    private(set) var commas = 0

    mutating func add(_ evidence: NumberText.Evidence) {
        switch evidence {
        case .certain(.point): points += 1
        case .certain(.comma): commas += 1
        case .none, .ambiguous: break
        }
    }

    mutating func add(_ other: MarkTally) {
        points += other.points
        commas += other.commas
    }

    var isMixed: Bool { points > 0 && commas > 0 }

    /// nil without evidence.
    var majority: NumberText.Mark? {
        points == 0 && commas == 0 ? nil : commas > points ? .comma : .point
    }
}

/// Counts what the cells of a column say of the order of day and month.
struct DateTally {
    private(set) var dayFirst = 0
    private(set) var monthFirst = 0
    private(set) var ambiguous = 0
    private(set) var halfDays = 0

    mutating func add(_ value: DateText.Value) {
        switch value.evidence {
        case .certain(.dayFirst): dayFirst += 1
        case .certain(.monthFirst): monthFirst += 1
        case .ambiguous: ambiguous += 1
        case .none: break
        }
        if value.hasHalfDay { halfDays += 1 }
    }

    /// nil without evidence.
    var majority: DateText.Order? {
        dayFirst == 0 && monthFirst == 0 ? nil : monthFirst > dayFirst ? .monthFirst : .dayFirst
    }
}

/// The language of a file's column names.
enum HeaderLanguage {
    case spanish, english, unknown

    init(_ columns: [String]) {
        let words = Set(columns.flatMap { ColumnName($0).words })
        let spanish = words.intersection(Self.spanishWords).count
        let english = words.intersection(Self.englishWords).count
        self = spanish > english ? .spanish : english > spanish ? .english : .unknown
    }

    private static let spanishWords: Set<String> = [
        "fecha", "factura", "codigo", "descripcion", "cantidad", "precio", "cliente", "pais", "producto", "importe",
        "documento", "articulo", "unitario", "existencia", "categoria", "moneda", "descuento", "hora", "monto", "uds",
        "unidades", "pedido", "recibo", "cant", "venta", "vendedor", "de", "del",
    ]

    private static let englishWords: Set<String> = [
        "date", "invoice", "code", "description", "quantity", "qty", "price", "customer", "country", "product", "item",
        "unit", "order", "amount", "name", "number", "discount", "category", "currency", "time", "sale", "sales", "id",
        "line", "stock", "units", "receipt", "of",
    ]
}
