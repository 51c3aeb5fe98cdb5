internal import COpenSSL

/// One entry of OpenSSL's per-thread error queue.
public struct ErrorQueueEntry: Sendable, Hashable, CustomStringConvertible {
    /// The packed code, as `ERR_get_error` returns it.
    public let code: UInt
    /// The reason number (`SSL_R_…`, `X509_R_…`); 0 for a system error.
    public let reason: Int32
    /// The library number (`ERR_LIB_SSL` is 20).
    public let library: Int32
    /// OpenSSL's own words, with the data attached to the entry if there is any.
    public let description: String
}

/// The one way this module calls OpenSSL where it may fail.
///
/// OpenSSL keeps its errors in a queue per thread, and `SSL_get_error` misreads a queue with old entries. So the queue
/// is emptied before every operation and collected after every failure, here and nowhere else.
enum ErrorQueue {
    @inline(__always)
    static func clear() {
        ERR_clear_error()
    }

    /// Takes everything out of the queue, oldest first.
    static func collect() -> [ErrorQueueEntry] {
        var entries: [ErrorQueueEntry] = []
        var data: UnsafePointer<CChar>?
        var flags: CInt = 0
        while true {
            let code = ERR_get_error_all(nil, nil, nil, &data, &flags)
            guard code != 0 else { return entries }
            var text = ERR_reason_error_string(code).map { String(cString: $0) } ?? "OpenSSL error \(code)"
            if flags & ERR_TXT_STRING != 0, let data, data.pointee != 0 {
                text += " (" + String(cString: data) + ")"
            }
            entries.append(
                ErrorQueueEntry(
                    code: code,
                    reason: ERR_GET_REASON(code),
                    library: ERR_GET_LIB(code),
                    description: text
                )
            )
        }
    }

    /// Calls a function that answers with a pointer, `nil` meaning failure.
    static func pointer<Pointer>(_ doing: String, _ body: () -> Pointer?) throws(TLSError) -> Pointer {
        clear()
        guard let pointer = body() else { throw TLSError.misuse(doing, queue: collect()) }
        return pointer
    }

    /// Calls a function that answers with 1 (or more) for success.
    static func check(_ doing: String, _ body: () -> CInt) throws(TLSError) {
        clear()
        guard body() > 0 else { throw TLSError.misuse(doing, queue: collect()) }
    }
}
