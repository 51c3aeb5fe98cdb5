/// The members of a JSON object in their order. A name appears once.
///
/// Look-up is linear up to 16 members and hashed beyond. Names follow Swift's `String` equality: two spellings of the
/// same characters (é as one scalar or as two) are one name, so that nobody is shown two members that look alike.
/// Equality of objects ignores order, as in JSON.
public struct JSONObject: Sendable {
    public typealias Element = (key: String, value: JSONValue)

    private var members: [Element]
    /// Position by name; present only when there are too many members for a linear search.
    private var positions: [String: Int]?

    private static let linearLimit = 16

    public init() {
        members = []
    }

    /// The members in order, or `nil` when a name appears twice.
    public init?(members: some Sequence<Element>) {
        self.init()
        for member in members where !appendIfAbsent(member.key, member.value) { return nil }
    }

    init(uniqueMembers: [Element]) {
        self.init()
        reserveCapacity(uniqueMembers.count)
        for (key, value) in uniqueMembers {
            let isNew = appendIfAbsent(key, value)
            precondition(isNew, "the key \"\(key)\" appears twice in a JSON object")
        }
    }

    /// The value of a member. Setting replaces it in place, appends it, or (with `nil`) removes it.
    public subscript(key: String) -> JSONValue? {
        get {
            position(of: key).map { members[$0].value }
        }
        set {
            switch (position(of: key), newValue) {
            case (let position?, let value?): members[position].value = value
            case (nil, let value?): append(key, value)
            case (let position?, nil):
                members.remove(at: position)
                positions = nil
                indexIfLarge()
            case (nil, nil): break
            }
        }
    }

    public var keys: some Collection<String> { members.lazy.map(\.key) }
    public var values: some Collection<JSONValue> { members.lazy.map(\.value) }

    public mutating func reserveCapacity(_ capacity: Int) {
        members.reserveCapacity(capacity)
    }

    /// Appends unless the name is there already, and says whether it did.
    @inline(__always)
    mutating func appendIfAbsent(_ key: String, _ value: consuming JSONValue) -> Bool {
        guard position(of: key) == nil else { return false }
        append(key, value)
        return true
    }

    @inline(__always)
    private mutating func append(_ key: String, _ value: consuming JSONValue) {
        members.append((key: key, value: value))
        if members.count > Self.linearLimit { indexIfLarge() }
    }

    private mutating func indexIfLarge() {
        guard members.count > Self.linearLimit else { return }
        if positions == nil {
            positions = Dictionary(uniqueKeysWithValues: members.enumerated().map { ($1.key, $0) })
        } else {
            positions?[members[members.count - 1].key] = members.count - 1
        }
    }

    /// Reads the members in place, without a reference count for each.
    @inline(__always)
    func withMembers(_ body: (UnsafeBufferPointer<Element>) -> Void) {
        members.withUnsafeBufferPointer(body)
    }

    @inline(__always)
    private func position(of key: String) -> Int? {
        if let positions { return positions[key] }
        return members.withUnsafeBufferPointer { members in
            for index in 0..<members.count where members[index].key == key { return index }
            return nil
        }
    }
}

extension JSONObject: RandomAccessCollection {
    public var startIndex: Int { 0 }
    public var endIndex: Int { members.count }
    public subscript(position: Int) -> Element { members[position] }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// - Precondition: no key appears twice.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self.init(uniqueMembers: elements.map { (key: $0.0, value: $0.1) })
    }
}

extension JSONObject: Hashable {
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        guard left.count == right.count else { return false }
        for (index, member) in left.enumerated() {
            let other = right.members[index]
            if other.key == member.key {
                if other.value != member.value { return false }
            } else if right[member.key] != member.value {
                return false
            }
        }
        return true
    }

    public func hash(into hasher: inout Hasher) {
        var sum = 0
        for member in members {
            var one = Hasher()
            one.combine(member.key)
            one.combine(member.value)
            sum ^= one.finalize()
        }
        hasher.combine(members.count)
        hasher.combine(sum)
    }
}
