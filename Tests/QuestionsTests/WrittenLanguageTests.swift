import Commerce
import Localization
import Questions
import Testing

/// Which language a text is in, and which refusals are no more than not understanding.
@Suite struct WrittenLanguageTests {
    @Test(arguments: [
        ("En marzo vendimos más que en febrero, sobre todo en Francia.", Language.spanish),
        ("In March we sold more than in February, above all in France.", .english),
        ("GTQ 38.50", nil), ("Café molido 12", nil), ("", nil),
    ])
    func wordsOfEverydayTell(_ text: String, _ language: Language?) {
        #expect(WrittenLanguage.of(text) == language)
    }

    @Test func namesDoNot() {
        let text = "Lo que más se vendió: THE BEST BOX OF ALL THE WORLD FOR YOU AND ME."
        #expect(WrittenLanguage.of(text) == .english)
        #expect(WrittenLanguage.of(text, except: ["The best box of all the world for you and me"]) == .spanish)
    }

    @Test(arguments: [
        ("zumba la tarumba", true), ("qwerty", true), ("borra todas las ventas", false), ("escribe un poema", false),
        ("'; drop table x; --", false), ("¿cuánto vendimos?", false), ("ayuda", false),
    ])
    func onlyWhatHasNoOtherReasonIsUnrecognised(_ question: String, _ isUnrecognised: Bool) throws {
        let now = try #require(CalendarDay(year: 2026, month: 4, day: 1))
        let understanding = QuestionEngine(vocabulary: ShopVocabulary()).understand(question, now: now)
        #expect(understanding.isUnrecognised == isUnrecognised)
    }
}
