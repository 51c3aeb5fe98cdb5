/// Finds out which columns of a sales file hold what, where their names do not tell.
enum SalesColumns {
    /// What a sale needs: a document, a day, an amount and something that was sold.
    static func required(_ at: [SalesField: Int]) -> [SalesField] {
        var required: [SalesField] = [.document]
        // The description stands in for a code, a total for a price, and one piece for a quantity.
        required.append(at[.productCode] == nil && at[.description] != nil ? .description : .productCode)
        if at[.quantity] != nil { required.append(.quantity) }
        required.append(.date)
        required.append(at[.unitPrice] == nil && at[.amount] != nil ? .amount : .unitPrice)
        return required
    }

    /// Two columns called `Importe` are a price and a total: what multiplies out decides.
    /// Where nothing says which product was sold, its category does.
    static func refine(_ layout: inout TableLayout<SalesField>) {
        var at = layout.mapping.positions
        if at[.productCode] == nil, at[.description] == nil { layout.mapping.assign(.description, at[.category]) }
        // A web shop's export has the order's name first, and names of its own for the columns of its lines.
        if at[.document] == nil, at[.description].map({ layout.mapping.columns[$0].lowercased() }) == "lineitem name" {
            layout.mapping.assign(.document, layout.mapping.columns.firstIndex { $0.lowercased() == "name" })
            at = layout.mapping.positions
        }
        at = layout.mapping.positions
        // `Desc.` is a description, or a discount.
        let isDesc = at[.discount].map { ColumnName(layout.mapping.columns[$0]).key == "desc" } ?? false
        if at[.description] == nil, isDesc, let discount = at[.discount], layout.profile(discount).areTexts {
            layout.mapping.assign(.description, discount)
            layout.mapping.assign(.discount, nil)
            at = layout.mapping.positions
        }
        layout.settleArticle(code: .productCode, name: .description) { [rows = layout.rows] position in
            differs(within: at[.document], rows, position)
        }
        at = layout.mapping.positions
        if let amount = at[.amount], let price = at[.unitPrice] {
            settleQuantity(&layout, price: price, amount: amount)
        }
        guard at[.unitPrice] == nil, let quantity = at[.quantity], let amount = at[.amount] else { return }
        let name = ColumnName(layout.mapping.columns[amount]).words.first ?? ""
        let free = layout.mapping.columns.indices.filter { !at.values.contains($0) }
        let rivals = free.filter { index in
            let words = ColumnName(layout.mapping.columns[index]).words
            return words.first == name
                || words.contains { ["total", "importe", "amount", "monto", "valor"].contains($0) }
        }
        for rival in rivals {
            if multiplies(layout.rows, quantity, amount, rival) {
                layout.mapping.assign(.unitPrice, amount)
                layout.mapping.assign(.amount, rival)
                return
            }
            if multiplies(layout.rows, quantity, rival, amount) {
                layout.mapping.assign(.unitPrice, rival)
                return
            }
        }
    }

    /// A quantity by a name that nobody knows, or one of two: what comes to the lines' totals is meant.
    private static func settleQuantity(_ layout: inout TableLayout<SalesField>, price: Int, amount: Int) {
        let at = layout.mapping.positions
        guard !layout.mapping.certain.contains(.quantity), at[.discount] == nil,
            !(at[.quantity].map { multiplies(layout.rows, $0, price, amount) } ?? false)
        else { return }
        // A rate of exchange or a factor for tax is the same on all lines.
        let free = layout.mapping.columns.indices.filter { position in
            !at.values.contains(position)
                && Set(layout.rows.compactMap { position < $0.count ? $0[position].trimmed : nil }).count > 1
        }
        if let found = free.first(where: { multiplies(layout.rows, $0, price, amount, least: 2) }) {
            layout.mapping.assign(.quantity, found)
        }
    }

