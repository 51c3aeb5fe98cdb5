public import JSON

/// What a server wants to know from a person (`elicitation/create`).
public enum ElicitationRequest: Sendable, Hashable {
    /// Fields to fill in.
    case form(ElicitationForm)
    /// A page to visit, for what must not pass through the client. It is opened only when the person agrees, who sees
    /// the whole address first; accepting says no more than that.
    case url(String, message: String)
}

/// What a person decided.
public enum ElicitationAnswer: Sendable, Hashable {
    /// The fields of a form by name; nothing for an address. Fields left out take their defaults.
    case accept(JSONObject)
    /// The person refused.
    case decline
    /// The person closed the question without deciding.
    case cancel
}

/// Fields that a server asks to be filled in: a flat object of primitive values.
public struct ElicitationForm: Sendable, Hashable {
    public var message: String
    /// In the order of the schema.
    public var fields: [ElicitationField]
    /// The schema as it was sent.
    public var schema: JSONValue

    /// The values of all fields that have a default.
    public var defaults: JSONObject {
        var values = JSONObject()
        for field in fields { values[field.name] = field.defaultValue }
        return values
    }
}

/// One field of a form.
public struct ElicitationField: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        /// Lengths in characters (Unicode scalars).
        case text(minimumLength: Int?, maximumLength: Int?, format: ElicitationFormat?)
        case number(isInteger: Bool, minimum: JSONValue?, maximum: JSONValue?)
        case boolean
        /// One of several texts.
        case choice([Option])
        /// Several of several texts.
        case choices([Option], minimum: Int?, maximum: Int?)
    }

    public struct Option: Sendable, Hashable {
        /// What is sent.
        public var value: String
        /// What a person reads; the value itself where the schema gives no title.
        public var title: String

        public init(value: String, title: String) {
            self.value = value
            self.title = title
        }
    }

    public var name: String
    public var title: String?
    public var summary: String?
    public var isRequired: Bool
    public var kind: Kind
    /// `nil` also when the schema's default does not fit the field.
    public var defaultValue: JSONValue?
}
