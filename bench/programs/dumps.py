"""The plain way to export: a loop over the rows, and `json.dumps`.

python bench/programs/dumps.py DATABASE OUT
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections import defaultdict
from pathlib import Path

_QUERY = """
SELECT a.id, a.document_id, d.title, a.text_sha256, a.label, a.start_offset, a.end_offset, a.text,
    a.prefix, a.suffix, a.attributes, a.note, a.annotator, a.status, a.created_at, a.updated_at
FROM annotations a JOIN documents d ON d.id = a.document_id
WHERE a.deleted_at IS NULL AND a.status = 'accepted'
ORDER BY a.document_id, a.start_offset, a.end_offset, a.id
"""


def main(database: str, out: str) -> None:
    """Write the annotations of a database as JSON lines."""
    connection = sqlite3.connect(database)
    links: dict[str, list[dict[str, str]]] = defaultdict(list)
    for id, type, source, target in connection.execute(
        "SELECT id, type, from_id, to_id FROM links WHERE deleted_at IS NULL ORDER BY id"
    ):
        links[source].append({"id": id, "type": type, "target": target})
    with Path(out).open("w", encoding="utf-8") as stream:
        for row in connection.execute(_QUERY):
            line = {
                "id": row[0],
                "document_id": row[1],
                "document_title": row[2],
                "document_sha256": row[3],
                "label": row[4],
                "start": row[5],
                "end": row[6],
                "text": row[7],
                "prefix": row[8],
                "suffix": row[9],
                "attributes": json.loads(row[10]),
                "note": row[11],
                "links": links.get(row[0], []),
                "annotator": row[12],
                "status": row[13],
                "created_at": row[14],
                "updated_at": row[15],
            }
            stream.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
