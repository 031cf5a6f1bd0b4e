"""The forms of English verbs, against the tables of grammars."""

import pytest

from tui.suggest.lexicons.lexicon_files import lexicon
from tui.suggest.lexicons.verbs_english import conjugate


@pytest.mark.parametrize(
    ("listed", "forms"),
    [
        ("claim", "claim claims claimed"),
        ("agree", "agree agrees agreed"),
        ("deny", "deny denies denied"),
        ("portray", "portray portrays portrayed"),
        ("stress", "stress stresses stressed"),
        ("reproach", "reproach reproaches reproached"),
        ("quip/quipped", "quip quips quipped"),
        ("write/wrote", "write writes wrote"),
    ],
)
def test_forms_of_both_tenses(listed: str, forms: str) -> None:
    assert " ".join(conjugate(listed).finite) == forms


def test_the_base_stands_for_all_forms() -> None:
    english = lexicon("en")
    assert {"chants", "chanted"} <= english.verbs.voiced
    assert {"threatens", "threatened"} <= english.verbs.takes["to"]
    assert {"disagree", "disagrees", "disagreed"} <= set(english.cues)
