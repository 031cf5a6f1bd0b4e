"""`hashiya read`: open the reader."""

from __future__ import annotations

import argparse
import codecs
import gc
import os
import sys
import textwrap
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from tui import cli, interrupts
from tui.choices import Bidi, Marks
from tui.cli import commands
from tui.cli.environment import (
    CHOSEN_NAME,
    IN_PAGE,
    SEEDS,
    database_path,
    given_annotator,
    login_name,
    open_config,
    open_schema,
    with_options,
)
from tui.cli.options import STDIN
from tui.config import Config, Settings
from tui.config.parsing import choice_text, with_choices
from tui.config.permissions import allowed
from tui.config.settings import CHOOSABLE
from tui.errors import (
    Busy,
    CannotWrite,
    CorpusError,
    HashiyaError,
    SettingsError,
    StoreError,
    UsageError,
)
from tui.hub.connection import hub_address
from tui.model import stamp_of
from tui.schema import LabelSchema
from tui.session.messages import plural
from tui.session.saving.saver import left_behind
from tui.store.database import Store
from tui.store.file.network import network_type

if TYPE_CHECKING:
    from tui.hub.background import BackgroundSync
    from tui.session.background_suggesting import BackgroundSuggesters
    from tui.ui.protocols import Opening

_NO_TERMINAL = "the reader needs a terminal; `hashiya show DOCUMENT` prints to a pipe"

_NOTICED = "network_folder"
"""The stored choice that records that an annotator has seen the notice of a network folder."""

CLOCK_TOLERANCE = 2.0
"""Seconds by which a file's times may lag behind the clock: some are coarse or from a server."""

_BOOKS = (".epub", ".epub.gz")
"""The endings of files whose first document is their first chapter."""

MOST_ENTRIES = 10_000
"""The most files of a folder that are examined for advice."""

MOST_REFUSALS = 5
"""The most refusals that are shown in the place of a document."""

ADVICE_CELLS = 60
"""Code points of a line of such reasons."""

START_BUSY_TIMEOUT = 1000
"""Milliseconds that the start waits for another program's lock before it continues without."""


def run(options: argparse.Namespace) -> int:
    """Add the sources, and open the reader on them and on everything in the database."""
    require_existing_source(options.sources)
    if STDIN not in options.sources:
        return open_reader(options)
    piped = commands.add.piped_bytes(options.sources)
    _type_at_the_terminal()
    return open_reader(options, piped=piped)


def _type_at_the_terminal() -> None:
    """Read keys from the terminal itself, as stdin was a pipe. Raises UsageError without one."""
    try:
        terminal = os.open("/dev/tty", os.O_RDWR)
    except OSError:
        raise UsageError(_NO_TERMINAL) from None
    os.dup2(terminal, 0)
    os.close(terminal)


def open_reader(
    options: argparse.Namespace,
    *,
    first_document: str | None = None,
    opening: Opening | None = None,
    standalone: bool = False,
    piped: bytes | None = None,
) -> int:
    """Open the reader; return its exit status.

    With `first_document` no sources are added and that document is opened first. `opening` is
    called with the reader once it is on the screen. `standalone` leaves out the hub and the
    suggesters of the user's settings. `piped` is the source `-`.
    """
    if not (is_in_page() or (sys.stdin.isatty() and sys.stdout.isatty())):
        raise UsageError(_NO_TERMINAL)
    if not is_in_page():
        _require_able_terminal()
    gc.disable()  # a collection takes 20 ms, so it waits until there is something to read
    try:
        return _run_reader(options, first_document, opening, standalone=standalone, piped=piped)
    finally:
        gc.enable()


def _require_able_terminal() -> None:
    """Raise HashiyaError for a terminal that cannot show the reader."""
    if os.environ.get("TERM") == "dumb":
        raise HashiyaError(
            "the reader needs a terminal that can move its cursor, and TERM is dumb here; "
            "`hashiya show DOCUMENT` prints an article"
        )
    encoding = codecs.lookup(sys.stdout.encoding).name
    if encoding != "utf-8":
        raise HashiyaError(
            f"the reader needs UTF-8, and the locale says {encoding}; where the terminal has "
            "UTF-8, call it with `LC_ALL=C.UTF-8 hashiya`"
        )


def is_in_page() -> bool:
    """Whether a page of a browser shows this reader, through `hashiya serve`."""
    return IN_PAGE in os.environ


