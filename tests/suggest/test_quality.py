"""How good the suggestions are on the marked articles: no figure may fall below its target."""

import pytest

from scripts.quality import (
    LANGUAGES,
    PAGE,
    TARGETS,
    articles,
    measure,
    misses,
    table,
)


def test_every_language_has_a_target() -> None:
    assert TARGETS.keys() == LANGUAGES.keys()


@pytest.mark.parametrize("language", TARGETS)
def test_suggestions_are_as_good_as_promised(language: str) -> None:
    chosen = [article for article in articles() if article.language == language]
    assert len(chosen) == 3
    tally = measure(chosen)[language]
    reached = (tally.recall, tally.precision, tally.speaker, tally.cue)
    assert all(
        figure >= target for figure, target in zip(reached, TARGETS[language], strict=True)
    ), misses({language: tally})


def test_marks_agree_with_their_texts() -> None:
    for article in articles():
        for mark in [*article.marks["quotes"], *article.marks["indirect"]]:
            for part in (mark, mark["speaker"], mark["cue"]):
                if part is not None:
                    assert article.text[part["start"] : part["end"]] == part["text"]


def test_the_table_has_a_row_a_language() -> None:
    chosen = [article for article in articles() if article.name in ("ar-01", "en-01")]
    assert [row.split("|")[1].strip() for row in table(measure(chosen)).splitlines()[2:]] == [
        "Arabic",
        "English",
    ]


def test_the_page_says_what_is_measured() -> None:
    tallies = measure(articles())
    page = PAGE.read_text(encoding="utf-8")
    assert table(tallies) in page
    assert misses(tallies) in page
