"""How to install what Hashiya needs only for some formats, suggesters and commands."""

from __future__ import annotations

import shlex
import sys
from importlib.util import find_spec


def install_command(extra: str) -> str:
    """Return the command that installs an extra into the environment that Python runs in.

    The plain command `pip` may belong to another environment, as with pipx. The environments of
    uv have no pip.
    """
    python = shlex.quote(sys.executable)
    installer = (
        f"{python} -m pip install" if find_spec("pip") else f"uv pip install --python {python}"
    )
    return f"{installer} 'hashiya[{extra}]'"
