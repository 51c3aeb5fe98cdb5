import JSON
import Localization

extension ServerEngine {
    /// What a client should ask for at first (2026-07-28, "Scope Selection Strategy"): the scopes of prompts, resources and
    /// tools that only read. Those of other tools are asked for when they are called, so that nobody carries the right to
    /// change anything who only wants to look.
    public var basicScopes: Set<String> {
        let offer = offer
        var scopes: Set<String> = []
        for tool in offer.tools where tool.definition.annotations?.readOnly == true {
            scopes.formUnion(tool.definition.requiredScopes)
        }
        for prompt in offer.prompts { scopes.formUnion(prompt.definition.requiredScopes) }
        for resource in offer.resources.fixed { scopes.formUnion(resource.definition.requiredScopes) }
        for template in offer.resources.templates { scopes.formUnion(template.definition.requiredScopes) }
        return scopes
    }

    /// Refuses a caller who lacks a scope. Whoever may do everything, and what needs nothing, costs nothing.
    func require(_ required: Set<String>, _ context: RequestContext) throws(JSONRPCErrorObject) {
        guard lacking(required, context.scopes) else { return }
        throw .insufficientScope(required, context.language)
    }

    func lacking(_ required: Set<String>, _ granted: Set<String>?) -> Bool {
        guard !required.isEmpty, let granted else { return false }
        return !required.allSatisfy { Scope.isGranted($0, by: granted) }
    }

    /// What one needs to see a task: what its call needs. A tool that is gone needs nothing any more.
    func scopes(of task: TaskRecord) -> Set<String> {
        offer.tool(named: task.tool)?.definition.requiredScopes(for: task.arguments) ?? []
    }
}

extension RunningRequest {
    /// Refuses a caller who lacks a scope, where only the arguments tell what is needed.
    ///
    /// - Throws: ``JSONRPCErrorCode/insufficientScope``: let it pass, and the caller learns what to ask for.
    public func require(_ scopes: Set<String>) throws(JSONRPCErrorObject) {
        guard let granted = self.scopes, !scopes.allSatisfy({ Scope.isGranted($0, by: granted) }) else { return }
        throw .insufficientScope(scopes, language)
    }
}

/// A part of what a server offers that a caller may be granted (RFC 6749 section 3.3).
public enum Scope {
    /// Whether a scope is among those granted, itself or a broader one: `sales` includes `sales:read` (2026-07-28,
    /// "Scope Challenge Handling": servers account for hierarchies).
    public static func isGranted(_ scope: String, by granted: Set<String>) -> Bool {
        if granted.contains(scope) { return true }
        return scope.indices.contains { scope[$0] == ":" && granted.contains(String(scope[..<$0])) }
    }
}

extension JSONRPCErrorObject {
    static func insufficientScope(_ required: Set<String>, _ language: Language) -> JSONRPCErrorObject {
        JSONRPCErrorObject(
            .insufficientScope,
            insufficientScopeText(required),
            language,
            data: ["requiredScopes": .array(required.sorted().map { .string($0) })],
            stage: .authorization
        )
    }

    static func insufficientScopeText(_ required: Set<String>) -> LocalizedText {
        let list = required.sorted().joined(separator: " ")
        return LocalizedText(
            es: "Para esto hacen falta permisos que su acceso no tiene. Se necesitan los ámbitos: \(list).",
            en: "Your access does not allow this. It needs the scopes: \(list)."
        )
    }

    /// The scopes that a request needs whose caller lacks one; `nil` for any other error.
    public var requiredScopes: Set<String>? {
        guard stage == .authorization, let names = data?["requiredScopes"]?.array else { return nil }
        return Set(names.compactMap(\.string))
    }
}
