import GRDB

/// The tables and how they came to be.
///
/// Days are `YYYYMMDD` integers; quantities, prices and amounts are millionths; discounts are millionths of 1.
/// What lines that follow one another have in common is in their `sale_header`; the view `sale` shows lines whole.
/// `document_sum` holds the lines' sums by document, day, country and customer, with the same column names as `sale`, so
/// that one query text serves both. There may be several rows for one key: sums add up. The lines of such a row are
/// among those from `first_line` to `last_line`.
///
/// `product_sum`, `customer_sum` and `place_sum` hold sums of each view by product, customer and country; `span` is
/// `YYYYMM`, 0 for all time, and by country also `1YYYYMMDD`; an id of 0 stands for none. Their `orders` leave out the
/// documents of `scattered_document`, which are not in one sum of each kind; see ``SalesSums``.
enum Schema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("sales") { db in
            for statement in sales { try db.execute(sql: statement) }
        }
        migrator.registerMigration("time of import") { db in
            // Seconds of Unix time; NULL for files of before this column.
            try db.execute(sql: "ALTER TABLE source_file ADD COLUMN stored_at INTEGER")
        }
        migrator.registerMigration("stock") { db in
            for statement in stock { try db.execute(sql: statement) }
        }
        migrator.registerMigration("sums") { db in
            for statement in sums { try db.execute(sql: statement) }
        }
        migrator.registerMigration("headers") { db in
            for statement in headers { try db.execute(sql: statement) }
            try SalesSums.rebuild(db)
        }
        return migrator
    }

    private static let sales = [
        """
        CREATE TABLE setting (
            key TEXT NOT NULL PRIMARY KEY,
            value TEXT NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE currency (
            id INTEGER PRIMARY KEY,
            code TEXT NOT NULL UNIQUE CHECK (length(code) = 3)
        ) STRICT
        """,
        """
        CREATE TABLE source_file (
            id INTEGER PRIMARY KEY,
            kind TEXT NOT NULL,
            name TEXT NOT NULL,
            -- Lower-case hexadecimal.
            digest TEXT NOT NULL CHECK (length(digest) BETWEEN 32 AND 128),
            lines INTEGER NOT NULL CHECK (lines >= 0),
            first_day INTEGER CHECK (first_day BETWEEN 10101 AND 99991231),
            last_day INTEGER CHECK (last_day BETWEEN 10101 AND 99991231 AND last_day >= first_day),
            -- Sums of absolute values, which bound every sum that a query can ask for.
            quantity_magnitude INTEGER NOT NULL CHECK (quantity_magnitude >= 0),
            amount_magnitude INTEGER NOT NULL CHECK (amount_magnitude >= 0),
            UNIQUE (kind, digest)
        ) STRICT
        """,
        """
        CREATE TABLE category (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE CHECK (name <> '')
        ) STRICT
        """,
        """
        CREATE TABLE country (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE CHECK (name <> '')
        ) STRICT
        """,
        """
        CREATE TABLE customer (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE CHECK (name <> '')
        ) STRICT
        """,
        """
        CREATE TABLE product (
            id INTEGER PRIMARY KEY,
            code TEXT NOT NULL UNIQUE CHECK (code <> ''),
            name TEXT,
            category_id INTEGER REFERENCES category (id),
            is_service INTEGER NOT NULL CHECK (is_service IN (0, 1))
        ) STRICT
        """,
        """
        CREATE TABLE product_description (
            product_id INTEGER NOT NULL REFERENCES product (id),
            text TEXT NOT NULL CHECK (text <> ''),
            -- Whether it can be the product's name: clerks' notes cannot.
            is_name INTEGER NOT NULL CHECK (is_name IN (0, 1)),
            uses INTEGER NOT NULL CHECK (uses > 0),
            PRIMARY KEY (product_id, text)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE document (
            id INTEGER PRIMARY KEY,
            number TEXT NOT NULL UNIQUE CHECK (number <> ''),
            shape INTEGER NOT NULL CHECK (shape BETWEEN 0 AND 3)
        ) STRICT
        """,
        """
        CREATE TABLE sale_line (
            id INTEGER PRIMARY KEY,
            file_id INTEGER NOT NULL REFERENCES source_file (id),
            document_id INTEGER NOT NULL REFERENCES document (id),
            product_id INTEGER NOT NULL REFERENCES product (id),
            customer_id INTEGER REFERENCES customer (id),
            country_id INTEGER REFERENCES country (id),
            currency_id INTEGER REFERENCES currency (id),
            day INTEGER NOT NULL CHECK (day BETWEEN 10101 AND 99991231),
            second INTEGER CHECK (second BETWEEN 0 AND 86399),
            stratum INTEGER NOT NULL CHECK (stratum BETWEEN 0 AND 3),
            quantity INTEGER NOT NULL,
            price INTEGER NOT NULL,
            discount INTEGER NOT NULL CHECK (discount BETWEEN 0 AND 1000000),
            amount INTEGER NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE document_sum (
            id INTEGER PRIMARY KEY,
            file_id INTEGER NOT NULL REFERENCES source_file (id),
            document_id INTEGER NOT NULL REFERENCES document (id),
            customer_id INTEGER REFERENCES customer (id),
            country_id INTEGER REFERENCES country (id),
            currency_id INTEGER REFERENCES currency (id),
            day INTEGER NOT NULL,
            stratum INTEGER NOT NULL CHECK (stratum BETWEEN 0 AND 3),
            quantity INTEGER NOT NULL,
            amount INTEGER NOT NULL
        ) STRICT
        """,
    ]

    /// Lines that hold everything become headers and lines.
    private static let headers = [
        """
        CREATE TABLE sale_header (
            id INTEGER PRIMARY KEY,
            file_id INTEGER NOT NULL REFERENCES source_file (id),
            document_id INTEGER NOT NULL REFERENCES document (id),
            customer_id INTEGER REFERENCES customer (id),
            country_id INTEGER REFERENCES country (id),
            currency_id INTEGER REFERENCES currency (id),
            day INTEGER NOT NULL CHECK (day BETWEEN 10101 AND 99991231),
            second INTEGER CHECK (second BETWEEN 0 AND 86399)
        ) STRICT
        """,
        """
        CREATE TABLE new_line (
            id INTEGER PRIMARY KEY,
            header_id INTEGER NOT NULL REFERENCES sale_header (id),
            product_id INTEGER NOT NULL REFERENCES product (id),
            stratum INTEGER NOT NULL CHECK (stratum BETWEEN 0 AND 3),
            quantity INTEGER NOT NULL,
            price INTEGER NOT NULL,
            discount INTEGER NOT NULL CHECK (discount BETWEEN 0 AND 1000000),
            amount INTEGER NOT NULL
        ) STRICT
        """,
        // A line whose header is not that of the line before begins one.
        """
        CREATE TEMP TABLE numbered_line AS
        SELECT id, SUM(begins) OVER (ORDER BY id) AS header
        FROM (
            SELECT id, NOT (
                \(shared.map { "\($0) IS LAG(\($0)) OVER before" }.joined(separator: " AND "))) AS begins
            FROM sale_line WINDOW before AS (ORDER BY id))
        """,
        """
        INSERT INTO sale_header
        SELECT n.header, \(shared.joined(separator: ", "))
        FROM (SELECT header, MIN(id) AS id FROM numbered_line GROUP BY header) AS n JOIN sale_line USING (id)
        """,
        """
        INSERT INTO new_line
        SELECT id, n.header, product_id, stratum, quantity, price, discount, amount
        FROM numbered_line AS n JOIN sale_line USING (id)
        """,
        "DROP TABLE numbered_line",
        "DROP TABLE sale_line",
        "ALTER TABLE new_line RENAME TO sale_line",
        // The header after its line: so SQLite reads both from front to back.
        """
        CREATE VIEW sale AS
        SELECT l.id, h.file_id, h.document_id, l.product_id, h.customer_id, h.country_id, h.currency_id, h.day, h.second,
            l.stratum, l.quantity, l.price, l.discount, l.amount
        FROM sale_line AS l CROSS JOIN sale_header AS h ON h.id = l.header_id
        """,
    ]

    /// The columns of a header, after its number.
    private static let shared = [
        "file_id", "document_id", "customer_id", "country_id", "currency_id", "day", "second",
    ]

    private static let stock = [
        // Of all bytes, decompressed; what a repeat is suspected by.
        "ALTER TABLE source_file ADD COLUMN size INTEGER",
        // The category that the stock list states; that of the sales comes first.
        "ALTER TABLE product ADD COLUMN stock_category_id INTEGER REFERENCES category (id)",
        """
        CREATE TABLE supplier (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE CHECK (name <> '')
        ) STRICT
        """,
        // The last stock list. Quantities, prices and costs are millionths.
        """
        CREATE TABLE stock_item (
            product_id INTEGER PRIMARY KEY REFERENCES product (id),
            file_id INTEGER NOT NULL REFERENCES source_file (id),
            name TEXT,
            supplier_id INTEGER REFERENCES supplier (id),
            currency_id INTEGER REFERENCES currency (id),
            stock INTEGER NOT NULL,
            on_order INTEGER NOT NULL,
            reorder_level INTEGER NOT NULL,
            price INTEGER,
            cost INTEGER,
            is_discontinued INTEGER NOT NULL CHECK (is_discontinued IN (0, 1))
        ) STRICT
        """,
    ]

    private static let sums =
        [
            // It has more columns now, and is filled anew.
            "DROP TABLE document_sum",
            """
            CREATE TABLE document_sum (
                id INTEGER PRIMARY KEY,
                file_id INTEGER NOT NULL REFERENCES source_file (id),
                document_id INTEGER NOT NULL REFERENCES document (id),
                customer_id INTEGER REFERENCES customer (id),
                country_id INTEGER REFERENCES country (id),
                currency_id INTEGER REFERENCES currency (id),
                day INTEGER NOT NULL,
                stratum INTEGER NOT NULL,
                quantity INTEGER NOT NULL,
                amount INTEGER NOT NULL,
                first_line INTEGER NOT NULL,
                last_line INTEGER NOT NULL
            ) STRICT
            """,
            // A few thousand lines that follow one another, the sums of their documents, and their days.
            """
            CREATE TABLE line_block (
                id INTEGER PRIMARY KEY,
                first_line INTEGER NOT NULL,
                last_line INTEGER NOT NULL,
                first_sum INTEGER NOT NULL,
                last_sum INTEGER NOT NULL,
                first_day INTEGER NOT NULL,
                last_day INTEGER NOT NULL
            ) STRICT
            """,
            """
            CREATE TABLE scattered_document (
                document_id INTEGER PRIMARY KEY REFERENCES document (id),
                -- While an import runs: its lines are not in scattered_line yet.
                is_pending INTEGER NOT NULL CHECK (is_pending IN (0, 1)),
                -- While an import runs: its first lines were counted in sums.
                is_counted INTEGER NOT NULL CHECK (is_counted IN (0, 1))
            ) STRICT
            """,
            """
            CREATE TABLE scattered_line (
                id INTEGER PRIMARY KEY,
                document_id INTEGER NOT NULL REFERENCES document (id),
                product_id INTEGER NOT NULL REFERENCES product (id),
                customer_id INTEGER REFERENCES customer (id),
                country_id INTEGER REFERENCES country (id),
                currency_id INTEGER REFERENCES currency (id),
                day INTEGER NOT NULL,
                stratum INTEGER NOT NULL
            ) STRICT
            """,
            "CREATE INDEX scattered_line_document ON scattered_line (document_id)",
        ]
        + [CellSums.Table.products, .customers, .places].map { table in
            """
            CREATE TABLE \(table.name) (
                \((table.keys + CellSums.figures).map { "\($0) INTEGER NOT NULL" }.joined(separator: ", ")),
                PRIMARY KEY (\(table.keys.joined(separator: ", ")))
            ) STRICT, WITHOUT ROWID
            """
        }
}
