"""Clitics: words that are written together with the next one: و ف, ب ل ك, ال, and Hebrew's.

Spelling alone does not tell a clitic from the first letter of a word. Where a key moves the start
of a span, `Vocabulary` decides by what is known: a known word is not split, a letter before a known
word is a clitic, and the rest is decided by the rules in `Vocabulary.clitic_ends`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import product

from tui.text.language.folding import fold_text, joins_words
from tui.text.unicode.letters import (
    ARABIC_LETTERS,
    ARABIC_MARKS,
    HARAKAT,
    HEBREW_CANTILLATION,
    HEBREW_LETTERS,
    HEBREW_POINTS,
    TATWEEL,
    pattern,
)
from tui.text.unicode.segmentation import paragraph_bounds

ARTICLE = "ال"

_ARABIC_GROUPS = (("و", "ف"), ("ب", "ل", "ك"))

_HEBREW_GROUPS = (("ו",), ("ש",), ("ה", "ב", "כ", "ל", "מ"))

_FOREIGN_GROUPS = (*_ARABIC_GROUPS, (ARTICLE,))  # لـCNN, الـBBC

_ARABIC = re.compile(f"[{pattern(ARABIC_LETTERS)}]")

_HEBREW = re.compile(f"[{pattern(HEBREW_LETTERS)}]")

_SHORTEST = 3
"""The least number of letters of a word after a clitic."""

_MARK = f"[{TATWEEL}{pattern(f'{ARABIC_MARKS} {HEBREW_POINTS} {HEBREW_CANTILLATION}')}]"

_LETTER = re.compile(f"\\w{_MARK}*")

_VOWEL = re.compile(f"[{pattern(f'{HARAKAT} {HEBREW_POINTS}')}]")

_WORD = re.compile(r"\w+(?:[\"'״׳]\w+)*")

_QUOTES = frozenset('"״')
"""Marks between a Hebrew clitic and the quoted name behind it: ל"הארץ"."""

_SAME_ARTICULATION = {
    "ب": "بفم", "ف": "بفم", "ل": "لر", "ك": "قك",
    "ב": "בפמ", "כ": "כקג", "ל": "לר", "מ": "במפ",
}  # fmt: skip
"""For each clitic the letters that cannot follow it within a root, because both are articulated at
one place (Greenberg 1950, McCarthy 1988, on Semitic roots): before them it is a clitic."""

_LIKELY_CLITICS = frozenset("وובל")
"""Clitics that are more frequent than unknown words that begin with their letter."""


_CONJUNCTIONS = frozenset("וو")
"""The clitics that can come between a preposition and its noun: قبل وبعد."""


def _folded_words(words: str) -> frozenset[str]:
    return frozenset(fold_text(words).split())


_SHORT_WORDS = _folded_words("هو هي هم ما لا لم لن قد إن أن من في عن كم ثم له به הם הן לא")
"""Words of two letters that can follow a clitic."""

_NO_ARTICLE = _folded_words(
    "الله اللهم الذي التي الذين اللذان اللذين اللتان اللتين اللاتي اللواتي الآن"
    " ألمانيا ألماني ألمانية ألبانيا ألف ألم إلى إلا"
)
"""Words that begin with ال where it is not the article, or cannot be left out."""

_ENDINGS = _folded_words("""
ا ان ين ون ات ة ت وا تا ية ي ه ها هم هما نا
ים ות ה ית י ת ו
""")
"""Endings of nouns and verbs, and pronouns written with them."""

_PREPOSITIONS = _folded_words("""
في من على إلى عن مع خلال بعد قبل عبر لدى أمام ضد حول منذ عند عقب أثناء بين حتى تجاه نحو وسط دون ضمن
فوق تحت خلف وراء إزاء
של את על עם אל בין לפני אחרי אצל נגד ליד מול בלי כלפי לקראת בגלל למען
""")
"""Words that no other preposition follows, so that the next word begins with none."""

_WHOLE_WORDS = _folded_words("""
واحد واحدة واشنطن والد والدة والده والدته وباء وثيقة وثائق وجه وجهة وجهات وجود وحدة وحدات وحده
وحدها ورقة وزارة وزارات وزير وزيرة وزراء وسط وسائل وسيلة وصف وصل وصول وضع وضعية وطن وطني وطنية
وظيفة وظائف وعد وعي وفاة وفد وفود وفق وفقا وقت وقع وقف وقود وقاية وكالة وكالات وكيل وكلاء ولاية
ولايات ولد ولادة ولي والي ولاة وليد واد وادي واجب واجهة وارد واردات واسع واسعة واقع وتيرة ورشة
ورش وردة ورود وزن وساطة وشيكة وصية وصاية وضوح وعكة وفرة وقائع وقفة وهم وهران وجدة ورزازات
وينستون ويلز ويكيبيديا وهبي وهبة وديع وداد وسام وسيم وائل وحيد وجدي وجيه وفاء وهيب وليام ويليام
والتر وارن واصف وضاح ويسام فاز فازت فاطمة فترة فتح فتاة فرد فرصة فرق فرنسا فرنسي فرنسية فريق
فساد فصل فضل فعل فعلا فقط فكر فكرة فلسطين فلسطيني فلسطينية فلسطينيين فنان فهد فهم فوز فوق فيديو
فيروس فيصل فيلم فيما فيه فيها فئة فؤاد فبراير فاس فالح فالنسيا فالكون فنزويلا فنلندا فيتنام
فيينا فلوريدا فرانكفورت باب باحث باريس باكستان بالغ بالي بايدن بحث بحر بداية بدا بدات بدل برلمان
برلين برنامج بريطانيا بريطاني بريطانية بشار بشر بشكل بشير بطل بطولة بعد بعدما بعض بعيد بغداد
بقاء بقي بكين بلاد بلال بلد بلدان بلدة بلغ بلغت بناء بنت بند بنك بني بوتين بورصة بوريس بول بيان
بيانات بيت بيروت بيع بين بينما بينهم بيئة ببغاء بلجيكا بولندا برشلونة برازيليا بوليفيا بنغلاديش
بلغاريا بالتيمور بروكسل بلنسية بثينة بسمة لاعب لان لانه لانها لانهم لبنان لبناني لبنانية لجنة
لحظة لدى لدي لديه لديها لذلك لغة لقاء لقب لقد لكن لكنه لكنها لكنهم لماذا لندن لون ليبيا ليبي
ليبية ليس ليست ليسوا ليلة ليلى ليل لاجئ لاجئون لاجئين لشبونة لوكسمبورغ لاتفيا لارا لرباع كاتب
كارثة كافة كامل كان كانت كانوا كانون كاس كبار كبير كبيرة كتاب كتب كثير كثيرة كثيرا كذلك كرة
كريستوفر كريم كشف كشفت كلا كلام كلمة كلها كلهم كلية كما كمال كمية كندا كندي كوبر كورونا كوريا
كوري كويت كيان كيف كيلو كيلومتر كيشيدا كهرباء كالديرون كالينينغراد كوبا كرواتيا كازاخستان كينيا
الله اللهم الذي التي الذين اللذان اللذين اللتان اللتين اللاتي اللواتي الان المانيا ועדה ועדת
ועדות ועד ועידה ועידת ותיק ותיקה ותיקים ורוד וידאו ויכוח וילון וילה וטו וריד ורד ורשה וינה
וייטנאם ונצואלה וושינגטון וויצמן ויצמן ולדימיר וילנה ואדי ודאי ודאות ויזה ויטמין ולנטינה ויקטור
ויקטוריה ותק וסת שבוע שבועות שבת שביתה שר שרה שרת שרים שיחה שיחות שטח שטחים שירות שירותים שלום
שלטון שלטונות שלב שמירה שנה שנים שעה שעות שער שוק שופט שופטת שופטים שוטר שוטרים שכונה שכונת שכר
שמש שאלה שאר שותף שותפה שינוי שיפור שיא שיעור שיתוף שרון שמעון שלמה שמואל שמיר שדה שדרות שכם
שפרעם שדרה שביעי שלישי שני הוא היא הם הן היה היתה הייתה היו הודעה הודעת הסכם הסכמי החלטה החלטת
הוראה הצעה הצעת הצהרה הליך הליכים הכנסה הנהלה הנהגה הסתדרות הנחיה הפגנה הפגנות הפסקה התנגדות
התקפה הרצליה הרצוג הרצל הודו הונגריה הולנד הדר הגר הדס הילה הלל הר הרים הון המון הבנה הבנות הגנה
היסטוריה הישג הישגים היקף הכרה בית בתי בנק בנקים ברית בחירות בחינה בחירה בטחון ביטחון ביקורת
ביקור בירה בדיקה בעיה בעיות בעל בעלי בקשה ברור בסיס בן בני בת בנות בין בלבד בריאות בריטניה ברזיל
ברלין ברצלונה בלגיה בולגריה ביירות בגדד בנימין בנט בגין ברק ברקת בועז ברוך בלה ביבי ביטוח ביטול
ביצוע בניין בניה בנייה בוקר בכיר בכירה בכירים בהיר בודפשט בוסטון בריסל בשן בנגקוק באר בג"ץ בלתי
בשביל בידי כלל כללי כללית כלכלה כלכלית כלכלי כנסת כנס כסף כפר כיכר כביש כוח כוחות כדור כדורגל
כהן כהנא כותרת כותל כתב כתבה כתבת כרטיס כרמל כרמיאל כרמית כוכב כוכבה כיתה כמה כמו כאשר כבר כדי
כנראה כולם לב לבן לבנה לבנון לונדון לוד לוי לוין לילה ליגה ליכוד לימוד לימודים לקוח לקוחות לחץ
לחימה לשכה לשכת לשון לוחם לוחמים לפיד לפני לפי לאחר למרות לאור לכן למידה לאומי לאומית לאום ליאת
ליאור לימור לנין לטביה ליטא לוקסמבורג ליסבון ליברפול ליברמן ליבנה לימסול ליבי ליורפול לבנת לריסה
להב לביא מדינה מדינת מדינות מדיני מדינית מדיניות ממשלה ממשלת ממשל משטרה משטרת משרד משרדי מועצה
מועצת מועצות מפלגה מפלגת מפלגות מנהל מנהלת מנהלי מנכ"ל מנכ"לית מפכ"ל מזכ"ל מזכיר מזכירות מבקר
מבקרת מערכת מערכות מערב מזרח מרכז מרכזי מרכזית מכון מכללה מכללת מחלקה מחלקת מחוז מחיר מחירים
מחקר מחקרים מחנה מחבל מחבלים מטה מטוס מטוסים מטרה מים מיליון מיליארד מילה מילים מין מיקום מירי
מיסים מישהו מישור מכה מכר מכרז מכתב מלון מלחמה מלחמת מלך מלכה ממ"ד ממון מנגנון מנדט מניה מניות
מסגד מסמך מסמכים מסעדה מספר מסר מסרה מעבדה מעבר מעצר מעלה מעלות מעשה מפגש מפגן מפעל מפקד מפקדת
מצב מצווה מצור מצרים מקום מקומי מקומית מקומות מקור מקורות מקרה מקרים מרגלית מרד מרוקו מרחב מרץ
משא משבר משה משחק משכן משנה משפחה משפחת משפחות משפט משפטי משפטית משקה משקל מתווה מתחם מתן מחמוד
מוחמד מוסקבה מוסד מועד מועדון מומחה מומחים מופע מורה מורים מושב מאבטח מאבק מאגר מאה מאוד מאיר
מאמן מאמר מאתיים מבצע מבצעי מגדל מגדלור מגזר מגן מד"א מדד מדע מדעי מדריד מהומה מהומות מהיר מהירה
מהלך מהלכים מהנדס מהנדסת מהפכה מהדורה מודיעין מדען מדריך מנחם מנשה מרדכי מיכאל מיכל מירב מרים
מטולה מלטה מקסיקו מנצ'סטר מומבאי מינסק מונטנגרו מולדובה מונקו מח"ש מתי מי מה מול مصر الجزائر
المغرب تونس السودان موريتانيا السعودية الكويت قطر البحرين الإمارات عمان اليمن الأردن سوريا
العراق تركيا إيران أفغانستان الهند الصين اليابان روسيا أوكرانيا ألمانيا إيطاليا إسبانيا البرتغال
هولندا النمسا سويسرا السويد النرويج الدنمارك اليونان قبرص أستراليا أمريكا كندا البرازيل
الأرجنتين المكسيك نيجيريا السنغال مالي تشاد النيجر إثيوبيا الصومال جيبوتي إسرائيل غزة القدس
القاهرة الرباط مراكش طنجة دمشق حلب عمان الرياض جدة مكة الدوحة دبي أبوظبي صنعاء عدن الخرطوم
طرابلس بنغازي أنقرة إسطنبول طهران موسكو كييف روما مدريد أثينا طوكيو نيويورك جنيف أوروبا آسيا
إفريقيا ישראל ירושלים חיפה אילת דימונה ירוחם אשדוד אשקלון נתניה רעננה חולון רחובות נצרת עכו
טבריה צפת רמלה ערד אופקים נתיבות ירדן סוריה עזה רמאללה יריחו חברון איראן עיראק טורקיה רוסיה
אוקראינה צרפת גרמניה איטליה ספרד פולין יפן אמריקה פריז טהרן דמשק קהיר רהט טייבה חדרה עפולה נהריה
גדרה יבנה אירופה סעודיה תימן קטר קנדה אוסטרליה סוריה רומא אתונה ניו
""")
"""Common words and names of countries and cities, folded, which are not split."""


def takes_clitics(word: str) -> bool:
    """Whether the word's own script writes clitics together with it."""
    return bool(_ARABIC.match(word) or _HEBREW.match(word))


