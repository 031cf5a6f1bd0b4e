"""One sentence for each reporting verb or expression that is not read like most others."""

import pytest

from tests.suggest.reported import told

SENTENCES = [
    # ----------------------------------------------------------------- English
    # Agreeing and disagreeing, promising, mocking.
    (
        "Ruth Aldana disagreed: “The figures were wrong from the start.”",
        [("The figures were wrong from the start.", "Ruth Aldana", "disagreed")],
    ),
    (
        "“It is far too late for us,” object the villagers of Marsh End.",
        [("It is far too late for us,", "villagers", "object")],
    ),
    (
        "Ruth Aldana assured residents that the water was “safe to drink”.",
        [("safe to drink", "Ruth Aldana", "assured")],
    ),
    (
        "Critics object that the bypass is “far too late”.",
        [("far too late", "Critics", "object")],
    ),
    (
        "Ruth Aldana disputed the “exaggerated” figures of the port.",
        [("exaggerated", "Ruth Aldana", "disputed")],
    ),
    (
        "Denis Pruett sniggered: “Nobody has ever seen that bridge.”",
        [("Nobody has ever seen that bridge.", "Denis Pruett", "sniggered")],
    ),
    # A gesture.
    (
        "Ruth Aldana shook her head: “The boat was never ours.”",
        [("The boat was never ours.", "Ruth Aldana", "shook her head")],
    ),
    (
        "Denis Pruett nodded: “The boat was never theirs.”",
        [("The boat was never theirs.", "Denis Pruett", "nodded")],
    ),
    # Networks.
    (
        "The singer took to Instagram to write: “Thank you for everything, Leeds.”",
        [("Thank you for everything, Leeds.", "singer", "write")],
    ),
    (
        "Fans marched to the ground, chanting: “Sell the club, not the stand.”",
        [("Sell the club, not the stand.", "Fans", "chanting")],
    ),
    # A word or two that somebody shouts.
    ("Angry fans chanted “sack the board” outside.", [("sack the board", "Angry fans", "chanted")]),
    ("Furious residents shouted “Resign” at her.", [("Resign", "Furious residents", "shouted")]),
    # What is sung is the title of a song.
    ("The choir sang “Hallelujah” at the end of the service.", []),
    # An infinitive behind “to”.
    (
        "Ruth Aldana advised swimmers to “stay out of the water”.",
        [("stay out of the water", "Ruth Aldana", "advised")],
    ),
    (
        "The landlord threatened to “close every pub in the town”.",
        [("close every pub in the town", "landlord", "threatened")],
    ),
    # Weaker verbs that report nothing where they stand.
    (
        "Residents who felt the quake said: “The house shook for a minute.”",
        [("The house shook for a minute.", "Residents", "said")],
    ),
    (
        "“The court will decide it soon,” protest organisers said.",
        [("The court will decide it soon,", "protest organisers", "said")],
    ),
    # A verb that no list has is nobody's name before a colon.
    (
        "Ruth Aldana skedaddled: “I have a train to catch, gentlemen.”",
        [("I have a train to catch, gentlemen.", "", "")],
    ),
    # A pronoun inside the marks is not whom it is said to.
    (
        "Residents shouted “you never asked us about the trees”, and left.",
        [("you never asked us about the trees", "Residents", "shouted")],
    ),
    # A verb that reports nothing before the one that does.
    (
        "The mayor resigned.\n\nCllr Denis Pruett is heard saying: “Only the chair may do that.”",
        [("Only the chair may do that.", "Denis Pruett", "saying")],
    ),
    # A place, an office of several words, and a name.
    (
        "“You will have to carry me out,” said Hartlow ward councillor Ruth Aldana.",
        [("You will have to carry me out,", "Ruth Aldana", "said")],
    ),
    # A frame.
    (
        "Ruth Aldana left the board. In her telling, the plan was “a joke without an end”.",
        [("a joke without an end", "Ruth Aldana", "In her telling")],
    ),
    # Some of a group.
    (
        "Hundreds of angry fans chanted: “Sell the club, not the stand.”",
        [("Sell the club, not the stand.", "Hundreds of angry fans", "chanted")],
    ),
    (
        "One of the neighbours said the noise was “like a mill”.",
        [("like a mill", "One of the neighbours", "said")],
    ),
    # ------------------------------------------------------------------ Arabic
    # Opposing, hoping, mocking, with the prepositions that the verbs take.
    (
        "وعارض النائب علي حسن الفكرة: «السوق لا يحتمل ضريبة أخرى».",
        [("السوق لا يحتمل ضريبة أخرى", "علي حسن", "عارض")],
    ),
    ("واحتج السكان على «قطع الماء ليلا ونهارا».", [("قطع الماء ليلا ونهارا", "السكان", "احتج")]),
    (
        "وتكلم النائب علي حسن عن «مؤامرة كبيرة ضد القرية».",
        [("مؤامرة كبيرة ضد القرية", "علي حسن", "تكلم")],
    ),
    ("ويأمل السكان أن «يعود الماء قبل العيد».", [("يعود الماء قبل العيد", "السكان", "يأمل")]),
    ("وظن الحارس أن «الباب مغلق منذ المساء».", [("الباب مغلق منذ المساء", "الحارس", "ظن")]),
    ("قهقه علي حسن: «لم ير أحد ذلك الجسر».", [("لم ير أحد ذلك الجسر", "علي حسن", "قهقه")]),
    # Gestures.
    ("هزت رأسها سعاد: «لم يكن القارب لنا».", [("لم يكن القارب لنا", "سعاد", "هزت رأسها")]),
    # Frames behind a quotation.
    (
        "«الطريق مفتوح أمام الشاحنات»، على ما أفاد الوزير سامي حداد.",
        [("الطريق مفتوح أمام الشاحنات", "سامي حداد", "أفاد")],
    ),
    (
        "«الطريق مفتوح أمام القوافل»، على نحو ما أفاد الوزير سامي حداد.",
        [("الطريق مفتوح أمام القوافل", "سامي حداد", "أفاد")],
    ),
    (
        "وقال سامي حداد إنه خسر. «الطريق كان مغلقا أمام الجميع»، وفق زعمه.",
        [("الطريق كان مغلقا أمام الجميع", "سامي حداد", "وفق زعمه")],
    ),
    # A word or two that somebody shouts.
    ("وهتف المشجعون «ارحلوا جميعا» أمام الملعب.", [("ارحلوا جميعا", "المشجعون", "هتف")]),
    ("وهتف مشجعون غاضبون «ارحل» أمام البوابة.", [("ارحل", "مشجعون غاضبون", "هتف")]),
    ("المتظاهرون هتفوا «ارحل» أمام البوابة.", [("ارحل", "المتظاهرون", "هتفوا")]),
    # What is sung is the title of a song.
    ("ورددت فيروز «زهرة المدائن» في الحفل.", []),
    # Who calls something so is the subject of that verb, or of the sentence where both agree.
    (
        "ورفض الوزير ما وصفه بـ«الابتزاز السياسي».",
        [("الابتزاز السياسي", "الوزير", "وصفه")],
    ),
    (
        "وندد السكان بما وصفوه بـ«العقاب الجماعي» من البلدية.",
        [("العقاب الجماعي", "السكان", "وصفوه")],
    ),
    (
        "وأغلقت الشرطة الطريق بعد أن احتج السكان على ما وصفوه بـ«العقاب الجماعي».",
        [("العقاب الجماعي", "السكان", "وصفوه")],
    ),
    (
        "وأدان الاتحاد ما وصفه مسؤولون بـ«العقاب الجماعي».",
        [("العقاب الجماعي", "مسؤولون", "وصفه")],
    ),
    (
        "واستقال المدير سامي حداد بعد ما وصفه بـ«حملة تشويه».",
        [("حملة تشويه", "سامي حداد", "وصفه")],
    ),
    (
        "وطلبت النيابة العامة تحريات تكميلية حول ما وصفته بـ«شبهة تزوير».",
        [("شبهة تزوير", "النيابة العامة", "وصفته")],
    ),
    # Some people with an adjective before a verb.
    (
        "سكان غاضبون هتفوا: «أعيدوا لنا الماء».",
        [("أعيدوا لنا الماء", "سكان غاضبون", "هتفوا")],
    ),
    (
        "نساء غاضبات هتفن: «أعيدوا لنا الماء».",
        [("أعيدوا لنا الماء", "نساء غاضبات", "هتفن")],
    ),
    # To whom it is said, behind an adverb.
    (
        "وصل المدرب سامي حداد متأخرا. وقال أيضا لرئيس النادي: «لن أبقى هنا موسما آخر».",
        [("لن أبقى هنا موسما آخر", "سامي حداد", "قال")],
    ),
    # ------------------------------------------------------------------ Hebrew
    # Opposing, and a gesture.
    (
        '"הנתונים היו שגויים מההתחלה", התנגד דני כהן.',
        [("הנתונים היו שגויים מההתחלה", "דני כהן", "התנגד")],
    ),
    (
        'רותם לוי חלקה עליו: "הנתונים היו שגויים מההתחלה".',
        [("הנתונים היו שגויים מההתחלה", "רותם לוי", "חלקה עליו")],
    ),
    (
        'דני כהן לא הסכים: "הנתונים היו שגויים מההתחלה".',
        [("הנתונים היו שגויים מההתחלה", "דני כהן", "לא הסכים")],
    ),
    (
        'דני כהן הנהן: "הסירה מעולם לא הייתה שלנו".',
        [("הסירה מעולם לא הייתה שלנו", "דני כהן", "הנהן")],
    ),
    (
        'רותם לוי הביעה תקווה כי "הגשר ייפתח לפני החורף".',
        [("הגשר ייפתח לפני החורף", "רותם לוי", "הביעה תקווה")],
    ),
    (
        'השופט הורה כי "השלטים יוסרו בתוך שבוע".',
        [("השלטים יוסרו בתוך שבוע", "השופט", "הורה")],
    ),
    # Networks.
    (
        'דני כהן העלה פוסט: "תודה לכולם על הכול, חיפה".',
        [("תודה לכולם על הכול, חיפה", "דני כהן", "העלה פוסט")],
    ),
    # A frame before who spoke.
    (
        'לתפיסתו של דני כהן, "הגשר צריך להיסגר עוד השנה".',
        [("הגשר צריך להיסגר עוד השנה", "דני כהן", "לתפיסתו של")],
    ),
    # An adjective that is a verb too, and one that begins like a preposition.
    (
        'תושבים זועמים צעקו: "תחזירו לנו את המים".',
        [("תחזירו לנו את המים", "תושבים זועמים", "צעקו")],
    ),
    (
        '"תחזירו לנו את המים", זעקו נשים כועסות.',
        [("תחזירו לנו את המים", "נשים כועסות", "זעקו")],
    ),
    (
        'הורים מודאגים סיפרו כי "השער היה נעול מבפנים".',
        [("השער היה נעול מבפנים", "הורים מודאגים", "סיפרו")],
    ),
    # A word that somebody shouts.
    ('עשרות תושבים זועמים צעקו "בושה" מול העירייה.', [("בושה", "עשרות תושבים זועמים", "צעקו")]),
    # A clause that says what the speaker did meanwhile.
    (
        'רותם לוי אמרה כי "הגשר ייסגר עוד השנה", כשהיא מתייחסת לדו"ח העירייה.',
        [("הגשר ייסגר עוד השנה", "רותם לוי", "אמרה")],
    ),
    # ----------------------------------------------------------------- Persian
    # Agreeing, pledging, hoping, with light verbs of all kinds.
    (
        "مریم احمدی مخالفت کرد: «این آمار از پایه غلط است».",
        [("این آمار از پایه غلط است", "مریم احمدی", "مخالفت کرد")],
    ),
    (
        "وزیر نیرو موافقت کرد که «سهم کشاورزان محفوظ بماند».",
        [("سهم کشاورزان محفوظ بماند", "وزیر نیرو", "موافقت کرد")],
    ),
    (
        "سخنگوی دولت سوگند خورد که «پل تا بهار باز می‌شود».",
        [("پل تا بهار باز می‌شود", "سخنگوی دولت", "سوگند خورد")],
    ),
    (
        "خبرنگاران جویا شدند که «پل تا بهار باز می‌شود یا نه».",
        [("پل تا بهار باز می‌شود یا نه", "خبرنگاران", "جویا شدند")],
    ),
    (
        "سخنگوی دولت آرزو کرد که «پل تا بهار باز شود».",
        [("پل تا بهار باز شود", "سخنگوی دولت", "آرزو کرد")],
    ),
    (
        "سخنگوی دولت ابراز بی‌اطلاعی کرد: «این آمار را ندیده‌ام».",
        [("این آمار را ندیده‌ام", "سخنگوی دولت", "ابراز بی‌اطلاعی کرد")],
    ),
    # Gestures and networks.
    (
        "مریم احمدی شانه‌ای بالا انداخت: «قایق هیچ‌وقت مال ما نبود».",
        [("قایق هیچ‌وقت مال ما نبود", "مریم احمدی", "شانه‌ای بالا انداخت")],
    ),
    (
        "مریم احمدی استوری گذاشت: «ممنون از همه، اهواز».",
        [("ممنون از همه، اهواز", "مریم احمدی", "استوری گذاشت")],
    ),
    # Frames, in all spellings.
    (
        "به گفته‌ی علی کاظمی، «پل تا بهار بسته می‌ماند».",
        [("پل تا بهار بسته می‌ماند", "علی کاظمی", "به گفته‌ی")],
    ),
    (
        "به گفته ی علی کاظمی، «پل تا بهار بسته می‌ماند».",
        [("پل تا بهار بسته می‌ماند", "علی کاظمی", "به گفته ی")],
    ),
    (
        "از دیدگاه علی کاظمی، «پل تا بهار بسته می‌ماند».",
        [("پل تا بهار بسته می‌ماند", "علی کاظمی", "از دیدگاه")],
    ),
    # An office that is that of somebody else.
    (
        "شهردار از نامهٔ علی کاظمی، استاندار یزد، اظهار بی‌اطلاعی کرد و گفت: «چیزی نرسیده است».",
        [("چیزی نرسیده است", "شهردار", "گفت")],
    ),
    # -------------------------------------------------------------------- Urdu
    # Agreeing, swearing, with light verbs of all kinds.
    (
        "وزیر تعلیم نے اتفاق کیا کہ ’نصاب پرانا ہو چکا ہے۔‘",
        [("نصاب پرانا ہو چکا ہے۔", "وزیر تعلیم", "اتفاق کیا")],
    ),
    (
        "وزیر تعلیم نے قسم کھائی کہ ’نصاب پرانا نہیں ہے۔‘",
        [("نصاب پرانا نہیں ہے۔", "وزیر تعلیم", "قسم کھائی")],
    ),
    (
        "عائشہ خان نے عندیہ دیا کہ ’نصاب بدل جائے گا۔‘",
        [("نصاب بدل جائے گا۔", "عائشہ خان", "عندیہ دیا")],
    ),
    (
        "عائشہ خان نے یاد دہانی کرائی کہ ’نصاب بدل گیا ہے۔‘",
        [("نصاب بدل گیا ہے۔", "عائشہ خان", "یاد دہانی کرائی")],
    ),
    # Verbs without نے.
    (
        "عائشہ خان رو پڑیں: ’کشتی کبھی ہماری نہیں تھی۔‘",
        [("کشتی کبھی ہماری نہیں تھی۔", "عائشہ خان", "رو پڑیں")],
    ),
    (
        "عائشہ خان سوچتی ہیں کہ ’نصاب بدل جائے گا۔‘",
        [("نصاب بدل جائے گا۔", "عائشہ خان", "سوچتی ہیں")],
    ),
    # Gestures and networks.
    (
        "عائشہ خان نے کندھے اچکائے: ’کشتی کبھی ہماری نہیں تھی۔‘",
        [("کشتی کبھی ہماری نہیں تھی۔", "عائشہ خان", "کندھے اچکائے")],
    ),
    (
        "عائشہ خان نے پوسٹ کیا: ’شکریہ سب کا، ملتان۔‘",
        [("شکریہ سب کا، ملتان۔", "عائشہ خان", "پوسٹ کیا")],
    ),
    # Nouns with کو or کی after who has them; a hope that nobody has.
    (
        "عائشہ خان کو امید ہے کہ ’نصاب بدل جائے گا۔‘",
        [("نصاب بدل جائے گا۔", "عائشہ خان", "امید ہے")],
    ),
    (
        "عائشہ خان کی رائے ہے کہ ’نصاب بدل جائے گا۔‘",
        [("نصاب بدل جائے گا۔", "عائشہ خان", "رائے ہے")],
    ),
    (
        "عائشہ خان نے استعفیٰ دیا۔ امید ہے کہ ’نصاب بدل جائے گا۔‘",
        [("نصاب بدل جائے گا۔", "", "")],
    ),
    # A participle before the verb, and its object یہ.
    (
        "عائشہ خان نے الزام مسترد کرتے ہوئے کہا: ’نصاب پرانا نہیں ہے۔‘",
        [("نصاب پرانا نہیں ہے۔", "عائشہ خان", "کہا")],
    ),
    (
        "شکور کی پوتی مہ جبین، جو پڑھ رہی ہے، یہ سن کر بولی: ’کشتی کبھی ہماری نہیں تھی۔‘",
        [("کشتی کبھی ہماری نہیں تھی۔", "مہ جبین", "بولی")],
    ),
    # Some people with an adjective.
    (
        "ناراض شائقین چلائے: ’انتظامیہ گھر جائے۔‘",
        [("انتظامیہ گھر جائے۔", "ناراض شائقین", "چلائے")],
    ),
]


@pytest.mark.parametrize(("text", "wanted"), SENTENCES)
def test_a_verb_reports_a_quotation(text: str, wanted: list[tuple[str, str, str]]) -> None:
    assert told(text) == wanted
