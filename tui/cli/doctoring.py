"""`hashiya doctor`: the terminal, and how right-to-left text is handed to it."""

from __future__ import annotations

import argparse
import sys

from tui.cli.opening import open_config


def run(options: argparse.Namespace) -> int:
    """Print what was found; 1 when a self-test of the text engine failed."""
    from tui.ui.doctor import run_doctor

    settings = open_config(options).settings
    return 0 if run_doctor(sys.stdout, bidi=settings.bidi, marks=settings.marks) else 1
