@testable import Commerce
import Localization
import Testing

@Suite struct QueryTests {
    private static let mixed = Shop.csv(
        "100,a1,CAFÉ MOLIDO,2,2024-01-31 23:59,10,C1,Guatemala",
        "100,A1,Café especial,1,2024-02-01 00:01,10,C1,Guatemala",
        "101,B1,TAZA,4,2024-02-10,5,C2,España",
        "101,POST,ENVÍO,1,2024-02-10,3,C2,España",
        "C102,B1,TAZA,-1,2024-02-12,5,C2,España",
        "A103,M,AJUSTE,1,2024-02-13,-7,,España",
        "104,B1,quebrada,-3,2024-02-14,0,,España",
        "105,B1,TAZA,1,2024-03-01,0,,españa"
    )

    @Test func views() async throws {
        let views = try await Shop(Self.mixed).summary().views
        expect(views.net, "41.00", "6", 6)
        expect(views.gross, "53.00", "8", 2)
        expect(views.productGross, "50.00", "7", 2)
        expect(views.returns, "-5.00", "-1", 1)
        #expect(views.averageTicket?.decimal2 == "26.50")
    }

    @Test func aDocumentOfTwoMonthsCountsInBothAndOnceInTheTotal() async throws {
        let answer = try await Shop(Self.mixed).summary {
            $0.groupBy = .month
            $0.view = .gross
        }
        #expect(answer.groups.map(\.key) == ["2024-01", "2024-02"])
        #expect(answer.groups.map(\.figures.orders) == [1, 2])
        #expect(answer.figures.orders == 2)
    }

    @Test func keysOfTime() async throws {
        let shop = try await Shop(Self.mixed)
        #expect(try await shop.summary { $0.groupBy = .day }.groups.first?.key == "2024-01-31")
        let weeks = try await shop.summary { $0.groupBy = .week }.groups.compactMap(\.key)
        #expect(weeks == ["2024-W05", "2024-W06", "2024-W07", "2024-W09"])
    }

    /// The database's weeks against the calendar's, over years that begin on every weekday.
    @Test func weeksOfManyYears() async throws {
        let days = stride(from: CalendarDay.day("1999-12-20").serial, to: CalendarDay.day("2030-01-15").serial, by: 3)
            .compactMap(CalendarDay.init(serial:))
        let lines = days.enumerated().map { "\($0),A,x,1,\($1),1,,\n" }
        let shop = try await Shop(Shop.header + lines.joined())
        var expected: [String: Int64] = [:]
        for day in days { expected[day.isoWeek.description, default: 0] += 1 }
        var query = SalesQuery()
        query.groupBy = .week
        query.limit = 1_000
        var groups: [SalesGroup] = []
        repeat {
            let page = try await shop.store.summary(query, today: .sample)
            groups += page.groups
            query.cursor = page.nextCursor
        } while query.cursor != nil
        #expect(groups.compactMap(\.key) == expected.keys.sorted())
        #expect(groups.allSatisfy { $0.figures.orders == expected[$0.key ?? ""] })
    }

