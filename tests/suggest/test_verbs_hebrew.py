"""The forms of Hebrew verbs, against the tables of grammars."""

import pytest

from tui.suggest.lexicons.verbs_hebrew import conjugate


@pytest.mark.parametrize(
    ("listed", "forms"),
    [
        ("אמר/אומר", "אמר אמרה אמרו אומר אומרת אומרים אומרות"),
        ("ענה/עונה", "ענה ענתה ענו עונה עונים עונות"),
        ("הסביר/מסביר", "הסביר הסבירה הסבירו מסביר מסבירה מסבירים מסבירות"),
        ("סיכם/מסכם", "סיכם סיכמה סיכמו מסכם מסכמת מסכמים מסכמות"),
        ("טען/טוען", "טען טענה טענו טוען טוענת טוענים טוענות"),
        ("התלונן/מתלונן", "התלונן התלוננה התלוננו מתלונן מתלוננת מתלוננים מתלוננות"),
        ("הודה/מודה", "הודה הודתה הודו מודה מודים מודות"),
        ("העיר/מעיר", "העיר העירה העירו מעיר מעירה מעירים מעירות"),
    ],
)
def test_forms_of_both_tenses(listed: str, forms: str) -> None:
    assert " ".join(conjugate(listed).finite) == forms
