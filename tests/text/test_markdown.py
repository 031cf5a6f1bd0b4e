from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.text import markdown
from tui.text.markdown import parse_markdown

SIGNS = st.text(alphabet="*_`#[]()<>~!-+=|>\\ \n\t\r1.\u200f\u0301aبא", max_size=80)


def parts(text: str) -> list[tuple[str, str]]:
    """Return what is not plain: the kinds, and the text of each run."""
    runs = parse_markdown(text).within(0, len(text))
    return [("+".join(sorted(run.kinds)), text[run.start : run.end]) for run in runs]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a *b* c", [("sign", "*"), ("emphasis", "b"), ("sign", "*")]),
        ("**ب** و", [("sign", "**"), ("strong", "ب"), ("sign", "**")]),
        ("***x***", [("sign", "*"), ("emphasis+sign", "**"), ("emphasis+strong", "x"),
                     ("emphasis+sign", "**"), ("sign", "*")]),
        ("snake_case_name \\*no\\* 2 * 3", []),
        ("`` a`b `` c", [("sign", "``"), ("code", " a`b "), ("sign", "``")]),
        ("[a](b(c) \"t\") d", [("sign", "["), ("link", "a"), ("sign", "](b(c) \"t\")")]),
        ("[a][b]\n\n[b]: http://x", [("sign", "["), ("link", "a"), ("sign", "][b]")]),
        ("# عنوان #", [("sign", "#"), ("heading", "عنوان"), ("sign", "#")]),
        ("a\n===\nb", [("heading", "a"), ("sign", "===")]),
        ("> a\n> *b\n> c*", [("sign", "> "), ("sign", "> "), ("sign", "*"), ("emphasis", "b"),
                             ("sign", "> "), ("emphasis", "c"), ("sign", "*")]),
        ("- a\n- *b*", [("sign", "-"), ("sign", "-"), ("sign", "*"), ("emphasis", "b"),
                        ("sign", "*")]),
        ("12. a", [("sign", "12.")]),
        ("```py\n*x*\n```\n", [("sign", "```py"), ("code", "*x*"), ("sign", "```")]),
        ("```\nx", [("sign", "```"), ("code", "x")]),
        ("a\n\n---\nb", [("sign", "---")]),
        ("|a|*b*|\n|-|-|\n|*b*|c|", [("sign", "*"), ("emphasis", "b"), ("sign", "*"),
                                     ("sign", "*"), ("emphasis", "b"), ("sign", "*")]),
        ("&amp; *a* &lt; **b**", [("sign", "*"), ("emphasis", "a"), ("sign", "*"),
                                  ("sign", "**"), ("strong", "b"), ("sign", "**")]),
        ("a  \r\n*b*\rc", [("sign", "*"), ("emphasis", "b"), ("sign", "*")]),
    ],
)  # fmt: skip
def test_parts_of_a_text_have_their_kinds(text: str, expected: list[tuple[str, str]]) -> None:
    assert parts(text) == expected


def test_headings_are_found_and_what_looks_like_them_is_not() -> None:
    text = (
        "# A\n\nB *c*\n---\n\n    # code\n\n```\n# code\n```\n\n> ## D\n\n####### no\n\n#\n\\# no\n"
    )
    found = [(one.level, one.title, one.offset) for one in parse_markdown(text).headings]
    assert found == [
        (1, "A", text.index("A")),
        (2, "B c", text.index("B")),
        (2, "D", text.index("D")),
    ]


def test_a_title_is_without_signs() -> None:
    (heading,) = parse_markdown("# A **b** [c](d) `e` ![f](g) &amp; <b>h</b>").headings
    assert heading.title == "A b c e f & h"


@given(SIGNS)
def test_every_run_is_in_the_text_and_none_overlaps(text: str) -> None:
    found = parse_markdown(text)
    end = 0
    for run in found.within(0, len(text)):
        assert end <= run.start < run.end <= len(text)
        assert run.kinds
        end = run.end
    for heading in found.headings:
        assert 0 <= heading.offset <= len(text)


@given(SIGNS, st.integers(0, 80), st.integers(1, 80))
def test_runs_within_a_span_are_those_that_overlap_it(text: str, start: int, length: int) -> None:
    found = parse_markdown(text)
    every = found.within(0, len(text) + 1)
    end = start + length
    assert found.within(start, end) == tuple(r for r in every if r.start < end and r.end > start)


def test_a_text_that_is_too_long_is_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown, "LONGEST", 3)
    assert parse_markdown("# a").headings
    assert not parse_markdown("# ab").headings
