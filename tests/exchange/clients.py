"""The programs that read the exports, imported in one place because they have no types."""

from typing import Any

import pandas as pd  # type: ignore[import-untyped]
import spacy
from spacy.tokens import Doc

__all__ = ["blank", "pd", "spacy_doc"]


def blank() -> Any:
    """spaCy without a trained model, for any language."""
    return spacy.blank("xx")


def spacy_doc(nlp: Any, words: list[str], spaces: list[bool]) -> Any:
    """A text as spaCy puts it together from tokens."""
    return Doc(nlp.vocab, words=words, spaces=spaces)