    @Test func filtersIgnoreCaseAndAccentsAndTakeLists() async throws {
        let shop = try await Shop(Self.mixed)
        func revenue(_ change: (inout SalesFilters) -> Void) async throws -> String {
            try await shop.summary { change(&$0.filters) }.figures.revenue.decimal2
        }
        #expect(try await revenue { $0.countries = ["ESPANA"] } == "11.00")
        #expect(try await revenue { $0.countries = ["espana", "guatemala"] } == "41.00")
        #expect(try await revenue { $0.products = ["a1 "] } == "30.00")
        #expect(try await revenue { $0.products = ["cafe  molido"] } == "30.00")
        #expect(try await revenue { $0.products = ["b1", "POST"] } == "18.00")
        #expect(try await revenue { $0.customers = ["c2"] } == "18.00")
        try await shop.ingest(Shop.csv("200,A1,x,1,2024-02-01,2,17850.0,"))
        #expect(try await revenue { $0.customers = ["17850"] } == "2.00")
        #expect(try await revenue { $0.customers = ["17850.0 "] } == "2.00")
        #expect(
            try await revenue {
                $0.countries = ["España"]
                $0.products = ["POST"]
            } == "3.00"
        )
    }

    @Test func anUnknownValueIsAnAnswerWithNearMatches() async throws {
        let shop = try await Shop(Self.mixed)
        let answer = try await shop.summary {
            $0.filters.countries = ["Guatemela"]
            $0.groupBy = .product
        }
        #expect(answer.figures == .zero && answer.views == SalesViews() && answer.groups.isEmpty)
        #expect(answer.averageTicket == nil)
        #expect(answer.context.notes.contains { $0.spanish.contains("Parecidos: Guatemala") })
        let hostile = try await shop.summary { $0.filters.products = ["x' OR 1=1 --", "%", "[1]", ""] }
        #expect(hostile.figures == .zero)
        await #expect(throws: QueryFailure.tooManyFilterValues(100)) {
            try await shop.summary { $0.filters.customers = Array(repeating: "x", count: 101) }
        }
    }

    @Test func namesAreTheMostFrequentDescriptions() async throws {
        let shop = try await Shop(
            Shop.csv(
                "1,A,ZETA,1,2024-01-01,1,,",
                "1,A,ALFA,1,2024-01-01,1,,",
                "1,A,nota,1,2024-01-01,1,,",
                "1,A,nota,1,2024-01-01,1,,",
                "1,A,?,1,2024-01-01,1,,",
                "1,A,?,1,2024-01-01,1,,",
                "1,A,?,1,2024-01-01,1,,",
                "1,B,ñandú,1,2024-01-01,1,,",
                "1,C,  Ñandú  ,1,2024-01-01,1,,"
            )
        )
        let names = try await shop.top { $0.by = .orders }.items.map(\.name)
        #expect(names == ["ALFA", nil, "Ñandú"])
        // Counted over files.
        try await shop.ingest(Shop.csv("2,A,ZETA,1,2024-01-01,1,,"))
        #expect(try await shop.top().items.first?.name == "ZETA")
    }

    @Test func rankingsAndTies() async throws {
        let shop = try await Shop(
            Shop.csv(
                "1,b,B,5,2024-01-01,1,X,",
                "2,a,A,5,2024-01-01,1,Y,",
                "3,c,C,9,2024-01-01,0.1,Z,",
                "4,d,D,-1,2024-01-01,1,,"
            )
        )
        let down = try await shop.top()
        #expect(down.items.map(\.code) == ["C", "A", "B", "D"])
        #expect(down.items.map(\.rank) == [1, 2, 3, 4])
        #expect(try await shop.top { $0.isAscending = true }.items.map(\.code) == ["D", "A", "B", "C"])
        #expect(try await shop.top { $0.by = .revenue }.items.map(\.code) == ["A", "B", "C", "D"])
        let two = try await shop.top { $0.count = 2 }
        #expect(two.items.count == 2 && two.count == 4)
        // A sale without a customer is nobody's place.
        #expect(try await shop.top { $0.groupBy = .customer }.items.map(\.code) == ["Z", "X", "Y"])
        #expect(try await shop.top { $0.groupBy = .country }.items.isEmpty)
        await #expect(throws: QueryFailure.notRankable(.month)) { try await shop.top { $0.groupBy = .month } }
        await #expect(throws: QueryFailure.limit(0)) { try await shop.top { $0.count = 0 } }
    }

    @Test func averageTicketIsGrossWhateverTheView() async throws {
        let shop = try await Shop(Self.mixed)
        let answer = try await shop.summary {
            $0.view = .returns
            $0.groupBy = .country
            $0.metric = .averageTicket
        }
        #expect(answer.averageTicket?.decimal2 == "26.50")
        #expect(answer.groups.map(\.averageTicket?.decimal2) == ["23.00"])
        let all = try await shop.summary {
            $0.groupBy = .country
            $0.metric = .averageTicket
            $0.period = .phrase("2024")
        }
        // Without gross orders there is no average, and no place but the last.
        #expect(all.groups.map(\.key) == ["Guatemala", "España", "españa"])
        #expect(all.groups.last?.averageTicket == nil)
    }

    @Test func pages() async throws {
        let lines = (0..<45).map { "\($0),P\($0),x,1,2024-01-01,\($0 % 5),,\n" }
        let shop = try await Shop(Shop.header + lines.joined())
        var keys: [String] = []
        var cursor: String?
        var pages = 0
        repeat {
            let page = try await shop.summary {
                $0.groupBy = .product
                $0.cursor = cursor
            }
            #expect(page.groupCount == 45)
            keys += page.groups.compactMap(\.key)
            cursor = page.nextCursor
            pages += 1
        } while cursor != nil
        #expect(pages == 3)
        #expect(Set(keys).count == 45 && keys.count == 45)

        let next = try await shop.summary { $0.groupBy = .product }.nextCursor
        await #expect(throws: QueryFailure.cursor) {
            try await shop.summary {
                $0.groupBy = .product
                $0.view = .gross
                $0.cursor = next
            }
        }
        for text in ["", "x", "1-2", "1-2-3", "-1-0-0", String(repeating: "9", count: 400)] {
            await #expect(throws: QueryFailure.cursor) {
                try await shop.summary {
                    $0.groupBy = .product
                    $0.cursor = text
                }
            }
        }
        try await shop.ingest(Shop.csv("900,Q,x,1,2024-01-01,1,,"))
        await #expect(throws: QueryFailure.staleCursor) {
            try await shop.summary {
                $0.groupBy = .product
                $0.cursor = next
            }
        }
        await #expect(throws: QueryFailure.limit(-1)) { try await shop.summary { $0.limit = -1 } }
    }

    @Test func asOf() async throws {
        let shop = try await Shop(Self.mixed)
        #expect(try await shop.summary().context.asOf == .day("2024-03-01"))
        let early = try await shop.store.summary(SalesQuery(), today: .day("2024-02-05"))
        #expect(early.context.asOf == .day("2024-02-05"))
        let now = try await shop.summary {
            $0.now = .day("2024-04-02")
            $0.period = .phrase("mes pasado")
        }
        #expect(now.context.asOf == .day("2024-04-02"))
        #expect(now.context.period == Period.days("2024-03-01", "2024-03-31"))
        #expect(now.figures.orders == 1)
        // The period of a question without one is the data's.
        #expect(now.context.hasData)
        #expect(try await shop.summary().context.period == Period.days("2024-01-31", "2024-03-01"))
    }

    @Test func periodsAreInclusive() async throws {
        let answer = try await Shop(Self.mixed).summary { $0.period = .days(from: "2024-02-01", to: "2024-02-10") }
        expect(answer.figures, "33.00", "6", 2)
        await #expect(throws: QueryFailure.period(.unreadable("cuando sea"))) {
            try await Shop(Self.mixed).summary { $0.period = .phrase("cuando sea") }
        }
    }

    @Test func noDataSucceedsAndSaysSo() async throws {
        let shop = try await Shop()
        let answer = try await shop.summary { $0.groupBy = .month }
        #expect(answer.figures == .zero && answer.averageTicket == nil && answer.groups.isEmpty)
        #expect(!answer.context.hasData && answer.context.period == nil && answer.context.asOf == .sample)
        #expect(answer.context.notes.map(\.spanish) == ["Todavía no hay ventas guardadas. Cárguelas con «ingest»."])
        #expect(try await shop.top().items.isEmpty)
        #expect(try await shop.store.dataPeriod() == nil)
    }

    private func expect(_ figures: SalesFigures, _ revenue: String, _ units: String, _ orders: Int64) {
        #expect(figures.revenue.decimal2 == revenue)
        #expect(figures.units.decimal == units)
        #expect(figures.orders == orders)
    }
}

