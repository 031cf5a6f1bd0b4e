"""Sentences of kinds that no article of the tests has, each for a rule that it alone needs."""

import pytest

from tests.suggest.reported import told

SENTENCES = {
    "two offices of one person": (
        "قال الكاتب والمحلل السياسي سالم البرغوثي إن الوضع «خطير جدا على الجميع».",
        [("خطير جدا على الجميع", "سالم البرغوثي", "قال")],
    ),
    "a name in apposition to a noun that may be an object": (
        "كشف مهندس الجسر، أحمد علي، أن الأعمدة «لن تتحمل الشاحنات الثقيلة».",
        [("لن تتحمل الشاحنات الثقيلة", "أحمد علي", "كشف")],
    ),
    "a preposition that is written apart": (
        "وفقا لـ رويترز، فإن الهدنة «لن تدوم أكثر من أسبوع».",
        [("لن تدوم أكثر من أسبوع", "رويترز", "وفقا")],
    ),
    "a student union with a name in marks": (
        "وأصدر اتحاد الطلاب «صوتنا» بيانا قال فيه إن «الرسوم غير عادلة إطلاقا».",
        [("الرسوم غير عادلة إطلاقا", "اتحاد الطلاب", "قال")],
    ),
    "a headline in parts": (
        "انهيار مبنى.. والبلدية: القرار «نهائي ولا رجعة فيه»\n\nانهار المبنى أمس.",
        [("نهائي ولا رجعة فيه", "البلدية", "")],
    ),
    "from whom an Urdu statement is": (
        "محکمۂ موسمیات کی جانب سے جاری بیان میں کہا گیا ہے کہ ”بارشیں پورے ہفتے جاری رہیں گی“۔",
        [("بارشیں پورے ہفتے جاری رہیں گی", "محکمۂ موسمیات", "کہا گیا ہے")],
    ),
    "whose an Urdu report is": (
        "پلڈاٹ کی حالیہ رپورٹ کے مطابق ”پارلیمان کی کارکردگی کمزور رہی“۔",
        [("پارلیمان کی کارکردگی کمزور رہی", "پلڈاٹ", "کے مطابق")],
    ),
    "an Urdu clause between a subject and its sign": (
        "خرم شہزاد، جنہوں نے پانچ وکٹیں لیں، نے کہا کہ ”یہ میری زندگی کا بہترین دن ہے“۔",
        [("یہ میری زندگی کا بہترین دن ہے", "خرم شہزاد", "کہا")],
    ),
    "a Persian office with its vowel mark": (
        "مدیرِ کلِ آموزش علی رضایی گفت: «مدارس فردا باز است».",
        [("مدارس فردا باز است", "علی رضایی", "گفت")],
    ),
    "a Persian name behind a preposition is a noun": (
        "رئیس‌جمهور در پیام تسلیتی نوشت: «این غم بزرگ را تسلیت می‌گویم».",
        [("این غم بزرگ را تسلیت می‌گویم", "رئیس‌جمهور", "نوشت")],
    ),
    "a Hebrew passive and from whom it is": (
        'בתגובה נמסר מהעירייה: "אנחנו בודקים את הטענות לעומק".',
        [("אנחנו בודקים את הטענות לעומק", "העירייה", "נמסר")],
    ),
    "a Hebrew surname that is a verb too": (
        'אמרה אסתר מקונן: "לא נוותר על הקרקע שלנו".\n\nמקונן הוסיפה: "נמשיך עד הסוף".',
        [
            ("לא נוותר על הקרקע שלנו", "אסתר מקונן", "אמרה"),
            ("נמשיך עד הסוף", "מקונן", "הוסיפה"),
        ],
    ),
    "a Hebrew verb that no list has": (
        'היא מעדכנת כי "ההופעה תתקיים ביום שישי".',
        [("ההופעה תתקיים ביום שישי", "", "מעדכנת")],
    ),
    "a Hebrew clause about who spoke": (
        'המנהל חסן, שסיפר כי "האולם היה ריק לגמרי", עזב.',
        [("האולם היה ריק לגמרי", "חסן", "סיפר")],
    ),
    "an English absolute": (
        "The vote split the hall, with the mayor calling it “a dark day for the town”.",
        [("a dark day for the town", "mayor", "calling")],
    ),
    "an English name with a small first part": (
        "He met de Silva. “This is the end of it all,” de Silva said.",
        [("This is the end of it all,", "de Silva", "said")],
    ),
}


@pytest.mark.parametrize("name", SENTENCES)
def test_seldom_sentences_have_their_speakers(name: str) -> None:
    text, expected = SENTENCES[name]
    assert told(text) == expected
