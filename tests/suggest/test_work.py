"""Work grows with the text's length, not with its square: calls are counted, not seconds."""

import sys
from types import FrameType

import pytest

from tui.suggest import quotations

pytestmark = pytest.mark.slow

TEXTS = {
    "verbs alone in one sentence": "قال ",
    "verbs and subjects": "he said ",
    "quotations with a verb behind each": "“a b c d e,” he said ",
    "quotations behind a colon": "قال: «أ ب ج د ه» ",
    "clauses that go on": "احمد نے کہا کہ ”یہ درست ہے“ اور ",
    "judgements": "He called it “a b” ",
    "names": "محمد علي ",
    "one noun phrase": "the minister of trade and industry and of ",
    "commas": "علی، ",
    "marks that nothing closes": "“",
    "Persian verbs": "گفت ",
    "Hebrew clauses": "הוא אמר כי ״לא כאן״ ",
}


def calls(text: str) -> int:
    """How many Python functions are called to suggest for a text."""
    count = 0

    def counting(_frame: FrameType, event: str, _value: object) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(counting)
    try:
        quotations(text)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("name", TEXTS)
def test_twice_the_text_is_at_most_about_twice_the_work(name: str) -> None:
    few, many = TEXTS[name] * 300, TEXTS[name] * 600
    quotations(TEXTS[name])  # lexicons and folded words are kept from then on
    assert calls(many) < 2.3 * calls(few) + 1000
