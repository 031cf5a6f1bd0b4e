"""Messages for when the database was replaced, or work could not be saved."""

from __future__ import annotations

from pathlib import Path

from tui.session.messages import Level, StatusMessage, plural
from tui.session.saving.rescue_file import command_line, rescue, write_records
from tui.session.saving.saver import Saver
from tui.store.database import Store


def write(store: Store, saver: Saver) -> str:
    """Write unsaved work to a file at the end of a session; return where all the work is.

    Raises StoreError if the file cannot be written.
    """
    if saver.is_cut_off:
        path = write_records(store.path, saver.all_work())
        saver.discard()
        return (
            f"{store.path} was replaced while it was open; nothing was written to the "
            f"new file. All your work is in {path}; import it later: "
            f"{command_line(store.path, 'import', path)}"
        )
    notices = [] if saver.rescued is None else [_rescue_notice(saver.original, saver.rescued)]
    if unsaved := saver.unsaved:
        path = rescue(store, unsaved, saver.shown())
        saver.discard()
        notices.append(
            f"{len(unsaved)} {plural('command', len(unsaved))} could not be saved; import it "
            f"later: {command_line(store.path, 'import', path)}"
        )
    return "\n".join(notices)


def rescue_news(original: Path, rescued: Path) -> StatusMessage:
    """Return the message that the session goes on in a rescue database."""
    happened = (
        "was replaced by another file, which is left as it is"
        if original.exists()
        else "was removed"
    )
    return StatusMessage(
        f"{original.name} {happened}: your work goes on in {rescued.name}", Level.ERROR
    )


def _rescue_notice(original: Path, rescued: Path) -> str:
    happened = (
        "was replaced while it was open; nothing was written to the new file"
        if original.exists()
        else "was removed while it was open"
    )
    merge_it = command_line(original, "merge", rescued)
    return f"{original} {happened}. All your work is in {rescued}; to take it in: {merge_it}"
