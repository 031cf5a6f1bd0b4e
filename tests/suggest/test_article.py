from tests.articles import seed_text
from tests.suggest.reported import reported
from tui.suggest import quotations, suggest

SEED = seed_text()


def test_all_seven_quotations_of_the_article_are_suggested_with_their_speakers() -> None:
    rows = [(r.quote[:14], *r[1:]) for r in reported(SEED)]
    assert rows == [
        ("من المحتمل أن ", "كوبر", "أضاف", "direct", "explicit"),
        ("خطوة مهمة", "كريستوفر جونستون", "قال", "mixed", "explicit"),
        ("اتفاقية RAA بي", "جونستون", "قال", "direct", "explicit"),
        ("من المحتمل أن ", "جونستون", "قال", "direct", "implicit"),
        ("ضرورة الحفاظ ع", "وزارة الخارجية", "قالت", "mixed", "explicit"),
        ("تتقدم بشكل إيج", "متحدث باسم وزارة الدفاع البريطانية", "قال", "mixed", "explicit"),
        ("غير المناسب", "متحدث باسم وزارة الدفاع البريطانية", "أضاف", "mixed", "pronoun"),
    ]


def test_the_articles_quotes_are_what_the_marks_enclose() -> None:
    spans = [tuple(made.span) for made in quotations(SEED) if made.label == "quote"]
    assert spans == [
        (1329, 1450),
        (1707, 1716),
        (2035, 2110),
        (2187, 2357),
        (3357, 3407),
        (3963, 3980),
        (4006, 4017),
    ]


def test_nothing_else_is_suggested_for_the_article() -> None:
    found = quotations(SEED)
    entities = [made.span.of(SEED) for made in found if made.label == "entity"]
    assert entities == [
        "كوبر",
        "كريستوفر جونستون",
        "جونستون",
        "وزارة الخارجية",
        "متحدث باسم وزارة الدفاع البريطانية",
    ]
    cues = [made.span.of(SEED) for made in found if made.label == "cue"]
    assert cues == ["أضاف", "قال", "قال", "قالت", "قال", "أضاف"]


def test_a_quote_that_goes_on_is_linked_to_its_first_part() -> None:
    found = quotations(SEED)
    (second,) = (made for made in found if made.span.start == 2187)
    (target,) = (link.target for link in second.links if link.type == "continues")
    assert found[target].span.start == 2035
    assert second.why == "It follows the last quotation at once."


def test_attributes_say_only_what_the_words_do() -> None:
    attributes = {made.span.of(SEED): made.attributes for made in quotations(SEED)}
    assert attributes["كوبر"] == {"type": "PERS", "mention": "name"}
    assert attributes["وزارة الخارجية"] == {"type": "ORG", "mention": "name"}
    assert attributes["متحدث باسم وزارة الدفاع البريطانية"] == {"mention": "description"}
    assert attributes["ضرورة الحفاظ على السلام والاستقرار عبر مضيق تايوان"]["medium"] == "writing"


def test_known_names_are_suggested_beside() -> None:
    known = [("اليابان", {"type": "GPE"}), ("كوبر", {"type": "PERS", "canonical": "زاك كوبر"})]
    found = suggest(SEED, known)
    japan = [made for made in found if made.span.of(SEED) == "اليابان"]
    assert len(japan) == 15
    assert {made.why for made in japan} == {"“اليابان” is tagged elsewhere as GPE."}
    cooper = [made for made in found if made.span.of(SEED) == "كوبر"]
    assert [made.attributes["canonical"] for made in cooper] == ["زاك كوبر"] * 2
    assert cooper[1].why.startswith("It names who says what “أضاف” reports. “كوبر” is tagged")
    assert [made.span for made in found] == sorted(
        (made.span for made in found), key=lambda span: (span.start, -span.end)
    )
    quote = next(made for made in found if made.label == "quote")
    assert {link.type: found[link.target].span.of(SEED) for link in quote.links} == {
        "speaker": "كوبر",
        "cue": "أضاف",
    }