def clitics_before(word: str) -> tuple[tuple[str, ...], ...]:
    """Return the clitics that can precede a folded word, in groups of which it takes one each at
    most."""
    if _ARABIC.match(word):
        return _ARABIC_GROUPS
    return _HEBREW_GROUPS if _HEBREW.match(word) else _FOREIGN_GROUPS


def has_article(word: str) -> bool:
    """Whether the folded word begins with ال and is long enough for that to be the article."""
    return word.startswith(ARTICLE) and len(word) > len(ARTICLE) + 1


def behind_lam(word: str) -> str:
    """Return the letters after ل of a folded word with the article.

    ل and ال make لل; before a name in ل one of its three lams is not written.
    """
    return "ل" + word.removeprefix(ARTICLE).removeprefix("ل")


def with_clitics(word: str) -> tuple[str, ...]:
    """Return a folded word as it may be written, alone and after each sequence of clitics."""
    rows = product(*(("", *group) for group in clitics_before(word)))
    forms = ["".join(row) + word for row in rows]
    if has_article(word):
        forms += [f"{first}ل{behind_lam(word)}" for first in ("", *_ARABIC_GROUPS[0])]
    return tuple(forms)


_NEAR = 150_000
"""Code points at each side of a place whose words count as known."""

_AROUND = 2_000
"""Code points on each side of a place by which Persian is distinguished from Arabic."""

