"""`python -m tui` is the command `hashiya`, which calls `main` here too."""

import gc
import sys

# Until a command runs: a collection would walk everything imported, and free nothing.
gc.disable()
try:
    from tui import interrupts

    interrupts.end_at_once()
    from tui.cli.main import main
except KeyboardInterrupt:
    # Before the handler was there.
    sys.stderr.write("hashiya: interrupted\n")
    sys.exit(130)

if __name__ == "__main__":
    main()
