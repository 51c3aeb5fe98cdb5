public import JSON
public import Localization

extension JSONParsingError {
    /// The error as a sentence for people.
    public var message: LocalizedText {
        LocalizedText(
            es: "JSON no válido en el byte \(offset): \(reason.spanish).",
            en: "Invalid JSON at byte \(offset): \(reason)."
        )
    }
}

extension JSONParsingError.Reason {
    fileprivate var spanish: String {
        switch self {
        case .empty: "el texto está vacío"
        case .byteOrderMark: "no se admite la marca de orden de bytes"
        case .unexpectedEnd: "el texto termina antes que el valor"
        case .unexpectedByte(let byte): "no se esperaba \(Self.name(of: byte))"
        case .expectedValue: "se esperaba un valor"
        case .expectedMemberName: "se esperaba un nombre entre comillas dobles"
        case .expectedColon: "se esperaba «:» después del nombre"
        case .expectedCommaOrBracket: "se esperaba «,» o «]»"
        case .expectedCommaOrBrace: "se esperaba «,» o «}»"
        case .trailingComma: "a una coma debe seguirle otro elemento"
        case .textAfterValue: "hay más texto después del valor"
        case .leadingZero: "un número no puede empezar con un cero de más"
        case .missingDigits: "al número le faltan dígitos"
        case .controlCharacter: "un carácter de control debe escaparse dentro de un texto"
        case .invalidEscape: "escape desconocido en un texto"
        case .invalidUnicodeEscape: "a \\u le deben seguir cuatro dígitos hexadecimales"
        case .loneSurrogate: "falta la mitad de un par sustituto"
        case .invalidUTF8: "los bytes no son UTF-8 válido"
        case .duplicateName(let name): "el nombre «\(name)» aparece dos veces"
        case .tooLong(let limit): "el texto supera los \(limit) bytes"
        case .tooDeep(let limit): "hay más de \(limit) niveles de listas y objetos"
        case .tooManyValues(let limit): "el texto tiene más de \(limit) valores"
        case .numberTooLong(let limit): "el número supera los \(limit) caracteres"
        }
    }
}