def require_existing_source(sources: Sequence[str]) -> None:
    """Raise CorpusError if none of the sources exists."""
    if sources and STDIN not in sources and not any(map(os.path.lexists, sources)):
        raise CorpusError(
            f"{sources[0]}: there is no such file or folder; `hashiya --help` lists the commands"
        )


def _resume_garbage_collection() -> None:
    """Free what imports and the first frame left behind, a quarter of a megabyte each, and turn the
    collector on again; it skips everything that was created so far."""
    gc.collect()
    gc.freeze()
    gc.enable()


def _run_reader(
    options: argparse.Namespace,
    first_document: str | None,
    opening: Opening | None,
    *,
    standalone: bool,
    piped: bytes | None,
) -> int:
    config = open_config(options)
    schema = open_schema(options, config)
    interrupts.end_at_once()
    from tui.ui import app

    interrupts.raise_exception()
    with Store.open(database_path(options)) as store:
        login = login_name()
        named = given_annotator(options, config.settings)
        chosen = None if named else store.choices.by_annotator(login).get(CHOSEN_NAME)
        annotator = named or chosen or login
        settings = _effective_settings(store, config.settings, annotator, options)
        first, of_sources, one_of_several = first_document, list[str](), False
        if first_document is None and not is_in_page():  # the server has added them
            first, of_sources = add_sources(store, options, piped)
            if first is not None and "#" in first:
                first = store.progress.last_chapter(first, annotator) or first
            record = store.progress.unfinished_record(first, annotator) if first else None
            first, one_of_several = record or first, record is not None
        interrupts.end_at_once()
        notices = [*_saving_notices(store), *network_notices(store, annotator), *of_sources]
        launch = app.Launch(
            first_document=first,
            one_of_several=one_of_several,
            opening=opening,
            notices=notices,
            advice=() if store.documents.last_rowid() else _advice(options.sources, of_sources),
            ask_annotator=not named and not chosen and login in settings.shared_logins,
            remember=_choice_saver(store, config.settings, annotator, login),
            started=_resume_garbage_collection,
            hub=None if standalone else _background_sync(store, annotator, config, notices),
            suggesters=None if standalone else reader_suggesters(store, schema, config, notices),
            in_page=is_in_page(),
        )
        return app.run(store, schema, settings, annotator, launch, tell=_print_at_exit)


def _background_sync(
    store: Store, annotator: str, config: Config, notices: list[str]
) -> BackgroundSync | None:
    """Return the synchronisation with the hub; None without a hub.

    A hub that only an untrusted file names is not used, and a notice says so.
    """
    try:
        address = hub_address(config)
    except SettingsError as error:
        notices.append(str(error))
        return None
    if not address:
        return None
    from tui.hub.background import BackgroundSync  # few readers have a hub

    return BackgroundSync(store.path, address, annotator)


def reader_suggesters(
    store: Store, schema: LabelSchema, config: Config, notices: list[str]
) -> BackgroundSuggesters | None:
    """Return the suggesters of the settings; None without any.

    Those that only an untrusted file names are not used, and a notice says so.
    """
    try:
        found = allowed(config)
    except SettingsError as error:
        notices.append(str(error))
        return None
    if found.refused_suggesters:
        names = ", ".join(sorted(found.refused_suggesters))
        notices.append(f"suggesters that are not trusted: {names}; {found.how_to_trust}")
    if not found.suggesters and "gazetteer" not in config.settings.suggest_with:
        return None
    from tui.session.background_suggesting import BackgroundSuggesters, gazetteer_command

    chosen = list(found.suggesters.values())
    if "gazetteer" in config.settings.suggest_with:
        chosen.insert(0, gazetteer_command(auto=config.settings.suggest_on_opening))
    return BackgroundSuggesters(store.path, schema, chosen)


def _print_at_exit(message: str) -> None:
    """Print a last message; the terminal may be gone."""
    with suppress(OSError):
        cli.output.notify(message)


def _saving_notices(store: Store) -> list[str]:
    """Return notices about what cannot be saved, or could not be saved before."""
    said = [] if store.writable else ["read-only: nothing can be saved here, a file will keep it"]
    with suppress(OSError):  # a folder may be used without being listed
        files = left_behind(store.path)
        said += [f"unsaved work: hashiya import {path}, then remove the file" for path in files]
    return said


