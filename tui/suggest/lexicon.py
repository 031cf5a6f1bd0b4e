"""The words by which Arabic news report speech and name who spoke, as sets of folded forms.

All words stand here as newspapers write them; `bare` folds them and the text's words alike.
"""

from __future__ import annotations

from functools import lru_cache

from tui.text.language import REPORTING_FORMS, fold_text


@lru_cache(maxsize=1 << 14)
def bare(word: str) -> str:
    """The word without marks, its hamzas and endings spelt one way."""
    return fold_text(word)


def _words(*lines: str) -> frozenset[str]:
    return frozenset(bare(word) for line in lines for word in line.split())


VERBS = frozenset(map(bare, REPORTING_FORMS))
"""Reporting verbs, which take what was said after إن or أن or in quotation marks."""


WEAKER_VERBS = _words(
    "كتب كتبت كتبوا يكتب تكتب علق علقت علقوا يعلق تعلق أردف أردفت يردف تردف استطرد استطردت",
    "يستطرد استدرك استدركت نوه نوهت ينوه تنوه نبه نبهت ينبه تنبه أجاب أجابت أجابوا يجيب تجيب رد",
    "ردت ردوا يرد ترد رأى رأت رأوا يرى ترى أقر أقرت يقر تقر اعترف اعترفت يعترف تعترف تساءل",
    "تساءلت يتساءل سأل سألت هتف هتفت هتفوا يهتف خاطب خاطبت جدد جددت غرد غردت ختم اختتم اختتمت",
    "خلص خلصت واصل واصلت انتقد انتقدت هاجم هاجمت تعهد تعهدت هدد هددت وعد وعدت اقترح اقترحت روى",
    "روت يروي تروي طالب طالبت دعا دعت ناشد ناشدت أقسم ندد نددت استنكر استنكرت برر بررت شرح شرحت",
    "أبلغ أبلغت استهل سخر سخرت وصف وصفت وصفوا يصف تصف وصفه وصفها وصفته وصفتها أعرب أعربت مضى",
    "مضت استشهد رحب رحبت صرخ صرخت صرخوا صاح صاحت",
)
"""Verbs that report only beside a quotation."""


DESCRIBING = _words(
    "وصف وصفت وصفوا يصف تصف وصفه وصفها وصفته وصفتها واصفا واصفة اعتبر اعتبرت معتبرا معتبرة"
)


OBJECT_VERBS = _words(
    "وصف وصفت وصفوا يصف تصف اتهم اتهمت اتهموا يتهم تتهم انتقد انتقدت هاجم هاجمت طالب طالبت دعا",
    "دعت هدد هددت ناشد ناشدت أبلغ أبلغت سأل سألت",
)
"""Verbs whose object is a noun that stands right behind the subject."""


PARTICIPLES = _words(
    "قائلا قائلة قائلين مؤكدا مؤكدة مؤكدين مشيرا مشيرة مشيرين مضيفا مضيفة موضحا موضحة معتبرا",
    "معتبرة لافتا لافتة مشددا مشددة مشددين محذرا محذرة محذرين كاتبا كاتبة متابعا متابعة مبينا",
    "مبينة منوها منوهة معلنا معلنة زاعما زاعمة مدعيا مدعية نافيا نافية كاشفا متوقعا متوقعة",
    "متهما مردفا مستطردا معلقا معلقة داعيا داعية واصفا واصفة مطالبا مطالبة متسائلا متسائلة",
    "مصرحا مخاطبا مخاطبة مستدركا مجيبا هاتفا هاتفين مرددا مرددين",
)
"""قائلا and its like: their subject is that of the sentence's verb."""


DOUBTFUL = _words(
    "زعم زعمت زعموا زعما يزعم تزعم يزعمون ادعى ادعت ادعوا يدعي تدعي يدعون زاعما زاعمة مدعيا",
    "مدعية",
)
"""Cues by which the writer keeps a distance."""


TRANSITIVE = _words(
    "أكد أكدت أكدوا يؤكد تؤكد ذكر ذكرت ذكروا يذكر تذكر أعلن أعلنت أعلنوا يعلن تعلن اعتبر اعتبرت",
    "اعتبروا يعتبر تعتبر نفى نفت نفوا ينفي تنفي حذر حذرت حذروا يحذر تحذر كشف كشفت يكشف تكشف",
    "توقع توقعت توقعوا يتوقع تتوقع اتهم اتهمت اتهموا يتهم تتهم زعم زعمت يزعم تزعم ادعى ادعت",
    "يدعي تدعي تابع تابعت يتابع تتابع",
) | (
    WEAKER_VERBS
    - _words(
        "أجاب أجابت يجيب تجيب أردف أردفت يردف تردف علق علقت علقوا يعلق تعلق غرد غردت كتب كتبت يكتب",
        "تكتب رد ردت يرد ترد أعرب أعربت رحب رحبت ندد نددت تعهد تعهدت تساءل تساءلت اعترف اعترفت أقر",
        "أقرت خلص خلصت نوه نوهت صرخ صرخت صاح صاحت هتف هتفت أقسم سخر سخرت",
    )
)
"""Verbs that may have an object, so that what follows need not be who spoke."""


