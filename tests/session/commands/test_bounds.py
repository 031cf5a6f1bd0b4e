"""Which words the moves of a bound know: those of the text, and names that were tagged."""

from pathlib import Path

from tests.session.opening import OPTIONS, go, opened, tag
from tui.session.commands.bounds import begin_selection, moved_bound
from tui.session.session import Session
from tui.text.spans import Span

NAME = "بشكريت"  # ب could be a preposition
TEXT = f"وقال {NAME} إن الأمر انتهى"
PLACE = Span(5, 5 + len(NAME))


def without_clitic(session: Session) -> str:
    """What `s` selects on the name, without a selection."""
    go(session, PLACE.start)
    begin_selection(session, "start_in")
    selection = session.open_text.selection
    return session.text_of(selection) if selection is not None else ""


def test_a_name_tagged_elsewhere_begins_with_no_clitic(tmp_path: Path) -> None:
    with opened(tmp_path, TEXT, NAME) as session:
        assert without_clitic(session) == NAME[1:]
        session.open("001.txt", OPTIONS)
        tag(session, "entity", 0, len(NAME))
        session.open("000.txt", OPTIONS)
        assert without_clitic(session) == NAME


def test_the_annotation_that_is_moved_makes_its_own_text_no_name(tmp_path: Path) -> None:
    with opened(tmp_path, TEXT) as session:
        made = tag(session, "entity", *PLACE)
        session.pin(made)
        assert session.text_of(moved_bound(session, "start_in", PLACE)) == NAME[1:]
        session.unpin()
        assert session.text_of(moved_bound(session, "start_in", PLACE)) != NAME[1:]
