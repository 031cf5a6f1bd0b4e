"""Find out from its words whether right-to-left text has its letters in reverse order.

Letters that occur only at an end of words and the most frequent short words of a language are
evidence: both are counted in the text and in the reversed text. The language need not be known,
since a word of one language is seldom a reversed word of another.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from tui.text.unicode import RTL_BLOCKS, TATWEEL, pattern

_WORD = re.compile(f"[{pattern(RTL_BLOCKS)}]+")

_FREQUENT = (
    # Arabic
    "في من على إلى عن مع هذا هذه ذلك التي الذي كان كانت قد لقد بعد قبل بين كل غير عند منذ حتى أو "
    "ثم ولكن لكن هو هي وهو وهي أنه أنها وقد وقال قال بأن وأن كما حيث إذا ليس عام يوم خلال أي ما لم "
    "لن "
    # Persian and Dari
    "که از به در را این آن است بود شد شود کرد کند برای تا با یک هم نیز خود های بر هر اما اگر پس می "
    "ای او آنها شده باشد دارد هیچ چه یا نه گفت "
    # Urdu, Punjabi, Saraiki
    "کے کی کا کو میں سے ہے ہیں نے اور پر کر یہ وہ بھی تھا تھی تھے گا گی گے گیا ہو جو نہیں کہ اس ان "
    "کہا ایک لیے تک دا دی دے نوں وچ اے نال "
    # Pashto, Sindhi, Kurdish, Uyghur, Malay in Jawi
    "چې په او له د دی يا کې به سره څخه شي وي کړي جي جو جا جيو ۾ آهي ۽ کي تي ته لە بۆ کە و ئەم بە "
    "هەر یان دەکات ھەر بىلەن ۋە بىر ۋە ئۇ دان يڠ دري كڤد اداله اورڠ ستياڤ اتاو اونتوق "
    "اين ايت دڠن دالم تيدق اکن تله اوليه جوݢ سڤرتي مريک ساتو بواه ڤد "
    # Hebrew and Yiddish
    "של את על לא אל גם כי זה זו הוא היא עם אם או כל בין אחרי לפני היה היו אשר כמו רק יש אין אבל עד "
    "די דער דאס דאָס און פון פֿון צו מיט איז אין אויף נישט האט האָט ווי "
)  # fmt: skip

_ARABIC_END = frozenset("ةى")
"""Letters that only end words in Arabic; other languages have them seldom or nowhere."""

_HEBREW_END = frozenset("ךםןףץ")

_FORMS_AT_START = ("<initial>", "<isolated>")
_FORMS_INSIDE = ("<medial>", "<final>")

ENOUGH = 3
"""Signs of reversal below which a text is not called reversed."""

TIMES = 2.0
"""The least ratio of signs for an order to signs against it, in a text that has this order."""


class Evidence(NamedTuple):
    """How many signs of either order a text has."""

    forward: int
    backward: int

    @property
    def is_reversed(self) -> bool:
        """Whether the letters are in reverse order."""
        return self.backward >= ENOUGH and self.backward > TIMES * self.forward

    @property
    def is_in_order(self) -> bool:
        """Whether the letters are in the order of reading."""
        return self.forward >= ENOUGH and self.forward > TIMES * self.backward

    @property
    def is_mixed(self) -> bool:
        """Whether there is evidence for both: parts of the text are reversed."""
        few = min(self)
        return few >= 2 * ENOUGH and max(self) < 2 * TIMES * few


def order_of_letters(texts: Iterable[str]) -> Evidence:
    """Return the evidence for the order of the letters in texts, which may have presentation
    forms."""
    forward = backward = 0
    for text in texts:
        for word in _WORD.findall(text):
            sign = _sign(word)
            forward += sign > 0
            backward += sign < 0
    return Evidence(forward, backward)


@cache
def _frequent() -> frozenset[str]:
    """Return the frequent words whose reverse is not a frequent word."""
    words = {word for word in _FREQUENT.split() if len(word) > 1}
    return frozenset(word for word in words if word[::-1] not in words)


def _sign(word: str) -> int:
    """Return 1 if a word seems to be in reading order, -1 if reversed, 0 if it is no evidence."""
    forms = [unicodedata.decomposition(char).partition(" ")[0] for char in (word[0], word[-1])]
    if len(word) > 1 and forms[0] != forms[1] and all(forms):
        starts = (forms[0] in _FORMS_AT_START) - (forms[0] in _FORMS_INSIDE)
        ends = (forms[1] in ("<initial>", "<medial>")) - (forms[1] == "<final>")
        if starts > 0 >= ends or starts < 0 <= ends:
            return starts
    word = "".join(
        char
        for char in unicodedata.normalize("NFKC", word)
        if char != TATWEEL and not unicodedata.combining(char)
    )
    if len(word) < 2:
        return 0
    first, last = word[0], word[-1]
    votes = (
        (word in _frequent()) - (word[::-1] in _frequent()),
        (last in _ARABIC_END) - (first in _ARABIC_END),
        (last in _HEBREW_END) - (first in _HEBREW_END),
        (len(word) > 3) * (word.startswith("ال") - word.endswith("لا")),
    )
    total = sum(votes)
    return (total > 0) - (total < 0)
