"""A build hook of Hatchling: make the manual page that the wheel installs."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ManualPage(BuildHookInterface[Any]):
    """Adds `share/man/man1/hashiya.1` to the wheel, made from the tables of the command line."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the page; importing its tables needs none of Hashiya's dependencies."""
        sys.path.insert(0, self.root)
        try:
            from tui.cli.commands.man import manual_page
        finally:
            sys.path.remove(self.root)
        self._folder = TemporaryDirectory()
        page = Path(self._folder.name) / "hashiya.1"
        page.write_text(manual_page(), encoding="utf-8")
        build_data["shared_data"][str(page)] = "share/man/man1/hashiya.1"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the page, which is in the wheel now."""
        self._folder.cleanup()
