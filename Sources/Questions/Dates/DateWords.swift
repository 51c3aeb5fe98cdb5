/// The words dates are made of, folded.
enum DateWords {
    static func isUnit(_ word: String) -> Bool { units[word] != nil }

    static let months: [String: Int] = numbered([
        "enero january ene jan", "febrero february feb", "marzo march mar", "abril april abr apr", "mayo may",
        "junio june jun", "julio july jul", "agosto august ago aug",
        "septiembre setiembre september sep sept set septiembr", "octubre october oct", "noviembre november nov",
        "diciembre december dic dec",
    ])

    /// 1 is Monday.
    static let weekdays: [String: Int] = numbered([
        "lunes monday mon", "martes tuesday tue tues", "miercoles wednesday wed", "jueves thursday thu thurs",
        "viernes friday fri", "sabado saturday", "domingo sunday",
    ])

    static let units: [String: CalendarUnit] = {
        var units: [String: CalendarUnit] = [:]
        let table: [(CalendarUnit, String)] = [
            (.day, "dia dias day days"), (.week, "semana semanas week weeks sem wk wks"),
            (.fortnight, "quincena quincenas fortnight fortnights"), (.month, "mes meses month months"),
            (.twoMonths, "bimestre bimestres"), (.quarter, "trimestre trimestres quarter quarters trim qtr"),
            (.fourMonths, "cuatrimestre cuatrimestres"),
            (.half, "semestre semestres semester semesters"), (.year, "ano anos year years yr yrs"),
        ]
        for (unit, words) in table {
            for word in words.words { units[word] = unit }
        }
        return units
    }()

    /// Adjectives that mean the unit which is running.
    static let current: Set<String> = [
        "este", "esta", "estos", "estas", "presente", "this", "current", "actual", "corriente",
    ]
    static let previous: Set<String> = [
        "pasado", "pasada", "anterior", "previo", "previa", "ultimo", "ultima", "last", "previous", "prior", "past",
        "preceding", "precedente", "recien",
    ]
    /// Those of them that may count from another period than `now`.
    static let anterior: Set<String> = [
        "anterior", "previo", "previa", "previous", "prior", "preceding", "precedente",
    ]
    static let previousPlural: Set<String> = [
        "ultimos", "ultimas", "pasados", "pasadas", "last", "past", "previous", "trailing", "prior", "recent",
        "anteriores",
    ]
    static let coming: Set<String> = [
        "proximo", "proxima", "proximos", "proximas", "siguiente", "siguientes", "next", "coming", "upcoming",
        "entrante",
    ]
    /// Words without weight between the parts of a date.
    static let silent: Set<String> = ["el", "la", "los", "las", "lo", "the", "dia", "mes", "ano", "day", "month"]

    /// All words whose spelling is worth mending.
    static var allWords: Set<String> {
        Set(months.keys).union(weekdays.keys).union(units.keys).union(current).union(previous).union(previousPlural)
            .union(["finde", "weekend", "hoy", "ayer", "anteayer", "antier", "antepasado", "yesterday", "today"])
    }

    private static func numbered(_ groups: [String]) -> [String: Int] {
        var numbers: [String: Int] = [:]
        for (index, group) in groups.enumerated() {
            for word in group.words { numbers[word] = index + 1 }
        }
        return numbers
    }
}
