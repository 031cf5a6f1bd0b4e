"""Where Hashiya keeps what it notes for itself, outside of any database."""

import os
from pathlib import Path


def state_folder() -> Path:
    """Return Hashiya's folder in XDG_STATE_HOME, else in ~/.local/state.

    A relative XDG_STATE_HOME is ignored, as the XDG Base Directory Specification says.
    """
    given = Path(os.environ.get("XDG_STATE_HOME", ""))
    return (given if given.is_absolute() else Path.home() / ".local" / "state") / "hashiya"
