import Foundation

/// The browser of the person at this machine.
public enum Browser {
    /// Opens an address with `xdg-open` or `open`, where one of them is there and there is a screen.
    ///
    /// - Returns: whether a program was started for it. The person should see the address in any case.
    @discardableResult
    public static func open(_ address: String) -> Bool {
        // It becomes an argument: never a switch, nor another kind of address.
        guard address.hasPrefix("https://") || address.hasPrefix("http://") else { return false }
        let environment = ProcessInfo.processInfo.environment
        let folders = (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
        #if os(Linux)
            guard environment["DISPLAY"] != nil || environment["WAYLAND_DISPLAY"] != nil else { return false }
            let name = "xdg-open"
        #else
            let name = "open"
        #endif
        guard
            let path = folders.map({ "\($0)/\(name)" }).first(where: FileManager.default.isExecutableFile(atPath:))
        else { return false }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = [address]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        return (try? process.run()) != nil
    }
}
