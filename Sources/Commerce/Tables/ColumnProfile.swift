/// What the cells of one column have in common, as shares of those that are not empty.
struct ColumnProfile {
    let position: Int
    var filled = 0.0
    var dates = 0.0
    var numbers = 0.0
    var integers = 0.0
    /// Numbers with a decimal mark.
    var decimals = 0.0
    /// Cells with letters, and without.
    var letters = 0.0
    /// One word with figures in it.
    var codes = 0.0
    /// Cells that repeat the one above.
    var runs = 0.0
    /// Different texts.
    var distinct = 0.0
    /// In characters.
    var length = 0.0
    /// Of the numbers' absolute values.
    var mean = 0.0

    var areTexts: Bool { letters >= 0.5 && numbers < 0.3 }

    init(_ rows: [[String]], _ position: Int) {
        self.position = position
        var seen: Set<String> = []
        var previous: String?
        var count = 0.0
        for row in rows where position < row.count {
            let cell = Cell(row[position])
            guard !cell.isEmpty else { continue }
            count += 1
            let hasFigure = cell.text.utf8.contains { $0 &- UInt8(ascii: "0") < 10 }
            let isWord = !cell.text.contains(" ")
            let hasMark = cell.text.utf8.contains { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") }
            // Five digits alone are no date here.
            if cell.isDate, cell.number == nil || cell.text.utf8.count == 8 { dates += 1 }
            if let number = cell.number {
                numbers += 1
                mean += Double(number.micros.magnitude) / 1e6
                // Nobody sells 007 pieces.
                let isPadded = cell.text.utf8.count > 1 && cell.text.hasPrefix("0") && !hasMark
                if number.micros % 1_000_000 == 0, !isPadded { integers += 1 }
                if hasMark { decimals += 1 }
            }
            if cell.text.contains(where: \.isLetter) { letters += 1 }
            if hasFigure, isWord, !hasMark, !cell.isDate || cell.number != nil { codes += 1 }
            if cell.text == previous { runs += 1 }
            previous = cell.text
            seen.insert(cell.text)
            length += Double(cell.text.count)
        }
        guard count > 0 else { return }
        mean = numbers > 0 ? mean / numbers : 0
        for share in [\Self.dates, \.numbers, \.integers, \.decimals, \.letters, \.codes, \.runs, \.length] {
            self[keyPath: share] /= count
        }
        distinct = Double(seen.count) / count
        filled = count / Double(rows.count)
    }
}

extension TableLayout {
    /// What its cells have in common.
    func profile(_ position: Int) -> ColumnProfile { ColumnProfile(rows, position) }

    /// Files often call a code `Producto` or `Item`, and have its name beside it.
    ///
    /// - Parameter isArticle: whether a column called `Nombre` alone is about what was sold.
    mutating func settleArticle(code: Field, name: Field, isArticle: (Int) -> Bool = { _ in true }) {
        guard headerLine != nil, !mapping.byHand.contains(code), !mapping.byHand.contains(name) else { return }
        // What things are made of has no codes.
        if let position = mapping.positions[code],
            code.weakNames.contains(ColumnName(mapping.columns[position]).key), !looksLikeCodes(position)
        {
            mapping.assign(code, nil)
        }
        let at = mapping.positions
        guard at[code] == nil, let position = at[name] else { return }
        let free = articleColumns(not: Set(at.values))
        if !looksLikeCodes(position) {
            mapping.assign(code, free.first { looksLikeCodes($0) && tells($0, position) })
        } else if let other = free.first(where: { other in
            let isName = !looksLikeCodes(other) && profile(other).letters >= 0.5 && tells(position, other)
            return isName && (isArticle(other) || !["nombre", "name"].contains(ColumnName(mapping.columns[other]).key))
        }) {
            mapping.assign(code, position)
            mapping.assign(name, other)
        }
    }

    /// Whether each code comes with one name, and codes are more than the numbers of lines.
    private func tells(_ code: Int, _ name: Int) -> Bool {
        let pairs = rows.filter { max(code, name) < $0.count }.map { [$0[code].trimmed, $0[name].trimmed] }
            .filter { !$0.contains("") }
        let codes = Set(pairs.map { $0[0] })
        guard codes.count > 0, Set(pairs).count * 10 <= codes.count * 11 else { return false }
        let numbers = pairs.map { Int($0[0]) }
        let countsLines =
            numbers.first == 1
            && zip(numbers, numbers.dropFirst()).allSatisfy { one, next in
                next == 1 || one.map { $0 + 1 } == next && next != nil
            }
        return !countsLines || pairs.count < 2
    }

    /// Whether what a column holds are codes rather than names.
    private func looksLikeCodes(_ position: Int) -> Bool {
        let profile = profile(position)
        return profile.codes >= 0.5 && profile.decimals < 0.1
    }

    /// Columns that are called after the article.
    private func articleColumns(not taken: Set<Int>) -> [Int] {
        let article: Set<String> = [
            "articulo", "producto", "item", "product", "article", "descripcion", "description", "nombre", "name",
        ]
        let other: Set<String> = ["id", "no", "n", "num", "numero", "number", "system", "de", "del"]
        return mapping.columns.indices.filter { index in
            let words = ColumnName(mapping.columns[index]).words
            return !taken.contains(index) && words.contains(where: article.contains)
                && words.allSatisfy { article.contains($0) || other.contains($0) }
        }
    }
}
