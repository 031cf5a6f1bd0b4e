"""The programs that read the exports, imported in one place because they have no types."""

import importlib
import json
import warnings
from typing import Any

import pandas as pd

from tests.formats.fixture import DATA

__all__ = [
    "blank",
    "conll_docs",
    "docbin_docs",
    "docbin_of",
    "iob_docs",
    "json_ld",
    "local_json_ld",
    "pd",
    "spacy_doc",
    "spacy_span",
]

_spacy: Any = importlib.import_module("spacy")
_tokens: Any = importlib.import_module("spacy.tokens")
_rdflib: Any = importlib.import_module("rdflib")
_contexts: Any = importlib.import_module("rdflib.plugins.shared.jsonld.context")
_converters: Any = importlib.import_module("spacy.training.converters")


def blank() -> Any:
    """spaCy without a trained model, for any language."""
    return _spacy.blank("xx")


def spacy_doc(nlp: Any, words: list[str], spaces: list[bool]) -> Any:
    """A text as spaCy puts it together from tokens."""
    return _tokens.Doc(nlp.vocab, words=words, spaces=spaces)


def spacy_span(doc: Any, start: int, end: int, label: str, **more: Any) -> Any:
    """A span of a document's tokens."""
    return _tokens.Span(doc, start, end, label=label, **more)


def conll_docs(text: str) -> list[Any]:
    """The documents that spaCy's converter makes of a CoNLL file."""
    return list(_converters.conll_ner_to_docs(text, n_sents=0, no_print=True))


def iob_docs(text: str) -> list[Any]:
    """The documents that spaCy's converter makes of its one-line .iob form."""
    return list(_converters.iob_to_docs(text, n_sents=10, no_print=True))


def docbin_docs(raw: bytes) -> list[Any]:
    """The documents of a DocBin."""
    return list(_tokens.DocBin().from_bytes(raw).get_docs(blank().vocab))


def docbin_of(docs: list[Any], *, user_data: bool = False) -> bytes:
    """The documents as a DocBin, as a user of spaCy stores them."""
    made: bytes = _tokens.DocBin(docs=docs, store_user_data=user_data).to_bytes()
    return made


def json_ld(lines: list[str]) -> Any:
    """The RDF graph that a JSON-LD processor makes of the lines, without a network."""

    def load(url: str, *_: object, **__: object) -> tuple[Any, None]:
        assert url == "http://www.w3.org/ns/anno.jsonld"
        return json.loads((DATA / "anno.jsonld").read_text(encoding="utf-8")), None

    graph = _rdflib.Graph()
    own, _contexts.source_to_json = _contexts.source_to_json, load
    try:
        with warnings.catch_warnings():
            # rdflib's parser makes a graph of a class that rdflib has deprecated.
            warnings.simplefilter("ignore", DeprecationWarning)
            for line in lines:
                graph.parse(data=line, format="json-ld")
    finally:
        _contexts.source_to_json = own
    return graph


def local_json_ld(text: str, context: str, known: dict[str, Any]) -> Any:
    """The RDF graph of a JSON-LD document whose one context is `known`, without a network."""

    def load(url: str, *_: object, **__: object) -> tuple[Any, None]:
        assert url == context
        return {"@context": known}, None

    graph = _rdflib.Graph()
    own, _contexts.source_to_json = _contexts.source_to_json, load
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            graph.parse(data=text, format="json-ld")
    finally:
        _contexts.source_to_json = own
    return graph
