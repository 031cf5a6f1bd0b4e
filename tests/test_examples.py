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

from tests.articles import document
from tests.cli.conftest import Hashiya, hashiya
from tests.suggest.ml_server import json_reply, ml_server
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
    ruler.add_patterns(  # type: ignore[attr-defined]  # the class depends on the name
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
    claims = json.dumps({"claims": ["العمل بدأ في لندن", "لم يبدأ العمل", "ا", 3]})
    said = f"Here it is:\n```json\n{claims}\n```"

    def chat(handler: BaseHTTPRequestHandler, body: Any) -> None:
        assert body["messages"][1]["content"] == TEXT
        json_reply({"choices": [{"message": {"content": said}}]})(handler, body)

    with ml_server(json_reply({}), **{"v1/chat/completions": chat}) as server:
        result = hashiya("suggest", "--with", call("chat_endpoint.py", f"{server.url}/v1", "m"))
    assert result.status == 0
    assert result.err.rstrip().endswith("a.txt: 2 not placed")
    assert one() == [("claim", "العمل بدأ في لندن", {})]


@pytest.mark.slow
@pytest.mark.parametrize("said", ["I cannot do that.", '{"claims": 3}', "[]"])
def test_what_a_chat_model_says_besides_costs_nothing(
    hashiya: Hashiya, one: Callable[[], list[tuple[str, str, dict[str, Any]]]], said: str
) -> None:
    reply = json_reply({"choices": [{"message": {"content": said}}]})
    with ml_server(json_reply({}), **{"v1/chat/completions": reply}) as server:
        result = hashiya("suggest", "--with", call("chat_endpoint.py", f"{server.url}/v1", "m"))
    assert result.status == 0
    assert "not the JSON that was asked for" in result.err
    assert one() == []


FAKES = {
    "camel.py": """
class NERecognizer:
    pretrained = classmethod(lambda cls: cls())
    def predict_sentence(self, words):
        kinds = {"سامي": "B-PERS", "لبيب": "I-PERS", "لندن": "B-LOC", "العمل": "B-MISC"}
        return [kinds.get(word, "O") for word in words]
""",
    "gliner_labels.py": """
class GLiNER:
    from_pretrained = classmethod(lambda cls, name: cls())
    def predict_entities(self, text, labels, threshold):
        kinds = {"سامي لبيب": labels[0], "لندن": labels[2]}
        return [{"start": text.index(name), "end": text.index(name) + len(name), "label": kind,
                 "score": 0.75} for name, kind in kinds.items() if name in text]
""",
    "token_classifier.py": """
def pipeline(task, model, aggregation_strategy):
    kinds = {"سامي لبيب": "PERS", "لندن": "GPE", "العمل": "MISC"}
    return lambda text: [
        {"start": text.index(name), "end": text.index(name) + len(name), "entity_group": kind,
         "score": 0.75} for name, kind in kinds.items() if name in text]
""",
}
"""What stands for the packages that take too long to install: their answers, in their shapes."""

PACKAGES = {"camel.py": "camel_tools/ner", "gliner_labels.py": "gliner",
            "token_classifier.py": "transformers"}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("script", FAKES)
def test_a_models_answers_become_entities_at_their_places(
    hashiya: Hashiya, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    package = tmp_path / "packages" / PACKAGES[script]
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(FAKES[script], encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "packages"))
    with Store.open(tmp_path / "annotations.db") as store:
        store.add_documents([document(f"عنوان\n\n{TEXT}", "a.txt")])
    result = hashiya("suggest", "--with", call(script, "model"))
    assert (result.status, result.err) == (0, "")
    with Store.open(tmp_path / "annotations.db", read_only=True) as store:
        found = [(row.text, row.attributes["type"]) for row in store.annotations.select()]
    assert found == [("سامي لبيب", "PERS"), ("لندن", "GPE")]