OBJECTS_AFTER = {
    bare(verb): preposition
    for verbs, preposition in (
        ("شدد شددت شددوا يشدد تشدد أكد أكدت أكدوا يؤكد تؤكد", "علي"),
        ("حذر حذرت حذروا يحذر تحذر محذرا محذرة", "من"),
    )
    for verb in verbs.split()
}
"""Verbs whose preposition, right before quotation marks, introduces the speaker's words."""


TAKES_BA = VERBS | _words(
    "تعهد تعهدت طالب طالبت هدد هددت ندد نددت وعد وعدت وصف وصفت وصفوا يصف تصف وصفه وصفها",
    "وصفته وصفتها واصفا واصفة مطالبا مطالبة سخر سخرت",
)
"""Verbs after which ب before quotation marks introduces the speaker's words."""


FALSE_FEMININES = _words("لفت تابع توقع تعهد تساءل")
"""Masculine forms that begin or end in ت."""


PARTICLES = _words(
    "إن أن إنه إنها إنهم إنهما إننا إنني إني أنه أنها أنهم أنهما أننا أنني بأن بأنه بأنها بأنهم",
    "بأننا بأنني فإن فإنه فإنها وأن وأنه وأنها وإن وإنه وإنها لأن بأنهما",
)
"""What opens the reported clause."""


DESCRIBED_AS = _words("بأنه بأنها بأنهم بأنهما بأن ب")


PRONOUNS = _words("لكنه لكنها لكنهم لكنهما ولكنه ولكنها ولكنهم وهو وهي وهم هو هي هم وإنه كونه")
"""Words before a verb that stand for a speaker named before."""


RELATIVES = _words(
    "الذي التي الذين اللذان اللتان اللواتي والذي والتي والذين ما وما مما كما فيما من"
)
"""Words before a verb whose subject is not the speaker of before."""


WHAT = _words("ما مما بما لما")


AS_FOR = _words("أما وأما فأما")
"""Words that set a subject before its clause: أما الوزير فقال."""


AUXILIARIES = _words(
    "قد وقد فقد لقد كان كانت كانوا وكان وكانت سوف ثم بعدها كما حيث حيثما حسبما بينما عندما فيما",
)


AS_WHICH = _words("كما حسبما مثلما حسب")
"""Words between a quotation and the verb behind it: «…»، كما قال."""


TOLD_IN = _words("جاء جاءت ورد وردت وجاء وجاءت وورد ووردت")
"""Verbs that report when في and a source follow: وجاء في البيان."""


OFFICES = _words(
    "العام العامة التنفيذي التنفيذية الرسمي الرسمية السامي السامية الأعلى الخاص الدائم"
)
"""Words of a title after which ل names what it belongs to: الأمين العام للأمم المتحدة."""


AUDIENCES = _words("الصحفيين الصحافيين وسائل القناة الصحيفة الجزيرة العربية الأنباء الحاضرين")
"""To whom something is told by ل."""


NAMED_SO = _words("يدعى تدعى")


NEGATIONS = _words("لم لا ولم ولا فلم لن ولن")


NAME_PARTS = _words("عبد أبو أبا أبي بن ابن بنت أم آل ذو فان دي دا دو فون ماك عبدال أبوال")
"""Parts of names that are never the last word of one."""


_RANKS = """
رئيس رئيسة نائب نائبة وزير وزيرة وزراء أمين أمينة مدير مديرة مستشار مستشارة مساعد مساعدة سفير
سفيرة قائد قائدة ملك ملكة أمير أميرة ولي شيخ شيخة دكتور دكتورة بروفيسور بروفيسورة أستاذ أستاذة
سيد سيدة مهندس مهندسة محام محامي محامية جنرال لواء عميد عقيد مقدم رائد نقيب ملازم فريق مشير
مارشال أدميرال قاض قاضي قاضية مفتي بابا بطريرك مطران أسقف قس حاخام عضو عضوة زعيم زعيمة مرشح
مرشحة سيناتور محافظ محافظة حاكم حاكمة عمدة مبعوث مبعوثة مندوب مندوبة ممثل ممثلة منسق منسقة
مفوض مفوضة مقرر مقررة وكيل وكيلة كاتب كاتبة صحفي صحفية صحافي صحافية إعلامي إعلامية مخرج مخرجة
ممثلون لاعب لاعبة مدرب مدربة نجم نجمة فنان فنانة طبيب طبيبة عالم عالمة مؤسس مؤسسة مستشرق مؤرخ
مؤرخة رجل مرشد آية الحاج
"""