def network_notices(store: Store, annotator: str) -> list[str]:
    """Return the notice that the database is in a network folder, once for each annotator."""
    kind = network_type(store.path)
    if not kind or _NOTICED in store.choices.by_annotator(annotator):
        return []
    with suppress(StoreError):
        store.choices.save(annotator, _NOTICED, kind)
    return [f"network folder ({kind}): it opens on one machine at a time"]


def _effective_settings(
    store: Store, settings: Settings, annotator: str, options: argparse.Namespace
) -> Settings:
    if is_in_page():  # these two are about the terminal that the file's owner has
        settings = replace(settings, bidi=Bidi.AUTO, marks=Marks.AUTO)
    kept = store.choices.by_annotator(annotator)
    if CHOOSABLE & kept.keys():
        settings = with_choices(settings, kept)
    return with_options(settings, options)


def _choice_saver(
    store: Store, settings: Settings, annotator: str, login: str
) -> Callable[[str, object], None]:
    def remember(setting: str, value: object) -> None:
        if setting == CHOSEN_NAME:
            store.choices.save(login, CHOSEN_NAME, str(value))
            return
        store.choices.save(annotator, setting, choice_text(settings, setting, value))

    return remember


def add_sources(
    store: Store, options: argparse.Namespace, piped: bytes | None = None
) -> tuple[str | None, list[str]]:
    """Add the sources; return the document to open, if a single file was named, and notices."""
    sources = options.sources or ([SEEDS] if Path(SEEDS).is_dir() else [])
    if not sources:
        return None, []
    if len(options.sources) == 1 and piped is None and not options.encoding:
        known = unchanged_document(store, os.path.abspath(options.sources[0]))  # noqa: PTH100 (not resolved)
        if known is not None:
            return known, []
    reader = commands.add.SourceReader(sources, options, piped)
    try:
        report = reader.add_to(store, busy_timeout=START_BUSY_TIMEOUT)
    except (Busy, CannotWrite) as error:
        return None, [f"nothing was added: {error}"]
    refused = [f"refused: {item}" for item in (*reader.refusals, *report.refused)]
    notices = [*refused, *(str(note) for note in reader.notes)]
    for line in notices:
        cli.output.notify(line)
    alone = len(options.sources) == 1 and (piped is not None or Path(options.sources[0]).is_file())
    return report.first if alone else None, notices


def _advice(sources: Sequence[str], notices: Sequence[str]) -> list[str]:
    """Return the advice of a reader without a document; [] for the usual advice."""
    if not (sources and notices):
        return unopened_advice(Path())
    said = ["Nothing of this could be read:"]
    for notice in notices[:MOST_REFUSALS]:
        said += ["", *textwrap.wrap(notice, ADVICE_CELLS, break_on_hyphens=False)]
    if len(notices) > MOST_REFUSALS:
        said += ["", f"and {len(notices) - MOST_REFUSALS:,} more (ctrl+p, notices)"]
    return [*said, "", "Quit (ctrl+q), and name another file or folder."]


def unopened_advice(folder: Path) -> list[str]:
    """Return the advice in a folder whose own files are not open; [] if it has no files."""
    from tui.sources.files import kind_of  # not needed where there is a document

    try:
        with os.scandir(folder) as entries:
            few = [entry.name for entry in islice(entries, MOST_ENTRIES)]
    except OSError:
        return []
    number = sum(kind_of(name) is not None and not name.startswith(".") for name in few)
    if not number:
        return []
    many = "or more " if len(few) == MOST_ENTRIES else ""
    said = f"This folder holds {number:,} {many}{plural('file', number)} that can be read."
    return [
        "Nothing is open yet.",
        "",
        said,
        "Quit (ctrl+q), and open the folder:",
        "",
        "hashiya .",
    ]


def unchanged_document(store: Store, path: str) -> str | None:
    """Return the id of the document that was read from this file and has not changed since; of a
    book the first chapter.

    `path` is absolute. None if the file has to be read: it is new, or was changed. That is decided
    by its change time, which unlike the modification time cannot be set.
    """
    known = store.documents.source_state(path)
    if known is None and path.lower().endswith(_BOOKS):
        known = store.documents.source_state(f"{path}#1")
    if known is None:
        return None
    try:
        times = os.stat(path), os.lstat(path)  # a link may lead elsewhere than before  # noqa: PTH116
    except OSError:
        return None
    changed = max(time for one in times for time in (one.st_ctime, one.st_mtime))
    document_id, stamp = known
    return document_id if stamp_of(changed + CLOCK_TOLERANCE) < stamp else None
