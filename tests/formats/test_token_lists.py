import json
from pathlib import Path
from typing import Any

import pytest

from tests.formats.fixture import options
from tui.errors import ExchangeError
from tui.formats.registry import ImportRun
from tui.model import AnnotatedDocument


def read(tmp_path: Path, *values: dict[str, Any]) -> list[AnnotatedDocument]:
    path = tmp_path / "in.json"
    path.write_text(json.dumps(values), encoding="utf-8")
    return [one.document for one in ImportRun(path, options())]


def test_tags_in_words_are_read_as_in_conll(tmp_path: Path) -> None:
    tokens, tags = ["زار", "أحمد", "علي", "فاس"], ["O", "B-PER", "I-PER", "B-LOC"]
    (made,) = read(tmp_path, {"tokens": tokens, "ner_tags": tags, "lang": "ar"})
    assert [(s.label, s.text) for s in made.annotations] == [("PER", "أحمد علي"), ("LOC", "فاس")]
    assert (made.id, made.meta) == ("in.json#1", {"lang": "ar"})


def test_plain_labels_are_read_by_their_runs(tmp_path: Path) -> None:
    path = tmp_path / "in.json"
    path.write_text('{"tokens": ["a", "b", "c", "d"], "ner_tags": ["X", "X", "O", "Y"]}')
    (one,) = [one.document for one in ImportRun(path, options())]
    assert [(a.label, a.text) for a in one.annotations] == [("X", "a b"), ("Y", "d")]
    path.write_text('{"tokens": ["a", "b"], "ner_tags": ["0", "3"]}')
    (one,) = [one.document for one in ImportRun(path, options())]
    assert [(a.label, a.text) for a in one.annotations] == [("3", "b")]
    path.write_text('{"tokens": ["a", "b"], "ner_tags": ["B-X", "Y"]}')
    with pytest.raises(ExchangeError, match="some of its tags have the form of B-LABEL"):
        list(ImportRun(path, options()))


@pytest.mark.parametrize(
    ("tokens", "tags", "message"),
    [
        (["a", "b"], [0], "has 2 tokens and 1 ner_tags"),
        (["a", 1], [0, 0], "contains something other than strings"),
        (["a", "b"], [0, "B-x"], "neither all strings nor all whole numbers"),
    ],
)
def test_what_does_not_fit_is_refused(
    tmp_path: Path, tokens: list[Any], tags: list[Any], message: str
) -> None:
    with pytest.raises(ExchangeError, match=message):
        read(tmp_path, {"tokens": tokens, "ner_tags": tags})


@pytest.mark.parametrize("words", ["tokens", "words"])
@pytest.mark.parametrize("tags", ["ner_tags", "tags", "labels", "ner"])
def test_the_lists_have_several_names(tmp_path: Path, words: str, tags: str) -> None:
    (made,) = read(tmp_path, {words: ["زار", "أحمد"], tags: ["O", "B-PER"], "pos_tags": [1, 2]})
    assert [(a.label, a.text) for a in made.annotations] == [("PER", "أحمد")]
    assert made.meta == {"pos_tags": [1, 2]}
