"""Persian and Urdu sentences: verbs in all forms, who is meant, and names that no list has."""

import pytest

from tests.suggest.reported import reported, told

SENTENCES = [
    # Forms of verbs that are made from their stems, and an adverb inside one.
    ("تماشاگران فریاد می‌زدند: «این داور را عوض کنید».", "تماشاگران", "فریاد می‌زدند"),
    ("وزیر نیرو تأکید هم کرد که «سهم کشاورزان محفوظ است».", "وزیر نیرو", "تأکید هم کرد"),
    ("سخنگوی دولت اعلام نموده است: «دفترها تا شنبه بسته است».", "سخنگوی دولت", "اعلام نموده است"),
    ("بوڑھا ملاح کہا کرتا تھا: ’دریا کسی کا ادھار نہیں رکھتا۔‘", "بوڑھا ملاح", "کہا کرتا تھا"),
    ("نتاشا بھاٹیہ بتا رہی تھیں: ’دکان تین دن سے بند ہے۔‘", "نتاشا بھاٹیہ", "بتا رہی تھیں"),
    # Documents.
    ("در نامهٔ شورای روستا آمده است: «چشمه از پارسال خشک است».", "نامهٔ شورای روستا", "آمده است"),
    ("ادارے کے نوٹس میں کہا گیا ہے: ’عمارت آج ہی خالی کی جائے۔‘", "نوٹس", "کہا گیا ہے"),
    # Names that only an age, a clause or an office behind a comma tells.
    ("توماج دره‌شوری، ۵۸ ساله و چوپان، گفت: «گرگ‌ها پایین آمده‌اند».", "توماج دره‌شوری", "گفت"),
    ("دیروز شنه ریگی، از شاگردان او، نوشت: «استاد خط را به ما داد».", "شنه ریگی", "نوشت"),
    ("چیوما اوکافور، استاندار لاگوس در نشست خبری گفت: «پل باز است».", "چیوما اوکافور", "گفت"),
    ("مادرش، کژال، فریاد زد: «دخترم را بی‌گناه گرفته‌اند».", "کژال", "فریاد زد"),
    # An office is no name, and neither is what follows it.
    ("قاضی پرونده گفت: «جلسه بعد علنی نیست».", "قاضی پرونده", "گفت"),
    ("کاپیتان پیشین تیم افزود: «این باخت حق ما بود».", "کاپیتان پیشین تیم", "افزود"),
    # Clauses joined by و with a verb before, and clauses between commas.
    ("سولماز اوجی نخ را می‌برد و می‌گوید: «این گره مال مادرم است».", "سولماز اوجی", "می‌گوید"),
    ("برادرش، پژواک، که راننده است، با خنده گفت: «بنزین نداریم».", "پژواک", "گفت"),
    ("معلم دفتر را بست و گفت: «درس امروز همین بود».", "معلم", "گفت"),
    # What stands behind the verb after a quotation.
    ("«از دیشب در صف مانده‌ام»، می‌گوید پیرزنی که عصا دارد.", "پیرزنی", "می‌گوید"),
    # Adjectives that report in Urdu.
    ("ناظم پٹیل البتہ مصر ہیں کہ حالات ’پوری طرح قابو میں‘ ہیں۔", "ناظم پٹیل", "مصر ہیں"),
    # Ages in words.
    ("گیارہ سالہ زرمینہ بٹ کہتی ہے: ’استانی کبھی ڈانٹتی نہیں۔‘", "زرمینہ بٹ", "کہتی ہے"),
]


@pytest.mark.parametrize(
    ("text", "speaker", "cue"), SENTENCES, ids=[row[0][:30] for row in SENTENCES]
)
def test_a_sentence_names_who_speaks(text: str, speaker: str, cue: str) -> None:
    ((_, *found),) = told(text)
    assert found == [speaker, cue]


MEANT = [
    # The bearer of an office that is given alone.
    (
        "یاشا کلهر، سرمربی ملوان، از بازی راضی بود. این مربی گفت: «برد حق ما بود». "
        "از او دربارهٔ داور پرسیدند؛ جواب کوتاه بود: «ندیدم آقا، ندیدم».",
        "یاشا کلهر",
    ),
    # Who is asked by the writer.
    ("از گلاره سنجری می‌پرسم چرا مانده است. پاسخ می‌دهد: «خانه‌ام همین‌جاست».", "گلاره سنجری"),
    # Of whom the sentence goes on to speak.
    (
        "کوچ جمشید قریشی نے نوجوان کو ’خام ہیرا‘ کہا، تاہم سلیکٹر ثنا میمن محتاط نظر آئیں۔ "
        "’ایک اننگز سے کیریئر نہیں بنتا،‘ انھوں نے بتایا۔",
        "ثنا میمن",
    ),
    # A sentence between that only refers to what was said.
    (
        "والدہ نسیم وٹو نے کہا: ’مجھے بس میرا بیٹا چاہیے۔‘ یہ کہہ کر وہ رو پڑیں۔ "
        "’کھانا ابھی تک ویسے ہی رکھا ہے۔‘",
        "نسیم وٹو",
    ),
]


@pytest.mark.parametrize(("text", "speaker"), MEANT, ids=[row[0][:30] for row in MEANT])
def test_the_last_quotation_is_of_who_is_meant(text: str, speaker: str) -> None:
    assert reported(text)[-1].speaker == speaker


def test_who_says_i_in_a_quotation_is_its_speaker() -> None:
    text = "یاسمن وثوق گفت: «هر بار می‌گویم ‹فردا می‌آیم› و نمی‌روم»."
    assert ("فردا می‌آیم", "یاسمن وثوق", "می‌گویم") in told(text)


def test_who_writes_is_nobody_who_is_named() -> None:
    text = "ناهید کلهر در را باز کرد. پرسیدم: «چند سال است که این‌جا زندگی می‌کنید؟»"
    assert [row.speaker for row in reported(text)] == [""]


@pytest.mark.parametrize(
    "text", ["روی یکی از پلاکاردها نوشته شده بود: «ماشین نخواستیم، پولمان را بدهید»."]
)
def test_what_is_written_on_signs_is_no_quotation(text: str) -> None:
    assert told(text) == []
