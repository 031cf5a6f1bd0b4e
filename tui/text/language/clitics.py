"""Clitics: the words that are written together with the next, و ف, ب ل ك, ال, and Hebrew's.

Spelling alone does not tell a clitic from the first letter of a word. So clitics are only looked
for where a key moves the start of a span, and around a known name. For the key, common words
that begin like one with a clitic are left whole.
"""

from __future__ import annotations

import re
from itertools import product

from tui.text.unicode.letters import (
    ALEF,
    ARABIC_LETTERS,
    ARABIC_MARKS,
    HEBREW_LETTERS,
    SPELLINGS_OF_ALEF,
    TATWEEL,
    pattern,
)

ARTICLE = "ال"

_ARABIC_GROUPS = (("و", "ف"), ("ب", "ل", "ك"))

_HEBREW_GROUPS = (("ו",), ("ש",), ("ה", "ב", "כ", "ל", "מ"))

_FOREIGN_GROUPS = (*_ARABIC_GROUPS, (ARTICLE,))  # لـCNN, الـBBC

_ARABIC = re.compile(f"[{pattern(ARABIC_LETTERS)}]")

_HEBREW = re.compile(f"[{pattern(HEBREW_LETTERS)}]")

_SHORTEST = 2

_MARK = f"[{TATWEEL}{pattern(ARABIC_MARKS)}]"

_MARKS = re.compile(_MARK)

_LETTER = re.compile(f"\\w{_MARK}*")

_ALEFS = str.maketrans(dict.fromkeys(SPELLINGS_OF_ALEF, ALEF))

_WORDS = """
واحد واحدة واشنطن والد والدة والده والدته وباء وثيقة وثائق وجه وجهة وجود وحدة وحدات وحده وحدها ورقة
وزارة وزارات وزير وزيرة وزراء وسط وسائل وسيلة وصف وصل وصول وضع وطن وطني وطنية وظيفة وعد وعي وفاة وفد
وفق وفقا وقت وقع وقف وكالة وكالات وكيل ولاية ولايات ولد وليد
فاز فازت فاطمة فترة فتح فتاة فرد فرصة فرق فرنسا فرنسي فرنسية فريق فساد فصل فضل فعل فعلا فقط فكر فكرة
فلسطين فلسطيني فلسطينية فلسطينيين فنان فهد فهم فوز فوق فيديو فيروس فيصل فيلم فيما فيه فيها فئة فؤاد
باب باحث باريس باكستان بالغ بايدن بحث بحر بداية بدا بدات بدل برلمان برلين برنامج بريطانيا بريطاني
بريطانية بشار بشر بشكل بشير بطل بطولة بعد بعدما بعض بعيد بغداد بقاء بقي بكين بلاد بلال بلد بلدان
بلدة بلغ بلغت بناء بنت بند بنك بني بوتين بورصة بوريس بول بيان بيانات بيت بيروت بيع بين بينما بينهم
بيئة
لاعب لان لانه لانها لانهم لبنان لبناني لبنانية لجنة لحظة لدى لدي لديه لديها لذلك لغة لقاء لقب لقد
لكن لكنه لكنها لكنهم لماذا لندن لون ليبيا ليبي ليبية ليس ليست ليسوا ليلة ليلى
كاتب كارثة كافة كامل كان كانت كانوا كانون كاس كبار كبير كبيرة كتاب كتب كثير كثيرة كثيرا كذلك كرة
كريستوفر كريم كشف كشفت كلا كلام كلمة كلها كلهم كلية كما كمال كمية كندا كندي كوبر كورونا كوريا كوري
كويت كيان كيف كيلو كيلومتر كيشيدا كهرباء
الله اللهم الذي التي الذين اللذان اللذين اللتان اللتين اللاتي اللواتي الان المانيا
"""

_WHOLE = frozenset(_WORDS.split())
"""Words without marks and with bare alefs, whose first letters are no clitics."""


def takes_clitics(word: str) -> bool:
    """Whether the word's own script writes clitics together with it."""
    return bool(_ARABIC.match(word) or _HEBREW.match(word))


def clitics_before(word: str) -> tuple[tuple[str, ...], ...]:
    """Return what can precede a folded word, group by group, at most one of each."""
    if _ARABIC.match(word):
        return _ARABIC_GROUPS
    return _HEBREW_GROUPS if _HEBREW.match(word) else _FOREIGN_GROUPS


def has_article(word: str) -> bool:
    """Whether the folded word begins with ال and is long enough for that to be the article."""
    return word.startswith(ARTICLE) and len(word) > len(ARTICLE) + 1


def behind_lam(word: str) -> str:
    """Return what is written after ل of a folded word with the article.

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


def clitic_ends(word: str) -> list[int]:
    """Return where each clitic at the start of a word ends, in code points from its start.

    وبالاتفاق gives the ends of و, ب and ال. Marks and tatweel belong to the letter before them.
    """
    ends: list[int] = []
    letters = [match.end() for match in _LETTER.finditer(word)]
    at = 0
    for group in _ARABIC_GROUPS:
        rest = word[letters[at - 1] if at else 0 :]
        if rest[:1] in group and len(letters) - at > _SHORTEST and not _is_whole(rest):
            at += 1
            ends.append(letters[at - 1])
    rest = _MARKS.sub("", word[letters[at - 1] if at else 0 :])
    if len(letters) - at <= _SHORTEST + 1 or _is_whole(rest):
        return ends
    if rest.startswith(ARTICLE):
        ends.append(letters[at + 1])
    elif rest.startswith("ل") and at and _bare_before(word, letters, at) == "ل":
        ends.append(letters[at])
    return ends


def _bare_before(word: str, letters: list[int], at: int) -> str:
    """Return the letter before the one at `at`, without its marks."""
    return word[letters[at - 2] if at > 1 else 0]


def _is_whole(word: str) -> bool:
    return _MARKS.sub("", word).translate(_ALEFS) in _WHOLE
