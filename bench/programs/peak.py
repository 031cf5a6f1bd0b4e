"""Runs a command and says on stderr how much memory it held at most, in MiB.

    python bench/programs/peak.py COMMAND …

Until a program starts, what its parent holds counts as its own: so the parent is this one.
"""

from __future__ import annotations

import os
import sys


def main(command: list[str]) -> int:
    """Run the command to its end; its exit status."""
    _, status, usage = os.wait4(os.posix_spawn(command[0], command, os.environ), 0)
    sys.stderr.write(f"{usage.ru_maxrss / 1024}\n")
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
