/// The folder with everything that is kept.
struct DataFolder {
    let path: String

    /// The SQLite file of sales and stock.
    var database: String { path + "/commerce.sqlite" }
    /// Protects what clients carry between two requests.
    var stateKey: String { path + "/state.key" }
    /// Tasks at work and their results.
    var tasks: String { path + "/tasks.sqlite" }
    /// Reports that were made.
    var reports: String { path + "/reports" }
    /// Documents of the business.
    var documents: String { path + "/documents" }
}
