"""The plain way to take in a folder: a loop that reads, hashes, and inserts text and FTS row.

python bench/programs/adding.py DATABASE FOLDER
"""

from __future__ import annotations

import sqlite3
import sys
from hashlib import sha256
from pathlib import Path


def main(database: str, folder: str) -> None:
    """Add the files of a folder to a database."""
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(
        "CREATE TABLE IF NOT EXISTS texts (sha256 TEXT PRIMARY KEY, source TEXT, text TEXT)"
    )
    connection.execute("CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5 (body, content='')")
    for path in sorted(Path(folder).iterdir()):
        data = path.read_bytes()
        text = data.decode()
        cursor = connection.execute(
            "INSERT OR IGNORE INTO texts VALUES (?, ?, ?)",
            (sha256(data).hexdigest(), str(path), text),
        )
        if cursor.rowcount:
            connection.execute(
                "INSERT INTO search (rowid, body) VALUES (?, ?)", (cursor.lastrowid, text)
            )
    connection.commit()
    connection.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