@Suite struct CurrencyTests {
    @Test func twoCurrenciesAreNeverAddedUp() async throws {
        let shop = try await Shop(
            "factura,fecha,sku,cantidad,precio,moneda\n1,2024-01-01,A,1,10,GTQ\n2,2024-02-01,A,1,3,usd\n3,2024-01-01,A,1,1,Q\n"
        )
        await #expect(throws: QueryFailure.severalCurrencies(["GTQ", "USD"])) { try await shop.summary() }
        let january = try await shop.summary { $0.period = .month("2024-01") }
        #expect(january.context.currency == "GTQ" && january.figures.revenue.decimal2 == "11.00")
        let dollars = try await shop.summary { $0.filters.currency = "USD" }
        #expect(dollars.context.currency == "USD" && dollars.figures.revenue.decimal2 == "3.00")
        let euros = try await shop.summary { $0.filters.currency = "EUR" }
        #expect(euros.figures == .zero && euros.context.notes.count >= 1)
        await #expect(throws: QueryFailure.self) { try await shop.top() }
    }

    @Test func aFileThatSaysNothingTakesTheOnlyCurrencyThereIs() async throws {
        let shop = try await Shop()
        try await shop.ingest(Shop.csv("1,A,x,1,2024-01-01,1,,")) { $0.currency = "gtq" }
        let report = try await shop.ingest(Shop.csv("2,A,x,1,2024-01-01,1,,"))
        #expect(report.currency == "GTQ")
        #expect(try await shop.summary().context.currency == "GTQ")
    }

