"""Single sentences of Arabic: each stands for a kind of naming who speaks, by words no list has."""

import pytest

from tests.suggest.reported import told

SENTENCES = [
    # A bearer behind an office, its complements, and a place.
    (
        "وقال مدير المهرجان الدولي للموسيقى ببسكرة سيرغي عرمان إن «القاعة لن تتسع للجميع».",
        "سيرغي عرمان",
        "قال",
    ),
    ("وقالت الباحثة لوسيا فان دايك إن «الأرقام لا تكفي وحدها».", "لوسيا فان دايك", "قالت"),
    # A name that is a verb too.
    ("وتساءل الناقد فضل حمودة: «من يرمم المسرح بعد المطر؟».", "فضل حمودة", "تساءل"),
    # A name set before its clause, or parted from its verb by what describes its bearer.
    (
        "أما الفاعل الحقوقي دياب المقالح فيعتبر أن «الماء حق قبل أن يكون سلعة».",
        "دياب المقالح",
        "يعتبر",
    ),
    (
        "العياشي غريب، أحد المشاركين في المسيرة، قال إن «القرية تعيش على صهريج واحد».",
        "العياشي غريب",
        "قال",
    ),
    (
        "أما قدور السقاف، رئيس أول إدارة الأصول، فرأى أن السهم «لا يزال دون قيمته».",
        "قدور السقاف",
        "رأى",
    ),
    (
        "وروى الناجي من المنجم، قحطان نوفاك (24 عاماً)، ما جرى قائلاً: «أظلمت الدنيا علينا جميعا».",
        "قحطان نوفاك",
        "قائلاً",
    ),
    # A verb that is a preposition too, and one that reports only with its own.
    ("وعقّب الوزير: «لن نعود إلى الوراء بعد اليوم».", "الوزير", "عقّب"),
    ("القطعان تعبر الوادي كل ربيع. وعبرت الطبيبة عن «قلق بالغ» من العدوى.", "الطبيبة", "عبرت"),
    # The dual.
    ("وتشير باحثتان إلى أن «النهر خسر نصف مائه».", "باحثتان", "تشير"),
]


@pytest.mark.parametrize(
    ("text", "speaker", "cue"), SENTENCES, ids=[row[0][:30] for row in SENTENCES]
)
def test_a_sentence_names_who_speaks(text: str, speaker: str, cue: str) -> None:
    ((_, *found),) = told(text)
    assert found == [speaker, cue]
