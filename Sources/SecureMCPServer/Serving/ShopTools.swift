import BusinessTools
import Commerce
import MCP

/// The tools that only read, for whoever has a data folder: the server and the command `ask`.
struct ShopTools: Sendable {
    let all: [Tool]
    let ask: Tool

    init(store: CommerceStore, folder: DataFolder) throws {
        let answering = try BusinessTools.all(store: store, today: { Today.localDay() })
        ask = try AskTool.make(store: store, tools: answering, today: { Today.localDay() })
        all = answering + [ask]
    }
}
