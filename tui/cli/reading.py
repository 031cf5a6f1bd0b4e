"""`hashiya read`: open the reader."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tui.annotations.store import Store
from tui.cli.opening import SEEDS, annotator_name, database_path, open_config, open_schema
from tui.cli.output import say
from tui.config import Settings
from tui.errors import UsageError


def run(options: argparse.Namespace) -> int:
    """Take in the sources and open the reader on them and on all that the database holds."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("the reader needs a terminal; `hashiya show DOCUMENT` prints to a pipe")
    config = open_config(options)
    schema = open_schema(options, config)
    with Store.open(database_path(options)) as store:
        annotator = annotator_name(options, config.settings.annotator)
        settings = _settings(store, config.settings, annotator, options)
        first = _take_in(store, options)
        from tui.ui.reader import run as run_reader

        return run_reader(
            store,
            schema,
            settings,
            annotator,
            first_document=first,
            remember=_remember(store, config.settings, annotator),
        )


def _settings(
    store: Store, settings: Settings, annotator: str, options: argparse.Namespace
) -> Settings:
    kept = store.choices(annotator)
    if kept:
        from tui.config.choices import with_choices

        settings = with_choices(settings, kept)
    given = {name: value for name in ("bidi", "marks") if (value := getattr(options, name))}
    return replace(settings, **given)


def _remember(store: Store, settings: Settings, annotator: str) -> Callable[[str, object], None]:
    def remember(setting: str, value: object) -> None:
        from tui.config.choices import choice_text

        store.keep_choice(annotator, setting, choice_text(settings, setting, value))

    return remember


def _take_in(store: Store, options: argparse.Namespace) -> str | None:
    """Add the sources; the id of the document to open when one file was named."""
    sources = options.sources or ([SEEDS] if Path(SEEDS).is_dir() else [])
    if not sources:
        return None
    from tui.cli.adding import Intake

    intake = Intake(sources, options)
    report = intake.add_to(store)
    for item in (*intake.notes, *intake.refusals, *report.refused):
        say(str(item))
    alone = len(options.sources) == 1 and Path(options.sources[0]).is_file()
    return report.first if alone else None
