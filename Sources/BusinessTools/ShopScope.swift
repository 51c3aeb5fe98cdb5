/// What a caller may be allowed to do (RFC 6749 section 3.3).
public enum ShopScope {
    public static let sales = "sales:read"
    public static let stock = "stock:read"
    public static let documents = "documents:read"
    public static let write = "data:write"

    public static let all = [sales, stock, documents, write]
}
