"""`python -m tests.cli.run_program PROGRAM`: become another program, for tests on a terminal."""

import os
import sys

if __name__ == "__main__":
    os.execv(sys.argv[1], sys.argv[1:])
