"""Writes the generated parts of the documentation; `make docs` does it before it builds the site.

    python -m scripts.docs            write what is not up to date
    python -m scripts.docs --check    only say what is not; exit status 1 if anything is

A part is between `<!-- made by make docs: NAME -->` and `<!-- end of NAME -->`. How good the
suggestions are takes longer to measure and is written by `make quality`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from scripts.command_reference import command_reference
from scripts.key_table import key_table, translated_page
from scripts.pages import replace_part
from scripts.settings_schema import PLACES, files
from scripts.translations import LANGUAGES, all_actions, read

DOCS = Path(__file__).resolve().parents[1] / "docs"


def _part(name: str, make: Callable[[], str]) -> Callable[[str], str]:
    return lambda text: replace_part(text, name, make())


def _whole(made: str) -> Callable[[str], str]:
    return lambda _: made


def pages() -> dict[Path, Callable[[str], str]]:
    """Return each page with a generated part, and the function that makes its text up to date."""

    def translated(code: str) -> Callable[[str], str]:
        return lambda _: translated_page(all_actions(), read(code))

    return {
        DOCS / "keys.md": _part("keys", lambda: key_table(all_actions())),
        DOCS / "commands.md": _part("commands", command_reference),
        **{DOCS / f"keys.{code}.md": translated(code) for code in LANGUAGES},
        **{folder / name: _whole(text) for folder in PLACES for name, text in files().items()},
    }


def main() -> int:
    """Write or check the pages; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing")
    options = parser.parse_args()
    stale = 0
    for path, make in pages().items():
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        if (made := make(text)) != text:
            stale += 1
            said = "is not up to date" if options.check else "written"
            print(f"{path.relative_to(DOCS.parent)}: {said}")
            if not options.check:
                path.write_text(made, encoding="utf-8")
    actions = all_actions()
    for code in LANGUAGES:
        missing = len(read(code).untranslated(actions))
        print(f"keys.{code}.md: {missing} of {len(actions)} untranslated")
    return int(options.check and stale > 0)


if __name__ == "__main__":
    sys.exit(main())