_PEOPLE = """
متحدث متحدثة ناطق ناطقة مسؤول مسؤولة مسؤولون مسؤولين مسئول مسئولون مسئولين مصدر مصادر خبير
خبيرة خبراء محلل محللة محللون محللين باحث باحثة باحثون باحثين دبلوماسي دبلوماسية دبلوماسيون
شاهد شاهدة شهود ناشط ناشطة ناشطون نشطاء ضابط ضباط شخص أشخاص شخصين سكان مواطن مواطنة مواطنون
مراقبون مراسل مراسلة مراسلنا معارض معارضة قيادي قيادية نواب سياسي سياسيون مقاتل موظف موظفة
موظفون طالبة طلاب والد والدة أب شقيق شقيقة زوجة زوج ابنة صديق جار نازح نازحة نازحون لاجئ لاجئة
اقتصادي متظاهر متظاهرون محتج محتجون أطباء علماء زعماء قادة رجال امرأة سيدتان مهاجر ناج
"""


_BODIES = """
وزارة وزارات حكومة شركة شركات مؤسسة منظمة منظمات هيئة وكالة وكالات صحيفة صحف قناة شبكة إذاعة
موقع مجلة جيش شرطة جماعة حركة حزب تنظيم كتائب سرايا جبهة مجلس برلمان محكمة بنك مصرف صندوق لجنة
جامعة مركز معهد مكتب إدارة رئاسة قيادة سلطات سلطة نيابة سفارة اتحاد رابطة نقابة جمعية بعثة
مفوضية دائرة مديرية بلدية قوات تحالف تلفزيون صحافة مستشفى نادي ائتلاف كتلة أمانة مصلحة
استخبارات هيئات بورصة منصة
"""


_SOURCES = "تقرير تقارير بيان دراسة مذكرة وثيقة وثائق استطلاع رسالة تسجيل"


def _with_article(*lines: str) -> frozenset[str]:
    plain = _words(*lines)
    return plain | {"ال" + word for word in plain}


RANKS = _with_article(_RANKS) | _words("د أ م")
"""Titles and offices that may stand before a person's name."""


PEOPLE = _with_article(_PEOPLE) | _words(
    "أحد إحدى بعض اثنان اثنين ثلاثة أربعة خمسة عدد كلاهما آخرون"
)
"""Nouns that describe a speaker without naming one."""


BODIES = _with_article(_BODIES)
"""Nouns at the head of an organisation's name or description."""


SOURCES = _with_article(_SOURCES)


PERSONS = RANKS | PEOPLE


HEADS = RANKS | PEOPLE | BODIES | SOURCES
"""Nouns that make what follows a reporting verb its subject beyond doubt."""


NAMING = (
    _words(_BODIES)
    | _words(
        "فيلم مسلسل كتاب رواية برنامج عملية حملة مبادرة مشروع مهرجان كلمة مصطلح لقب اسم عنوان شعار",
        "هاشتاغ أغنية ألبوم مسرحية سفينة طائرة صاروخ تطبيق متحف فندق بطولة كأس جائزة مخيم ملعب",
        "نظام صفقة",
    )
    | _words("باسم بعنوان بشعار يسمى تسمى المسمى المسماة سمي سميت مجموعة")
)
"""Nouns after which quotation marks hold a name."""


PLACES = _words(
    "إسرائيل مصر لبنان قطر إيران تركيا روسيا فرنسا بريطانيا ألمانيا أوكرانيا سوريا ليبيا تونس",
    "عمان باكستان أفغانستان كوريا إسبانيا إيطاليا كندا أستراليا بلجيكا هولندا السعودية الجزائر",
    "المغرب العراق الأردن اليمن السودان الكويت البحرين الصين اليابان الهند فلسطين واشنطن موسكو",
    "طهران أنقرة بكين باريس لندن برلين الرياض الدوحة القاهرة بغداد دمشق بيروت كييف طوكيو بروكسل",
    "الإمارات البرازيل السويد",
)


AGENCIES = _words("رويترز فرانس بلومبرغ سبوتنيك الأناضول الجزيرة العربية")


AGENCIES_TOLD = _words("له لها لهم لي لنا لرويترز لبلومبرغ للجزيرة للعربية للأناضول")
"""To whom it was said, between verb and subject."""


ENDS_IN_HA = _words("طه عبده وجيه نزيه فقيه نبيه")
"""Names that end in ه, which else is a suffix of an object: خطابه."""