    /// Which column holds what in a file without a header, by what is in them.
    static func infer(_ rows: [[String]]) -> [SalesField: Int] {
        guard let width = rows.first?.count, rows.count >= 2 else { return [:] }
        var profiles = (0..<width).map { ColumnProfile(rows, $0) }
        var found: [SalesField: Int] = [:]
        func take(_ field: SalesField, _ choose: ([ColumnProfile]) -> ColumnProfile?) {
            guard let chosen = choose(profiles) else { return }
            found[field] = chosen.position
            profiles.removeAll { $0.position == chosen.position }
        }
        take(.date) { $0.first { $0.dates >= 0.9 } }
        take(.unitPrice) { profiles in
            let amounts = profiles.filter { $0.numbers >= 0.9 && $0.decimals >= 0.3 }
            // Of a price and a total, the price is the smaller.
            return amounts.min { $0.mean < $1.mean }
        }
        take(.description) { profiles in
            profiles.filter { $0.letters >= 0.7 && $0.numbers < 0.3 && $0.distinct >= 0.1 }
                .max { $0.length < $1.length }
        }
        let description = found[.description]
        take(.quantity) { profiles in
            let whole = profiles.filter { $0.numbers >= 0.9 && $0.integers >= 0.9 && $0.decimals < 0.1 }
            // What says which thing was sold is its code.
            let counted = whole.filter { !names(description, rows, $0.position) }
            return (counted.isEmpty ? whole : counted).min { $0.mean < $1.mean }
        }
        take(.document) { profiles in
            let grouping = profiles.filter { $0.codes >= 0.9 && $0.runs >= 0.2 && $0.distinct > 0.01 }
            guard let longest = grouping.max(by: { $0.runs < $1.runs }) else {
                return profiles.first { $0.codes >= 0.9 }
            }
            // A document has one customer, and a customer several documents.
            return grouping.filter { determines($0.position, longest.position, rows) }
                .max { ($0.distinct, $0.filled) < ($1.distinct, $1.filled) } ?? longest
        }
        let documents = found[.document]
        take(.productCode) { profiles in
            let codes = profiles.filter { $0.codes >= 0.8 }
            // What is the same on all lines of a document is rather its customer.
            let own = codes.filter { variesWithin(documents, rows, $0.position) }
            return (own.isEmpty ? codes : own).max { $0.distinct < $1.distinct }
        }
        take(.country) { profiles in
            profiles.first { $0.letters >= 0.9 && $0.codes < 0.5 && $0.distinct <= 0.2 }
        }
        take(.customer) { profiles in profiles.first { $0.codes >= 0.5 && $0.filled >= 0.3 } }
        return found
    }

    /// Whether each value of a column comes with one description, and values do come again.
    private static func names(_ description: Int?, _ rows: [[String]], _ position: Int) -> Bool {
        guard let description else { return false }
        let full = rows.filter { max(description, position) < $0.count }
        let values = Set(full.map { $0[position] })
        let pairs = Set(full.map { [$0[position], $0[description]] })
        return values.count > 1 && values.count * 10 < full.count * 9 && pairs.count * 10 <= values.count * 12
    }

    /// Whether each value of a column comes with one of another's only, which has no more of them.
    private static func determines(_ one: Int, _ other: Int, _ rows: [[String]]) -> Bool {
        let both = rows.filter { row in
            [one, other].allSatisfy { $0 < row.count && !row[$0].trimmed.isEmpty }
        }
        let values = Set(both.map { $0[one] })
        let pairs = Set(both.map { [$0[one], $0[other]] })
        return values.count >= Set(both.map { $0[other] }).count && pairs.count == values.count
    }

    /// Whether the lines of one document differ in a column.
    private static func variesWithin(_ document: Int?, _ rows: [[String]], _ position: Int) -> Bool {
        guard let document else { return true }
        var (same, all) = (0, 0)
        for (row, next) in zip(rows, rows.dropFirst())
        where max(document, position) < min(row.count, next.count) && row[document] == next[document] {
            all += 1
            if row[position] == next[position] { same += 1 }
        }
        return all == 0 || same * 10 < all * 9
    }

    /// Whether some lines of one document differ in a column: its customer would not.
    private static func differs(within document: Int?, _ rows: [[String]], _ position: Int) -> Bool {
        guard let document else { return false }
        return zip(rows, rows.dropFirst()).contains { row, next in
            max(document, position) < min(row.count, next.count) && !row[document].trimmed.isEmpty
                && row[document] == next[document] && row[position] != next[position]
        }
    }

    /// Whether quantity × price is the total in nearly all rows, to a cent for each piece.
    private static func multiplies(
        _ rows: [[String]],
        _ quantity: Int,
        _ price: Int,
        _ total: Int,
        least: Int = 1
    ) -> Bool {
        var (fit, all) = (0, 0)
        let mark = mark(rows, [quantity, price, total])
        for row in rows {
            let values = [quantity, price, total].map { position in
                position < row.count
                    ? row[position].trimmed.withBytes { NumberText.read($0, preferring: mark)?.micros } : nil
            }
            guard let pieces = values[0], let each = values[1], let sum = values[2], pieces != 0, each != sum else {
                continue
            }
            all += 1
            let product = Double(pieces) / 1e6 * Double(each)
            if abs(product - Double(sum)) <= abs(Double(pieces)) / 1e6 * 5_100 + 5_100 { fit += 1 }
        }
        return all >= least && fit * 10 >= all * 8
    }

    private static func mark(_ rows: [[String]], _ positions: [Int]) -> NumberText.Mark {
        var tally = MarkTally()
        for row in rows {
            for position in positions where position < row.count {
                if let value = row[position].trimmed.withBytes({ NumberText.read($0, preferring: .point) }) {
                    tally.add(value.evidence)
                }
            }
        }
        return tally.majority ?? .point
    }
}
