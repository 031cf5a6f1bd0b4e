"""The article that ships with the project, and documents of any text."""

from tests.paths import SEED_FILE
from tui.model import Document, title_of


def seed_text() -> str:
    """The article that ships with the project."""
    return SEED_FILE.read_bytes().decode()


def document(text: str, id: str = "a.txt") -> Document:
    """A document of that text."""
    return Document(id=id, title=title_of(text) or id, source=f"/somewhere/{id}", text=text)
