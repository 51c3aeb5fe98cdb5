public import MCP

/// What a business's data offer to read, besides calling tools: tables, single months, products, countries and
/// categories, reports and documents.
public enum ShopResources {
    public static func catalog(_ data: ShopData) -> ResourceCatalog {
        ResourceCatalog(
            fixed: TableResources.all(data),
            templates: SliceResources.all(data) + FolderResources.all(data),
            listed: { request in
                try await TableResources.listed(data) + SliceResources.listed(data)
                    + FolderResources.listed(data, request)
            }
        )
    }
}
