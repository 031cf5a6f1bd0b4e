"""Opening the reader on a database: the one way in for the command line."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tui.annotations.schema import LabelSchema
from tui.annotations.store import Store
from tui.config import Settings
from tui.errors import StoreError
from tui.ui.app import HashiyaApp, Remember
from tui.ui.terminal import Bidi, Marks, detect
from tui.ui.terminal.driver import driver_class


def run(
    store: Store,
    schema: LabelSchema,
    settings: Settings,
    annotator: str,
    *,
    first_document: str | None = None,
    notices: Sequence[str] = (),
    ask_annotator: bool = False,
    remember: Remember | None = None,
    started: Callable[[], None] | None = None,
    tell: Callable[[str], None],
) -> int:
    """Run the reader until the person quits or it is ended; the exit status.

    `started` is called once the first screen is painted, `tell` with what is to be read on the
    terminal afterwards.
    """
    marks = None if settings.marks == "auto" else Marks(settings.marks)
    profile, answers = detect(Bidi(settings.bidi), marks)
    app = HashiyaApp(
        store,
        schema,
        settings,
        annotator,
        first_document=first_document,
        notices=[*([profile.hint] if profile.hint else []), *notices],
        ask_annotator=ask_annotator,
        remember=remember,
        started=started,
        driver_class=driver_class(profile, answers.typed),
    )
    try:
        app.run()
    finally:
        farewell = _farewell(app)
    if farewell:
        tell(farewell)
    return app.return_code or (1 if farewell else 0)


def _farewell(app: HashiyaApp) -> str:
    """End the session, whatever ended the app; what there is to tell."""
    try:
        return app.farewell or app.session.finish()
    except StoreError as error:
        return f"{app.session.saver.waiting} commands are lost: {error}"
