import Commerce
import JSON

/// Stock as JSON: values in major units with two decimals.
enum StockJSON {
    static func item(_ item: StockItem) -> JSONObject {
        [
            "code": .string(item.code), "name": SalesJSON.text(item.name), "category": SalesJSON.text(item.category),
            "supplier": SalesJSON.text(item.supplier), "stock": SalesJSON.quantity(item.stock),
            "on_order": SalesJSON.quantity(item.onOrder), "reorder_level": SalesJSON.quantity(item.reorderLevel),
            "status": .string(item.status.rawValue), "price": SalesJSON.money(item.price),
            "value": SalesJSON.money(item.value),
        ]
    }

    static func cover(_ cover: StockCover) -> JSONObject {
        [
            "sold": SalesJSON.quantity(cover.sold), "daily_demand": SalesJSON.quantity(cover.dailyDemand),
            "days_of_cover": cover.daysOfCover.map(SalesJSON.quantity) ?? .null,
            "stock_out_date": SalesJSON.text(cover.stockOutDate?.description),
            "overstock": .bool(cover.isOverstock), "not_moving": .bool(cover.isNotMoving),
        ]
    }

    static func totals(_ totals: StockTotals) -> JSONObject {
        [
            "products": .integer(Int64(totals.products)), "active": .integer(Int64(totals.active)),
            "discontinued": .integer(Int64(totals.discontinued)), "units": SalesJSON.quantity(totals.units),
            "value": SalesJSON.money(totals.value), "value_active": SalesJSON.money(totals.valueActive),
            "out_of_stock": .integer(Int64(totals.outOfStock)), "low_stock": .integer(Int64(totals.lowStock)),
            "without_price": .integer(Int64(totals.withoutPrice)),
        ]
    }

    static func slice(_ slice: StockSlice) -> JSONValue {
        [
            "products": .integer(Int64(slice.items)), "units": SalesJSON.quantity(slice.units),
            "value": SalesJSON.money(slice.value),
        ]
    }

    // MARK: Output schemas

    static let itemSchema: JSONObject = [
        "code": ["type": "string"], "name": ["type": ["string", "null"]], "category": ["type": ["string", "null"]],
        "supplier": ["type": ["string", "null"]], "stock": ["type": "number"], "on_order": ["type": "number"],
        "reorder_level": ["type": "number"], "status": ["type": "string"], "price": SalesJSON.numberOrNull,
        "value": SalesJSON.numberOrNull,
    ]

    static let coverSchema: JSONObject = [
        "sold": ["type": "number"], "daily_demand": ["type": "number"], "days_of_cover": SalesJSON.numberOrNull,
        "stock_out_date": ["type": ["string", "null"]], "overstock": ["type": "boolean"],
        "not_moving": ["type": "boolean"],
    ]

    static let totalsSchema: JSONObject = [
        "products": ["type": "integer"], "active": ["type": "integer"], "discontinued": ["type": "integer"],
        "units": ["type": "number"], "value": ["type": "number"], "value_active": ["type": "number"],
        "out_of_stock": ["type": "integer"], "low_stock": ["type": "integer"], "without_price": ["type": "integer"],
    ]

    static let sliceSchema: JSONValue = [
        "type": "object",
        "properties": ["products": ["type": "integer"], "units": ["type": "number"], "value": ["type": "number"]],
    ]
}
