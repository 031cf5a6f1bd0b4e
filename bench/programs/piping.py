"""The plain way through a pipe: the documents as JSON lines through `cat`, and back.

python bench/programs/piping.py DATABASE
"""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import threading

_QUERY = """
SELECT d.id, d.title, t.text, d.meta FROM documents d JOIN texts t ON t.sha256 = d.text_sha256
WHERE d.deleted_at IS NULL ORDER BY d.id
"""


def main(database: str) -> None:
    """Write all documents to `cat` and read as many lines back; print how many."""
    cat = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    if cat.stdin is None or cat.stdout is None:
        raise ValueError("the process was started without pipes")
    found = []
    lines = cat.stdout
    reader = threading.Thread(target=lambda: found.append(sum(1 for _ in lines)))
    reader.start()
    for id, title, text, meta in sqlite3.connect(database).execute(_QUERY):
        line = {"id": id, "title": title, "text": text, "meta": json.loads(meta),
                "spans": [], "links": []}  # fmt: skip
        words = json.dumps(line, ensure_ascii=False, separators=(",", ":"))
        cat.stdin.write(words.encode() + b"\n")
    cat.stdin.close()
    reader.join()
    cat.wait()
    sys.stdout.write(f"{found[0]}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
