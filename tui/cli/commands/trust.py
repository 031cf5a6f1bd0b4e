"""`hashiya trust`: show which commands and addresses a folder's settings name, and allow them."""

from __future__ import annotations

import argparse
import json
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from tui.cli.output import notify
from tui.config import SETTINGS_FILE, Config, load
from tui.config.permissions import is_trusted, needs_trust, programs_in_folder, trust
from tui.config.toml import settings_error
from tui.errors import SettingsError

_INVISIBLE = ("Cc", "Cf", "Co", "Cn", "Zl", "Zp")
"""Categories of characters that are invisible, or change how other text is displayed."""


def run(options: argparse.Namespace) -> int:
    """Print the commands and addresses of a folder's hashiya.toml; remember the consent."""
    folder = Path(options.folder)
    path = folder / SETTINGS_FILE if folder.is_dir() else folder
    if not path.is_file():
        raise SettingsError(f"{path}: there is no such file; nothing needs to be trusted")
    config = load(path)
    if config.faults:
        raise settings_error(config.faults)
    if not needs_trust(config.settings):
        sys.stdout.write(f"{visible(str(path))}: it runs and sends nothing\n")
        return 0
    sys.stdout.write(f"{visible(str(path))} may make Hashiya\n")
    for line in _described_permissions(config, path.parent):
        sys.stdout.write(f"  {line}\n")
    if is_trusted(config):
        sys.stdout.write("It is trusted already, with this content.\n")
        return 0
    if not options.yes and not _ask_confirmation():
        notify("hashiya: nothing is trusted; it runs and sends nothing")
        return 1
    trust(config)
    sys.stdout.write("trusted, until it or a file that it runs changes\n")
    return 0


def _described_permissions(config: Config, folder: Path) -> Iterator[str]:
    for name, one in config.settings.suggesters.items():
        when = ", also when a document is opened for the first time" if one.auto else ""
        if one.command:
            words = json.dumps(list(one.command), ensure_ascii=False)
            yield f"run {visible(words)}, as {visible(name)}{when}; it gets the documents"
        else:
            yield f"send documents to {visible(one.url)}, as {visible(name)}{when}"
    if config.settings.hub:
        yield f"exchange all documents and annotations with {visible(config.settings.hub)}"
    for path in programs_in_folder(config, folder.resolve()):
        yield f"(in this folder: {visible(str(path))})"


def _ask_confirmation() -> bool:
    sys.stdout.write("Type yes to allow it: ")
    sys.stdout.flush()
    return sys.stdin is not None and sys.stdin.readline().strip().lower() in ("y", "yes")


def visible(text: str) -> str:
    """Return the text in logical order with escapes for everything invisible.

    Bidi controls could make a command look like another one.
    """
    return "".join(
        char.encode("unicode_escape").decode() if unicodedata.category(char) in _INVISIBLE else char
        for char in text.encode(errors="replace").decode()
    )
