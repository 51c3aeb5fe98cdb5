import BusinessTools
import Commerce
import Documents
import MCP
import ModelDialog

/// The tools that answer from a data folder, for whoever has one: the server and the command `ask`.
struct ShopTools: Sendable {
    let all: [Tool]
    let ask: Tool

    /// - Parameters:
    ///   - reports: where reports are kept. Default: the folder's, with the usual limits.
    ///   - reportURL: where a report of some name is found.
    ///   - model: may answer questions. Default: the rules do.
    ///   - onReport: called when one is there.
    init(
        store: CommerceStore,
        folder: DataFolder,
        documents: DocumentIndex,
        reports: ReportStore? = nil,
        reportURL: @escaping @Sendable (String) -> String,
        model: LanguageModel? = nil,
        onReport: @escaping @Sendable () async -> Void = {}
    ) throws {
        let answering =
            try BusinessTools.all(store: store, today: { Today.localDay() }) + [
                SearchDocumentsTool.make(index: documents),
                GenerateReportTool.make(
                    store: store,
                    reports: reports ?? ReportStore(shelf: FileShelf(path: folder.reports)),
                    pool: .rendering(),
                    today: { Today.localDay() },
                    url: reportURL,
                    digest: { SHA256Content() },
                    onStored: onReport
                ),
            ]
        ask = try AskTool.make(store: store, tools: answering, model: model, today: { Today.localDay() })
        all = answering + [ask]
    }
}
