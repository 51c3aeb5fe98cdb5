/// What the columns of one kind of file can mean. The raw values are the names used by `--map column=field`.
protocol TableField: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
    /// Column names that mean this field, in English and Spanish, as ``ColumnName/key`` has them.
    ///
    /// Earlier names win where a file has several that fit. Longer lists belong here and nowhere else.
    var columnNames: [String] { get }
    /// Names that mean it where nothing else in the file does, in the same form: a weight may be a quantity.
    var weakNames: [String] { get }
    /// Words that mean it within a longer name, and words that keep it from meaning it.
    var words: (any: Set<String>, not: Set<String>) { get }
}

/// A column's name, reduced to what its spellings share.
struct ColumnName: Hashable {
    /// Its words, folded: `Precio (€)` and `precio_EUR` begin with `precio`.
    let words: [String]
    /// The words without what separates them.
    let key: String
    /// The key without a currency at its end or a percent sign at either.
    let bareKey: String

    init(_ name: String) {
        var spaced = ""
        var previous: Character = " "
        for character in WrongDecoding.mended(name) {
            if character == "#" {
                spaced += " no "
            } else if character == "%" {
                spaced += " pct "
            } else if character.isUppercase, previous.isLowercase {
                spaced += " " + String(character)
            } else if character.isLetter || character.isNumber || "$€£₡¢".contains(character) {
                spaced.append(character)
            } else {
                spaced.append(" ")
            }
            previous = character
        }
        words = FoldedText(spaced).description.split(separator: " ").map(String.init)
        key = words.joined()
        var bare = words
        while bare.count > 1, let last = bare.last, Self.isCurrency(last) || last == "pct" { bare.removeLast() }
        while bare.count > 1, bare.first == "pct" { bare.removeFirst() }
        bareKey = bare.joined()
    }

    /// Whose codes are not those of products.
    static let ownersOfOtherCodes: Set<String> = [
        "cliente", "customer", "cli", "postal", "zip", "vendedor", "vend", "proveedor", "supplier", "prov", "moneda",
        "currency", "pais", "country", "sucursal", "suc", "tienda", "store", "categoria", "category", "almacen", "alm",
        "bodega", "deposito", "warehouse", "ubicacion", "location", "unidad", "unit", "autorizacion", "authorization",
        "cupon", "coupon", "pago", "payment", "count", "caja", "cajero", "ruta", "impuesto", "tax", "lote", "batch",
    ]

    private static func isCurrency(_ word: String) -> Bool {
        word == "$" || word == "q" || CurrencyCode.sign(word.uppercased()) != nil || CurrencyCode.sign(word) != nil
    }
}
