"""A suggester that has nothing to suggest: it answers each document as it comes.

python bench/programs/nothing.py
"""

from __future__ import annotations

import sys


def main() -> None:
    """Answer each document by its id, which comes first in its line."""
    sys.stdin.buffer.readline()  # the schema
    for line in sys.stdin.buffer:
        words = line.partition(b'{"id":')[2].partition(b',"title":')[0]
        sys.stdout.buffer.write(b'{"document":' + words + b',"spans":[]}\n')


if __name__ == "__main__":
    main()
