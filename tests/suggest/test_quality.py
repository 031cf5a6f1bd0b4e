"""How good the suggestions are on the marked articles: no figure may fall below its target."""

from pathlib import Path

import pytest

from scripts.quality import (
    ARTICLES,
    LANGUAGES,
    PAGE,
    PLAIN,
    README,
    TARGETS,
    VARIED,
    articles,
    measure,
    misses,
    parts,
    table,
)


def test_every_language_has_a_target() -> None:
    assert TARGETS.keys() == LANGUAGES.keys()


@pytest.mark.parametrize("folder", [ARTICLES, PLAIN], ids=["marked", "kept aside"])
@pytest.mark.parametrize("language", TARGETS)
def test_suggestions_are_as_good_as_promised(folder: Path, language: str) -> None:
    chosen = [article for article in articles(folder) if article.language == language]
    assert len(chosen) >= 3
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


def test_the_pages_say_what_is_measured() -> None:
    tallies = measure(articles())
    page = PAGE.read_text(encoding="utf-8")
    for name, content in parts(tallies).items():
        assert content in page, f"make quality writes {name}"
    assert table(tallies) in README.read_text(encoding="utf-8")


def test_marks_of_articles_kept_aside_agree_with_their_texts() -> None:
    for folder in (PLAIN, VARIED):
        chosen = list(articles(folder))
        assert {article.language for article in chosen} == LANGUAGES.keys()
        for article in chosen:
            for mark in article.marks["quotes"]:
                for part in (mark, mark["speaker"], mark["cue"]):
                    if part is not None:
                        assert article.text[part["start"] : part["end"]] == part["text"]
