"""Single sentences: where a name ends, who speaks, and what is no cue."""

import pytest

from tests.suggest.reported import told

SENTENCES = [
    # A verb of saying behind a name is no part of it.
    ("خبير النقل حازم دويدار يتساءل: «من يراقب الجسر كل شتاء؟».", "حازم دويدار", "يتساءل"),
    ("المدربة سناء البكري نصحت لاعباتها: «لا تتركن الكرة تسبقكن أبدا».", "سناء البكري", "نصحت"),
    ("الروائي كمال الوالي يتذكر: «كتبت الفصل الأول في القطار».", "كمال الوالي", "يتذكر"),
    # علي is a name though على folds to the same.
    ("وقال البحار أبو علي منصور إن «الموج سبقنا إلى المرفأ هذه السنة».", "أبو علي منصور", "قال"),
    # A perfect that ends in ى is no word in ي: رأي, روي.
    ("وأكد المخرج الهولندي روي فيرهوفن أن «المشهد صُوّر مرة واحدة».", "روي فيرهوفن", "أكد"),
    # عن belongs to what is kept back.
    (
        "ونقلت إذاعة المرفأ عن ضابط، اشترط عدم الإفصاح عن رتبته، قوله إن «السفينة غادرت ليلا».",
        "ضابط",
        "قوله",
    ),
    # The subject of what was issued.
    (
        "وفي المساء وزعت نقابة الصيادلة بيانا شددت فيه على أن «الأدوية متوفرة».",
        "نقابة الصيادلة",
        "شددت",
    ),
    ("وأصدرت بلدية المرج بلاغا جاء فيه أن السوق «سيفتح غدا».", "بلدية المرج", "جاء فيه"),
    # Verbs of relative clauses: one that reports only with عن, one that no list has.
    (
        "وبحسب طبيب بيطري، فإن القطعان التي تعبر الوادي تضاعفت. وأضاف: «نحتاج إلى لقاح».",
        "طبيب بيطري",
        "أضاف",
    ),
    (
        "وقال سائق حافلة إن الموعد الذي حرصت على نشره الشركة لا يُحترم. وأضاف: «ننتظر ساعة».",
        "سائق حافلة",
        "أضاف",
    ),
    # A clause with the subject of its sentence.
    (
        "واعترضت نقابة المعلمين على الموعد، إذ رأت أن الامتحان «مبكر جدا هذه السنة».",
        "نقابة المعلمين",
        "رأت",
    ),
    # Body and object without a sign between them.
    ("شهرداری تأخیر مترو را «غیرقابل‌قبول» اعلام کرد.", "شهرداری", "اعلام کرد"),
    # The second verb of one subject.
    (
        "کامران قادری، جو یہیں پلے، رکتے ہیں اور بتاتے ہیں: ’یہاں پہلے نہر تھی اور باغ تھے۔‘",
        "کامران قادری",
        "بتاتے ہیں",
    ),
    # One word before an office, and kin with a pronoun.
    ("سپیتا، مربی شنای نابینایان، گفت: «آب کسی را نمی‌بیند و نمی‌راند.»", "سپیتا", "گفت"),
    ("برادرش جاماسب می‌گوید: «این گاری را پدربزرگ ساخته بود.»", "جاماسب", "می‌گوید"),
    # An age is no name, and a clause about a noun no subject.
    ('יוחאי סבג, בן 61, הסביר: "הנהר הזה זוכר הכול".', "יוחאי סבג", "הסביר"),
    # Names that begin like words with a preposition.
    ("وقال الراعي بوشامة إن «الكلأ نفد قبل موعده بشهرين».", "بوشامة", "قال"),
    # How somebody is called.
    ("وتقول متسوقة تدعى سميحة إنها «دفعت ضعف السعر أمس».", "سميحة", "تقول"),
    ("پیرمردی به نام رحیم می‌گوید: «این چشمه را پدرم کند.»", "رحیم", "می‌گوید"),
    # How somebody speaks is no name.
    ("«لم نغلق الباب يوما»، يقول البائع مبتسما.", "البائع", "يقول"),
    # Whose office is described by على or عن.
    (
        "وقالت المسؤولة عن الأرشيف، الدكتورة وفاء التازي، إن «الوثائق سليمة كلها».",
        "وفاء التازي",
        "قالت",
    ),
    # A clause without که, and a word in it.
    ("مدیر سد گفت دریچه‌ها «نیمه‌باز» است.", "مدیر سد", "گفت"),
    # A Hebrew office, where its bearer is from, and the bearer.
    ('סגן השר מהגליל יוסף כרמי טען: "הדרך הזאת מסוכנת לכולנו".', "יוסף כרמי", "טען"),
    ('מעמותת ההורים "קול הילד" נמסר: "נמשיך להיאבק עד הסוף".', 'עמותת ההורים "קול הילד"', "נמסר"),
    # Two surnames joined.
    ('"הים סוער מדי", הסבירה ד"ר תמר ברק־לב.', "תמר ברק־לב", "הסבירה"),
    # And a second verb that is no subject.
    ('הקפטן דורון אשל חזר לרציף. "סיימתי להפליג", אמר וקשר את הסירה.', "דורון אשל", "אמר"),
    # A clause that و joins to one with است or بود.
    ("شب سرد بود و راننده می‌گفت: «جاده را بسته‌اند و کسی نیامد».", "راننده", "می‌گفت"),
    # After a quotation and a comma, all before the verb is the subject.
    ("’کشتی رات کو ڈوب گئی‘، سانول جت یاد کرتے ہیں۔", "سانول جت", "یاد کرتے ہیں"),
    # What is asked after a quotation is asked by whom the verb is followed by.
    ("“Where did the money go?” asked Ms Okafor.", "Okafor", "asked"),
    ("Rachel Dunn called the ruling “a victory for common sense”.", "Rachel Dunn", "called"),
]


@pytest.mark.parametrize(
    ("text", "speaker", "cue"), SENTENCES, ids=[row[0][:30] for row in SENTENCES]
)
def test_a_sentence_names_who_speaks(text: str, speaker: str, cue: str) -> None:
    ((_, *found),) = told(text)
    assert found == [speaker, cue]


@pytest.mark.parametrize(
    "text",
    [
        "Asked whether the firm would agree to the words “best before”, she left the room.",
        "رفع الطلاب لافتة عليها عبارة «الماء لنا».",
    ],
)
def test_terms_are_no_quotations(text: str) -> None:
    assert told(text) == []