_ENOUGH = 100
"""Code points of a paragraph that is long enough to distinguish Persian from Arabic."""


class _Candidate:
    """A word, or what is left of one, whose first letter may be a clitic."""

    def __init__(self, word: str) -> None:
        clusters = _LETTER.findall(word)
        self.letters = len(clusters)
        self.bare = fold_text(word)
        self.first = self.bare[:1]
        self.has_quote = self.bare[1:2] in _QUOTES
        self.rest = self.bare[1 + self.has_quote :]
        self.is_acronym = any(mark in self.rest for mark in _QUOTES)
        """Whether it has gershayim, as מפא"י."""
        self.vocalised = any(_VOWEL.search(cluster) for cluster in clusters[1:-1])
        """Whether a letter other than the first and the last has a vowel mark."""


class _NearbyWords:
    """The folded words of a text around the offset of the last lookup."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._read = range(0)
        self._counts: dict[str, int] = {}

    def around(self, offset: int) -> Mapping[str, int]:
        """Return how often each word occurs near an offset."""
        if offset not in self._read:
            start, end = max(offset - _NEAR, 0), min(offset + _NEAR, len(self._text)) + 1
            words = _WORD.findall(fold_text(self._text[start:end]))
            self._read, self._counts = range(start, end), Counter(words)
        return self._counts


class Vocabulary:
    """The words that tell a clitic from the first letter of a word.

    `text` contains the words to judge; `names` are known names, as they are written. With `article`
    ال and ה are clitics too; without it a name keeps its article.
    """

    def __init__(self, text: str = "", names: Iterable[str] = (), *, article: bool = False) -> None:
        self.article = article
        self._text = text
        self._names = tuple(names)
        self._near = _NearbyWords(text)

    def with_names(self, names: Iterable[str]) -> Vocabulary:
        """Return the vocabulary of the same text with other known names."""
        other = Vocabulary(self._text, names, article=self.article)
        other._near = self._near
        return other

    @cached_property
    def _known_words(self) -> frozenset[str]:
        return _WHOLE_WORDS | {
            word for name in self._names for word in _WORD.findall(fold_text(name))
        }

    def clitic_ends(self, word: str, offset: int = 0) -> list[int]:
        """Return where each clitic at the start of a word ends, in code points from its start.

        `offset` is where the word starts in the text. وبالاتفاق gives the ends of و and ب, and with
        `article` that of ال. Marks and tatweel belong to the letter before them.

        Persian and Urdu have no such clitics. A word that is known has none, and behind a
        preposition there is only ו or و. Elsewhere a letter is a clitic if what follows it is
        known or begins with the article, if no root begins with the two letters, or if it is
        و, ו, ב or ל and the word has no vowel marks.
        """
        if not takes_clitics(word) or self._is_persian(word, offset):
            return []
        letters = [match.end() for match in _LETTER.finditer(word)]
        behind_preposition = self._follows_preposition(offset)
        at, ends = 0, []
        for group in clitics_before(word):
            one = _Candidate(word[letters[at - 1] if at else 0 :])
            if behind_preposition and one.first not in _CONJUNCTIONS:
                continue
            if one.first in group and self._is_clitic(one, offset, sure=behind_preposition):
                at += 1
                ends.append(letters[at - 1] + one.has_quote)
        return [*ends, *self._article_end(word, letters, at)]

    def _is_clitic(self, one: _Candidate, offset: int, *, sure: bool) -> bool:
        """Whether the first letter of a word is a clitic; with `sure` only if the rest is known."""
        if one.first == "ה" and not self.article:
            return False
        if one.has_quote:
            return len(one.rest) > _SHORTEST - 1
        if self._is_known_word(one.bare):
            return False
        if one.letters <= _SHORTEST:
            return one.rest in _SHORT_WORDS and one.first in _CONJUNCTIONS
        if self._is_known_word(one.rest) or (
            not one.vocalised and self._rest_is_known(one, offset)
        ):
            return True
        if sure or one.bare.startswith("וו") or self._occurs_behind_clitic(one.bare, offset):
            return False
        if one.rest.startswith(ARTICLE) or one.bare.startswith("لل"):
            return one.letters > _SHORTEST + 1
        if one.rest[0] in _SAME_ARTICULATION.get(one.first, ""):
            return not one.is_acronym
        likely = one.first in _LIKELY_CLITICS and not one.vocalised
        # A preposition's noun would also occur without it, or with another one.
        return likely and (
            one.first in _CONJUNCTIONS or self._near.around(offset).get(one.bare, 0) < 2
        )

    def _is_known_word(self, word: str) -> bool:
        """Whether a folded word, or its stem without an ending, is known."""
        return word in self._known_words or any(
            word.endswith(ending) and word.removesuffix(ending) in self._known_words
            for ending in _ENDINGS
            if len(word) - len(ending) >= _SHORTEST
        )

    def _rest_is_known(self, one: _Candidate, offset: int) -> bool:
        """Whether what follows the letter occurs near the offset, alone or behind another clitic.

        It must not be rarer than the whole word.
        """
        here = self._near.around(offset)
        others = [letter for group in clitics_before(one.bare) for letter in group]
        forms = (
            {first + one.rest for first in ("", ARTICLE, *others)} - {one.bare} - self._known_words
        )
        return sum(here.get(form, 0) for form in forms) >= max(here.get(one.bare, 0), 1)

    def _occurs_behind_clitic(self, word: str, offset: int) -> bool:
        """Whether the whole word occurs behind a clitic that no other clitic follows, as in
        لفيينا."""
        here = self._near.around(offset)
        return any(first + word in here for first in (*_ARABIC_GROUPS[-1], "ב", "כ", "ל", "מ"))

    def _article_end(self, word: str, letters: list[int], at: int) -> list[int]:
        rest = fold_text(word[letters[at - 1] if at else 0 :])
        if not self.article or len(letters) - at <= _SHORTEST or rest in _NO_ARTICLE:
            return []
        if rest.startswith(ARTICLE):
            return [letters[at + 1]]
        behind = at and fold_text(word[letters[at - 2] if at > 1 else 0])
        return [letters[at]] if rest.startswith("ل") and behind == "ل" else []

    def _is_persian(self, word: str, offset: int) -> bool:
        """Whether the paragraph at the offset is Persian or Urdu; for a short one, the text around
        it."""
        if not _ARABIC.match(word):
            return False
        paragraph = paragraph_bounds(self._text, offset)
        low, high = max(offset - _AROUND, 0), offset + _AROUND
        start, end = max(paragraph.start, low), min(paragraph.end, high)
        if end - start < _ENOUGH and not joins_words(self._text[start:end]):
            start, end = low, high
        return joins_words(self._text[start:end] or word)

    def _follows_preposition(self, offset: int) -> bool:
        """Whether the word before the offset, on the same line, is a preposition."""
        before = self._text[max(offset - 12, 0) : offset].split()
        spaced = self._text[max(offset - 1, 0) : offset].isspace()
        return bool(before) and spaced and fold_text(before[-1]) in _PREPOSITIONS


def clitic_ends(word: str) -> list[int]:
    """Return where each clitic at the start of a word ends, judging by the word alone."""
    return Vocabulary(word).clitic_ends(word)
