import Testing

@testable import Questions

@Suite struct WordTests {
    @Test(arguments: [
        ("vendimos", "vender"), ("mostrame", "mostrar"), ("muéstremelos", "mostrar"), ("haceme", "hacer"),
        ("decime", "decir"), ("productos", "producto"), ("agotadas", "agotado"), ("veces", "vez"), ("sold", "sell"),
        ("categories", "category"), ("planned", "plan"), ("buying", "buy"), ("encargué", "encargar"),
    ])
    func baseForms(_ word: String, _ base: String) {
        let folded = Tokenizer.tokens(of: word)[0].word
        #expect(WordForms.bases(of: folded).contains(base))
    }

    @Test(arguments: [
        ("quince", 15), ("treinta y cinco", 35), ("twenty-one", 21), ("ciento veinte", 120), ("mil doscientos", 1200),
        ("media docena", 6), ("a couple of", 2), ("10,000", 10_000), ("dos mil once", 2011), ("seven", 7),
    ])
    func numbers(_ text: String, _ value: Int) {
        #expect(NumberWords.cardinal(Tokenizer.tokens(of: text), at: 0)?.value == value)
    }

    @Test func numbersKeepTheirSeparators() {
        #expect(
            Tokenizer.tokens(of: "del 10/3/2011 al 2011-09-05, factor 1,4 (30%).").map(\.word) == [
                "del", "10/3/2011", "al", "2011-09-05", "factor", "1,4", "30",
            ]
        )
        #expect(Tokenizer.tokens(of: "30%, 15dias").map(\.word) == ["30", "15", "dias"])
        #expect(Tokenizer.tokens(of: "30%")[0].isPercent)
    }

    @Test func spellingIsMendedWithinBounds() {
        let spelling = SpellingCorrection(
            targets: ["productos": .core, "octubre": .core, "vendimos": .verb, "existencia": .core],
            known: ["producto", "octavo"]
        )
        #expect(spelling.correction(of: "prodcutos", isEnglish: false) == "productos")
        #expect(spelling.correction(of: "octuvre", isEnglish: false) == "octubre")
        #expect(spelling.correction(of: "bendimos", isEnglish: false) == "vendimos")
        #expect(spelling.correction(of: "existensia", isEnglish: false) == "existencia")
        #expect(spelling.correction(of: "octavo", isEnglish: false) == nil)
        #expect(spelling.correction(of: "bendimos", isEnglish: true) == nil)
        #expect(spelling.correction(of: "abc", isEnglish: false) == nil)
    }

    @Test func hostileTextIsCutAndNeverBreaks() {
        for text in [
            String(repeating: "ventas ", count: 5000), String(repeating: "9", count: 5000), "\u{0}\u{1}", "🙂🙃", "%%%%",
            String(repeating: "\u{301}", count: 500), "\"'«“", "''''''", "a.b.c./.-,", ".csv", "\".csv\"",
        ] {
            #expect(Tokenizer.tokens(of: text).count <= Tokenizer.mostTokens)
            _ = FileMention(in: text)
        }
    }
}
