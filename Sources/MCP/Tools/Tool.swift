import JSON
public import JSONSchema
public import Localization

/// A tool that a server offers: its definition, its compiled schemas and what it does.
///
/// A class, because every call takes one out of the engine: copying so many parts would cost more than the call.
public final class Tool: Sendable {
    /// A handler that never suspends runs where the caller is, without a task or a change of thread; one that may
    /// suspend starts on the caller's executor.
    public enum Handler: Sendable {
        case immediate(@Sendable (ToolCall) throws -> ToolResult)
        case suspending(@Sendable (ToolCall) async throws -> ToolResult)
    }

    public let definition: ToolDefinition
    public let inputSchema: JSONSchema
    public let outputSchema: JSONSchema?
    /// Arguments that Streamable HTTP repeats in headers (2026-07-28 and later).
    public let mirrored: [MirroredParameter]
    public let handler: Handler

    public var name: String { definition.name }

    /// A tool whose handler may suspend.
    ///
    /// The handler sees arguments that satisfy the input schema. What it throws becomes a *tool* error in the caller's
    /// language when it is a ``LocalizedFailure``, and a general one otherwise: see ``ServerEngine``.
    ///
    /// - Throws: ``ToolDefinitionError`` when the definition cannot work.
    public convenience init(
        _ definition: ToolDefinition,
        handler: @escaping @Sendable (ToolCall) async throws -> ToolResult
    ) throws(ToolDefinitionError) {
        try self.init(definition, .suspending(handler))
    }

    /// A tool whose handler never suspends and never blocks.
    ///
    /// - Throws: ``ToolDefinitionError`` when the definition cannot work.
    public convenience init(
        _ definition: ToolDefinition,
        immediate handler: @escaping @Sendable (ToolCall) throws -> ToolResult
    ) throws(ToolDefinitionError) {
        try self.init(definition, .immediate(handler))
    }

    private init(_ definition: ToolDefinition, _ handler: Handler) throws(ToolDefinitionError) {
        let name = definition.name
        guard (1...128).contains(name.utf8.count), name.utf8.allSatisfy(Self.isNameCharacter) else {
            throw ToolDefinitionError(tool: name, reason: .name)
        }
        guard definition.inputSchema["type"] == "object" else {
            throw ToolDefinitionError(tool: name, reason: .inputSchemaIsNotForObjects)
        }
        let properties = definition.inputSchema["properties"]?.object ?? [:]
        if let stray = definition.arguments.keys.sorted().first(where: { properties[$0] == nil }) {
            throw ToolDefinitionError(tool: name, reason: .describesUnknownArgument(stray))
        }
        do {
            self.inputSchema = try JSONSchema(compiling: definition.inputSchema)
            if let schema = definition.outputSchema {
                self.outputSchema = try JSONSchema(compiling: schema)
            } else {
                self.outputSchema = nil
            }
        } catch {
            throw ToolDefinitionError(tool: name, reason: .schema(error))
        }
        do throws(MirroredParameterError) {
            mirrored = try MirroredParameter.all(in: definition.inputSchema)
        } catch {
            throw ToolDefinitionError(tool: name, reason: .mirroredParameter(error))
        }
        self.definition = definition
        self.handler = handler
    }

    private static func isNameCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}

/// Why a tool, or a set of tools, prompts and resources, cannot be offered. The fault is the author's.
public struct ToolDefinitionError: LocalizedFailure, Hashable {
    public enum Reason: Sendable, Hashable {
        case name
        case duplicateName
        case duplicatePrompt
        case duplicateResource
        case inputSchemaIsNotForObjects
        case describesUnknownArgument(String)
        case schema(JSONSchemaError)
        case mirroredParameter(MirroredParameterError)
    }

    /// The name of the tool or prompt, or the URI of the resource.
    public let tool: String
    public let reason: Reason

    public var message: LocalizedText {
        switch reason {
        case .name:
            LocalizedText(
                es:
                    "El nombre de herramienta «\(tool)» debe tener de 1 a 128 caracteres: A-Z a-z 0-9 _ - .",
                en: "The tool name '\(tool)' must have 1 to 128 characters: A-Z a-z 0-9 _ - ."
            )
        case .duplicateName:
            LocalizedText(
                es: "Hay dos herramientas con el nombre «\(tool)».",
                en: "Two tools have the name '\(tool)'."
            )
        case .duplicatePrompt:
            LocalizedText(es: "Hay dos prompts con el nombre «\(tool)».", en: "Two prompts have the name '\(tool)'.")
        case .duplicateResource:
            LocalizedText(es: "Hay dos recursos con el URI «\(tool)».", en: "Two resources have the URI '\(tool)'.")
        case .inputSchemaIsNotForObjects:
            LocalizedText(
                es: "El esquema de entrada de «\(tool)» debe declarar \"type\": \"object\".",
                en: "The input schema of '\(tool)' must declare \"type\": \"object\"."
            )
        case .describesUnknownArgument(let name):
            LocalizedText(
                es: "«\(tool)» describe el argumento «\(name)», que su esquema no tiene.",
                en: "'\(tool)' describes the argument '\(name)', which its schema does not have."
            )
        case .mirroredParameter(let error):
            LocalizedText(
                es: "El esquema de entrada de «\(tool)» no es válido. \(error.message.spanish)",
                en: "The input schema of '\(tool)' is invalid. \(error.message.english)"
            )
        case .schema(let error):
            LocalizedText(
                es: "Un esquema de «\(tool)» no es válido. \(error.message.spanish)",
                en: "A schema of '\(tool)' is invalid. \(error.message.english)"
            )
        }
    }
}