    @Test func linesWithoutACurrencyAreNotAddedToTwo() async throws {
        let shop = try await Shop(Shop.csv("1,A,x,1,2024-01-01,1,,"))
        try await shop.ingest(Shop.csv("2,A,x,1,2024-01-01,1,,")) { $0.currency = "GTQ" }
        #expect(try await shop.summary().figures.revenue.decimal2 == "2.00")
        try await shop.ingest(Shop.csv("3,A,x,1,2024-03-01,1,,")) { $0.currency = "USD" }
        await #expect(throws: QueryFailure.severalCurrencies(["GTQ", "?"])) {
            try await shop.summary { $0.period = .month("2024-01") }
        }
    }

    @Test func wrongCodesAreRejectedLines() async throws {
        let report = try await Shop().ingest(
            "factura,fecha,sku,cantidad,precio,moneda\n1,2024-01-01,A,1,10,$\n2,2024-01-01,A,1,3,EUR\n"
        )
        #expect(report.rejected.map(\.line) == [2] && report.currency == "EUR")
    }
}

@Suite struct DocumentRulesTests {
    private static let series = Shop.csv(
        "C-001,A,x,5,2024-01-01,1,,",
        "C001,A,x,2,2024-01-01,1,,",
        "A002,A,x,3,2024-01-01,1,,",
        "C003,A,x,-1,2024-01-02,1,,",
        "FAC9,A,x,1,2024-01-02,1,,"
    )

    @Test func lettersAreASeriesWhereNumbersAreNotPlain() async throws {
        let views = try await Shop(Self.series).summary().views
        #expect(views.gross.orders == 4 && views.gross.units.whole == 11)
        #expect(views.returns.orders == 1 && views.returns.units.whole == -1)
    }

    /// A file may be judged otherwise once the shop's other files are known: its lines move to their views.
    @Test func theJudgementIsTheShopsNotTheFiles() async throws {
        let returnsOnly = Shop.csv("C1,A,x,-1,2024-01-03,1,,", "C2,POST,x,1,2024-01-03,1,,", "A3,A,x,1,2024-01-03,4,,")
        let sales = Shop.csv("10,A,x,1,2024-01-01,1,,", "11,A,x,1,2024-01-02,1,,")
        let later = try await Shop(returnsOnly, sales).summary { $0.groupBy = .day }
        let earlier = try await Shop(sales, returnsOnly).summary { $0.groupBy = .day }
        #expect(later.views == earlier.views)
        #expect(later.groups == earlier.groups)
        #expect(later.views.returns.orders == 2 && later.views.returns.units.whole == 0)
        #expect(later.views.gross.orders == 2)
    }

    /// The database reclassifies as the import classifies: a file that changes the judgement in its middle gives the same.
    @Test func bothClassificationsAgree() async throws {
        let digits = (1...3_000).map { "\($0),POST,x,1,2024-01-01,1,,\n" }.joined()
        let others = (1...2_100).map {
            "\($0 % 3 == 0 ? "C" : "F-")\($0),A,x,\($0 % 2 == 0 ? 1 : -1),2024-01-01,\($0 % 5),,\n"
        }
        .joined()
        let begun = try await Shop(Shop.header + others + digits).summary().views
        let other = try await Shop(Shop.header + digits + others).summary().views
        #expect(begun == other)
        #expect(begun.returns.orders == 700)
    }

    @Test func configuredRules() async throws {
        var rules = DocumentRules()
        rules.cancellationPrefixes = ["NC"]
        rules.serviceCodes = ["FLETE"]
        let shop = try await Shop(
            Shop.csv(
                "1,A,x,1,2024-01-01,1,,",
                "2,flete,x,1,2024-01-01,2,,",
                "NC3,A,x,-1,2024-01-01,1,,",
                "4,GIFT_1,x,1,2024-01-01,5,,"
            ),
            rules: rules
        )
        let views = try await shop.summary().views
        #expect(views.returns.orders == 1)
        #expect(views.gross.revenue.decimal2 == "8.00" && views.productGross.revenue.decimal2 == "1.00")
    }
}
