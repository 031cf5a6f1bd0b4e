"""A source that was edited on disk: the index says so, a preview shows it, one key takes it."""

from __future__ import annotations

from pathlib import Path

from tests.articles import document
from tests.ui.driving import Reader, reading
from tui.keys.bindings import Scope
from tui.model import annotate
from tui.store.database import Store
from tui.store.maintenance.checks import check_database
from tui.ui.dialogs.dialog import ListDialog
from tui.ui.widgets.index import CHANGED_SIGN

OLD = (
    "Heading\n\nIn the spring of that year Carla Mendes met her brother Diego in the old "
    "harbour of Lima.\n\nA paragraph that goes away."
)
NEW = (
    "Heading\n\nA new line.\n\nIn the spring of that year Carla Mendes met her brother Diego "
    "at the old harbour of Lima.\n\nAnother one."
)
CLAIM = "Carla Mendes met her brother Diego in the old harbour of Lima"


async def annotated(folder: Path) -> None:
    """Annotate the old text: what stays, what moves, what is found by likeness, what is lost."""
    async with reading(folder, [OLD, "another"], annotator="me") as reader:
        await reader.press("enter")
        for words, label in (("Heading", "e"), ("Carla Mendes", "e"), ("goes away", "k")):
            select(reader, words)
            await reader.press(label)
        select(reader, CLAIM)
        await reader.press("c")


def says_changed(reader: Reader) -> bool:
    """Return whether the index marks a document whose source has another text."""
    index = reader.screen.index
    lines = [index.line(place, 24).text for place in range(index.line_count())]
    return any(CHANGED_SIGN in line[:2] for line in lines)


def select(reader: Reader, words: str) -> None:
    """Select the words, as `v` and moves do."""
    start = reader.session.open_text.text.index(words)
    reader.go(start)
    reader.session.open_text.go_to(start + len(words), extend=True)


def span_of(words: str) -> tuple[int, int]:
    """Where the words stand in the old text."""
    start = OLD.index(words)
    return start, start + len(words)


def covered(reader: Reader) -> dict[str, str]:
    """What each annotation covers and its status, as the database has it."""
    return {row.text: row.status for row in reader.saved()}


def preview(reader: Reader) -> list[tuple[str, str]]:
    """The lines of the dialog on top, with their details."""
    dialog = reader.app.screen
    assert isinstance(dialog, ListDialog)
    return [(choice.text, choice.detail) for choice in dialog.all]


async def test_an_edited_paragraph_shows_the_words_that_changed(tmp_path: Path) -> None:
    old = (
        "In a narrow terminal only the beginning of a long paragraph is in view: old words end it."
    )
    async with reading(tmp_path, [old, "another"]) as reader:
        await reader.press("enter", "e")
    new = [old.replace("old words", "new signs"), "another"]
    async with reading(tmp_path, new, size=(80, 24)) as reader:
        assert ("old words", "removed") in preview(reader)
        assert ("new signs", "added") in preview(reader)
        assert "in view: old words end" in reader.shown()
        assert "in view: new signs end" in reader.shown()


async def test_the_whole_way_from_the_index_to_an_orphan_placed_by_hand(tmp_path: Path) -> None:
    await annotated(tmp_path)
    async with reading(tmp_path, [NEW, "another"], annotator="me") as reader:
        assert says_changed(reader)
        lines = preview(reader)
        assert lines[0] == ("goes away", "loses its place")
        assert lines[1][0] == CLAIM
        assert lines[1][1].endswith("% alike")
        assert lines[2] == (CLAIM.replace(" in ", " at "), "its new words")
        assert ("Another one.", "added") in lines
        assert ("A paragraph that goes away.", "removed") in lines
        assert lines[-2:] == [("Carla Mendes", "moves"), ("Heading", "stays")]
        assert "3 annotations keep a place, 1 lose theirs" in reader.shown()
        assert covered(reader)[CLAIM] == "accepted"

        await reader.press("enter")
        assert reader.session.open_text.text == NEW
        assert covered(reader) == {
            "Heading": "accepted",
            "Carla Mendes": "accepted",
            CLAIM.replace(" in ", " at "): "accepted",
            "goes away": "orphaned",
        }
        assert not says_changed(reader)
        assert "without a place 1" in reader.shown()
        assert "A new line" in "\n".join(reader.rows())

        await reader.press("u")
        assert reader.session.open_text.text == OLD
        assert "goes away" in "\n".join(reader.rows())
        assert covered(reader)["goes away"] == "accepted"
        assert says_changed(reader)
        await reader.press("U")
        assert reader.session.open_text.text == NEW
        assert covered(reader)["goes away"] == "orphaned"

        reader.screen.focus_pane(Scope.SIDEBAR)
        await reader.press("end", "enter")
        assert reader.screen.scope is Scope.ARTICLE
        select(reader, "Another one")
        await reader.press("enter")
        assert covered(reader)["Another one"] == "accepted"
        assert "without a place" not in reader.shown()
        await reader.press("u")
        assert covered(reader)["goes away"] == "orphaned"
        assert [finding.kind for finding in check_database(reader.store.path)] == ["orphaned"]


async def test_escape_keeps_the_old_text_and_the_palette_shows_the_change_again(
    tmp_path: Path,
) -> None:
    await annotated(tmp_path)
    async with reading(tmp_path, [NEW, "another"], annotator="me") as reader:
        await reader.press("escape")
        assert reader.session.open_text.text == OLD
        assert says_changed(reader)
        await reader.press("ctrl+p", *"changed in this", "enter")
        assert preview(reader)[0][0] == "goes away"
        await reader.press("enter")
        assert reader.session.open_text.text == NEW


async def test_others_annotations_go_along_and_that_is_said(tmp_path: Path) -> None:
    await annotated(tmp_path)
    with Store.open(tmp_path / "annotations.db") as store:
        hers = annotate(store.documents.get("000.txt"), OLD, span_of("Lima"), "entity", "her")
        store.load([hers])
    async with reading(tmp_path, [NEW, "another"], annotator="me") as reader:
        assert "(1 by others)" in reader.shown()
        await reader.press("enter")
        rows = [row for row in reader.saved() if row.annotator == "her"]
        assert [(row.text, row.start) for row in rows] == [("Lima", NEW.index("Lima"))]


async def test_what_another_program_took_in_is_said_and_shown(tmp_path: Path) -> None:
    await annotated(tmp_path)
    async with reading(tmp_path, [OLD, "another"], annotator="me") as reader:
        with Store.open(tmp_path / "annotations.db") as other:
            other.add_documents([document(NEW, "000.txt")])
            await reader.until(lambda: "its source has another text now" in reader.shown())
            assert reader.session.open_text.text == OLD
            assert says_changed(reader)
            other.documents.reanchor("000.txt", "her", other.documents.placements("000.txt"))
            await reader.until(lambda: reader.session.open_text.text == NEW)
        await reader.until(lambda: "another program has moved this document" in reader.shown())
        assert "A new line" in "\n".join(reader.rows())
        select(reader, "Diego")
        await reader.press("e")
        assert covered(reader)["Diego"] == "accepted"
        kinds = {finding.kind for finding in check_database(reader.store.path)}
        assert kinds == {"orphaned"}
