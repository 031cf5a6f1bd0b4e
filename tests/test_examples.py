"""The example suggesters: short, and those whose packages are here run."""

import json
import shlex
import sys
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
import spacy

from tests.cli.conftest import Hashiya, hashiya
from tests.suggest.ml_server import json_reply, ml_server
from tests.ui.driving import document
from tui.store.database import Store

__all__ = ["hashiya"]  # the fixture

EXAMPLES = Path(__file__).parents[1] / "examples" / "suggesters"
SCRIPTS = sorted(EXAMPLES.glob("*.py"))
TEXT = "قال سامي لبيب إن العمل بدأ في لندن.\n"


@pytest.fixture
def one(tmp_path: Path) -> Callable[[], list[tuple[str, str, dict[str, Any]]]]:
    """A database with a document; the fixture reads the annotations in it."""
    with Store.open(tmp_path / "annotations.db") as store:
        store.add_documents([document(TEXT, "a.txt")])

    def read() -> list[tuple[str, str, dict[str, Any]]]:
        with Store.open(tmp_path / "annotations.db", read_only=True) as store:
            rows = store.annotations.select()
            return [(row.label, row.text, dict(row.attributes)) for row in rows]

    return read


def call(script: str, *words: str) -> str:
    return shlex.join([sys.executable, str(EXAMPLES / script), *words])


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_an_example_has_less_than_forty_lines_and_compiles(script: Path) -> None:
    text = script.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 40
    compile(text, script.name, "exec")


@pytest.mark.slow
def test_a_spacy_pipeline_suggests(
    hashiya: Hashiya, tmp_path: Path, one: Callable[[], list[tuple[str, str, dict[str, Any]]]]
) -> None:
    pipeline = spacy.blank("ar")
    ruler = pipeline.add_pipe("entity_ruler")
    ruler.add_patterns(  # type: ignore[attr-defined]
        [{"label": "GPE", "pattern": "لندن"}, {"label": "MONEY", "pattern": "العمل"}]
    )
    pipeline.to_disk(tmp_path / "pipeline")
    result = hashiya("suggest", "--with", call("spacy_pipeline.py", str(tmp_path / "pipeline")))
    assert (result.status, result.err) == (0, "")
    assert one() == [("entity", "لندن", {"type": "GPE"})]


@pytest.mark.slow
def test_quotations_of_a_chat_model_are_placed_by_their_text(
    hashiya: Hashiya, one: Callable[[], list[tuple[str, str, dict[str, Any]]]]
) -> None:
    said = json.dumps({"claims": ["العمل بدأ في لندن", "لم يبدأ العمل", 3]})

    def chat(handler: BaseHTTPRequestHandler, body: Any) -> None:
        assert body["messages"][1]["content"] == TEXT
        json_reply({"choices": [{"message": {"content": said}}]})(handler, body)

    with ml_server(json_reply({}), **{"v1/chat/completions": chat}) as server:
        result = hashiya("suggest", "--with", call("chat_endpoint.py", f"{server.url}/v1", "m"))
    assert result.status == 0
    assert result.err.rstrip().endswith("a.txt: 1 not placed")
    assert one() == [("claim", "العمل بدأ في لندن", {})]
