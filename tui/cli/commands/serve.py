"""`hashiya serve`: the reader in a browser."""

from __future__ import annotations

import argparse
import asyncio
import os
import secrets
import sys
from functools import partial
from pathlib import Path
from urllib.parse import quote

import tui
from tui.cli.commands.read import add_sources, require_existing_source
from tui.cli.environment import (
    IN_PAGE,
    annotator_name,
    database_path,
    open_config,
    open_schema,
)
from tui.cli.options import person_name
from tui.cli.output import notify, printable, write_line
from tui.errors import WebError
from tui.extras import install_command
from tui.store.database import Store

_OF_THIS_TERMINAL = ("DISPLAY", "STY", "TMUX", "TMUX_PANE", "WAYLAND_DISPLAY")
"""Variables about the server's own terminal and desktop, which do not apply to a page."""

# Not `-m tui`: Python would then import from the working directory, a folder of documents.
_START = "import sys; sys.path.append({folder!r}); from tui.cli.main import main; main()"


def run(options: argparse.Namespace) -> int:
    """Add the sources, then serve the reader until ctrl+c."""
    try:
        from tui.web.server import Serving, is_loopback, serve
    except ImportError as error:
        raise WebError(f"a browser needs textual-serve: {install_command('web')}") from error
    require_existing_source(options.sources)
    annotator = _prepare(options)
    token = secrets.token_urlsafe(32)
    serving = Serving(
        token=token,
        reader=partial(_reader, options),
        log=lambda words: notify(printable(words)),
        host=options.host,
        port=options.port,
        public_url=options.url or "",
        named_by_page=options.annotator_from_url,
    )
    query = f"?token={token}"
    if options.annotator_from_url:
        query += f"&annotator={quote(annotator)}"

    def ready(address: str) -> None:
        write_line(f"{address}{query}")
        sys.stdout.flush()
        if not (is_loopback(options.host) or (options.url or "").startswith("https:")):
            notify("the connection is not encrypted: whoever can listen on the way reads the texts")
            notify("and the token; `ssh -L` or a proxy with TLS encrypts it: docs/browser.md")
        notify("open this address in a browser; ctrl+c here ends all readers, everything is saved")

    asyncio.run(serve(serving, ready))
    return 0


def _prepare(options: argparse.Namespace) -> str:
    """Create the database, add the sources, and return the annotator's name.

    Faults in the settings are reported now, not in each page.
    """
    config = open_config(options)
    open_schema(options, config)
    with Store.open(database_path(options)) as store:
        add_sources(store, options)
        return annotator_name(options, config.settings, store)


def _reader(options: argparse.Namespace, named: str | None) -> tuple[list[str], dict[str, str]]:
    """Return the command and the environment of a page's reader.

    Raises NotAName if `named`, which the page gives as the annotator, is not a name.
    """
    from tui.web.server import NotAName

    annotator = options.annotator
    if named is not None:
        try:
            annotator = person_name(named)
        except argparse.ArgumentTypeError as error:
            raise NotAName(str(error)) from error
    folder = str(Path(tui.__file__).parents[1])
    words = [f"--db={database_path(options).absolute()}"]
    for name, value in (
        ("--annotator", annotator),
        ("--schema", options.schema),
        ("--bidi", options.bidi),
        ("--marks", options.marks),
    ):
        if value:
            words.append(f"{name}={value}")
    environment = {
        name: value for name, value in os.environ.items() if name not in _OF_THIS_TERMINAL
    }
    environment |= {IN_PAGE: "1", "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    command = [sys.executable, "-P", "-c", _START.format(folder=folder), *words, "read"]
    return command, environment
