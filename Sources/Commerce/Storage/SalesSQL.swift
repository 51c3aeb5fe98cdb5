/// The statements that write and maintain sales. Texts of queries are in `FactSQL`.
enum SalesSQL {
    /// What ``SalesWriter`` gives of each header and line. With the fixed ones before them, these are all columns in
    /// their order: then SQLite need not move them to their places.
    static let headerColumns = ["document_id", "customer_id", "country_id", "currency_id", "day", "second"]
    static let lineColumns = ["header_id", "product_id", "stratum", "quantity", "price", "discount", "amount"]

    static let documentSumColumns = [
        "file_id", "document_id", "customer_id", "country_id", "currency_id", "day", "stratum", "quantity", "amount",
        "first_line", "last_line",
    ]

    /// What can be made anew from the lines.
    static let sumTables = [
        "document_sum", "product_sum", "customer_sum", "place_sum", "line_block", "scattered_document",
        "scattered_line",
    ]

    static let magnitudes = "SELECT SUM(quantity_magnitude), SUM(amount_magnitude) FROM source_file"

    static let setCategory = "UPDATE product SET category_id = ? WHERE id = ?"

    static let addDescription = """
        INSERT INTO product_description (text, product_id, is_name, uses) VALUES (?, ?, ?, ?)
        ON CONFLICT (product_id, text) DO UPDATE SET uses = uses + excluded.uses
        """

    /// The most frequent description that can be a name; the first by alphabet of those that tie. Products that no
    /// sale describes are called as the stock list calls them.
    static let chooseNames = """
        UPDATE product SET name = COALESCE(
            (SELECT text FROM product_description AS d WHERE d.product_id = product.id AND d.is_name
             ORDER BY d.uses DESC, d.text LIMIT 1),
            (SELECT name FROM stock_item AS i WHERE i.product_id = product.id))
        """

    /// The same decision as `Stratum.init`, over all lines at once. Argument: whether letters mark.
    static let stratify = """
        UPDATE sale_line SET stratum = (
            SELECT CASE
                WHEN ?1 AND d.shape = 2 THEN 3
                WHEN ?1 AND d.shape = 3 THEN 0
                WHEN sale_line.quantity > 0 AND sale_line.price > 0 THEN CASE WHEN p.is_service THEN 1 ELSE 2 END
                WHEN NOT ?1 AND sale_line.quantity < 0 AND sale_line.price > 0 THEN 3
                ELSE 0 END
            FROM sale_header AS h, document AS d, product AS p
            WHERE h.id = sale_line.header_id AND d.id = h.document_id AND p.id = sale_line.product_id)
        """

    /// The documents of each shape, as columns: to group them would sort them first.
    static let shapeCounts = """
        SELECT \(DocumentShape.allCases.map { "COUNT(*) FILTER (WHERE shape = \($0.rawValue))" }.joined(separator: ", "))
        FROM document
        """

    /// Documents of a file that other files had before. Arguments: the file, the last document before it.
    static let sharedDocumentCount = """
        SELECT COUNT(DISTINCT document_id) FROM document_sum WHERE file_id = ? AND document_id <= ?
        """

    /// The first few of them.
    static let sharedDocuments = """
        SELECT DISTINCT d.number FROM document_sum AS s JOIN document AS d ON d.id = s.document_id
        WHERE s.file_id = ? AND s.document_id <= ? ORDER BY d.id LIMIT 6
        """

    static let setting = "SELECT value FROM setting WHERE key = ?"

    static let setSetting = """
        INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value
        """
}