_STOPS = """
ب ل ك
في على إلى عن مع خلال بعد قبل عبر لدى أمام ضد حول منذ عند عقب أثناء بين حتى تجاه نحو وسط دون
بدون ضمن فوق تحت خلف وراء إزاء لكن ولكن بل أو ثم إذ إذا لو لولا كي لكي حين حينما عندما حيث
بينما كما مثل سوى إلا غير رغم برغم الذي التي الذين اللذان اللتان الذى هذا هذه هؤلاء ذلك تلك
وهو وهي وهم هو هي وذلك وهذا أيضا كذلك اليوم أمس غدا الآن مؤخرا يوم صباح مساء ليل الأحد الاثنين
الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت لاحقا سابقا حاليا قائلا بأن بأنه بأنها بشأن بسبب
بشكل بشدة بوضوح بلهجة بحسب بدوره بدورها بدورهم بيانا ردا تعليقا تعقيبا جوابا قد لقد سوف كان
كانت كانوا ليس ليست لم لن لا ما هل من منهم كل جميع بعض أي إنما فيما له لها لهم لنا لي لك به
بها إليه إليها عليه عليها فيه فيها منه منها عنه عنها لوسائل للصحفيين للصحافيين لرويترز لوكالة
لصحيفة لقناة لشبكة لموقع لبرنامج لإذاعة لمجلة لفرانس لمراسل لبي لسي ولم ولا ولن وقد وكان وكانت
فإن وأن وإن أنه أنها إن أن إنه إنها إنهم أنهم إننا أننا
"""


STOPS = _words(_STOPS, "گفت گفتند افزود کرد کہا") | PARTICLES
"""Words at which a subject ends. على is told from the name علي by its spelling."""


NOT_FIRST = _words(
    "أهمية ضرورة وجوب رفض دعم موقف أمله قلقه ثقته استعداد تأييد التزام النقاب الانتباه النظر",
    "عدم وجود مقتل إصابة وفاة وصول توقيع تعيين مسؤوليته مسؤوليتها حديثه حديثها كلامه كلامها",
    "قوله قولها متابعا المثل شيئا آخر الكثير المزيد عددا نفسه",
)
"""Words that are objects of a reporting verb, not its subject."""


W_NAMES = _words(
    "وليد وائل وسام وفاء وجدي ورد وديع وسيم وحيد واصف وجيه وداد وهيب وليام ويليام والتر وارن",
)
"""Names whose first letter is no conjunction, as a rule of thumb of common ones."""


OCCASIONS = _words(
    "بيان مؤتمر تصريح تصريحات مقابلة حديث تغريدة كلمة خطاب تقرير اتصال رسالة منشور مقطع جلسة",
    "لقاء حوار اجتماع وقت سياق ختام مستهل معرض تدوينة مقال افتتاح ندوة برنامج هذا ذلك هذه إشارة",
    "حين ما ظل إطار",
)
"""What a speech was made in, as against where a speaker works."""


WRITTEN = _words(
    "بيان بيانه بيانها تغريدة تغريدته تدوينة منشور رسالة رسالته مقال مقاله مذكرة كتاب كتابه",
)


WRITING_VERBS = _words("كتب كتبت كتبوا يكتب تكتب غرد غردت كاتبا كاتبة")


SOURCE_PHRASES = tuple(
    tuple(map(bare, phrase.split()))
    for phrase in (
        "وفقا",
        "وفق",
        "طبقا",
        "بحسب",
        "حسب",
        "نقلا عن",
        "على لسان",
        "على حد قول",
        "على حد تعبير",
        "على حد وصف",
        "بحسب قول",
    )
)
"""Phrases that name a source; وفقا and طبقا take ل before it."""


NOT_SOURCES = _words("ما الأصول القانون القواعد الأرقام البيانات المعلومات الاتفاق الاتفاقية الخطة")
"""What وفقا and بحسب may take that has not spoken."""


OWN_WORDS = frozenset(
    tuple(map(bare, f"{phrase} {noun}{who}".split()))
    for phrase in ("على حد", "بحسب", "حسب")
    for noun in ("قول", "تعبير", "وصف")
    for who in ("ه", "ها", "هم")
)
"""Phrases that say so of a speaker named before."""


PHRASES = {
    first: sorted(
        (phrase for phrase in (*SOURCE_PHRASES, *OWN_WORDS) if phrase[0] == first),
        key=len,
        reverse=True,
    )
    for first in {phrase[0] for phrase in (*SOURCE_PHRASES, *OWN_WORDS)}
}
"""All these phrases by their first word, the longest first."""


SAYINGS = _words("قوله قولها قولهم")
"""After نقل عن فلان, what the quotation follows."""
