"""A command that asks the terminal, prints, and ends; then the shell reads a line."""

from __future__ import annotations

import os
import sys

from tui.terminal import Encoder, detect_to_print

if __name__ == "__main__":
    profile = detect_to_print()
    sys.stdout.write(profile.enter + Encoder(profile).encode("ﻢﻟﺎﻌﻟﺍ\n") + profile.leave)
    sys.stdout.flush()
    os.write(int(sys.argv[1]), f"line {sys.stdin.readline()!r}\n".encode())
