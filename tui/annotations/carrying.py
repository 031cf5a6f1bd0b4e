"""Taking places that are no annotations to a changed text: carets and bookmarks.

They have no words of their own to be found by, only what stands around them, and need not be as
sure as an annotation: a reader sees at once where a caret is.
"""

import sqlite3
from collections.abc import Container, Sequence
from itertools import chain

REACHES = (64, 32, 16, 8)
"""Code points around a place by which it is looked for, the most first."""


def carried(old: str, new: str, offset: int) -> int:
    """The offset in `new` of the place that is `offset` in `old`.

    What stands around it, after it or before it tells, where it stands once in the new text;
    where nothing does, the place stays as near as the new text's length allows.
    """
    end = offset + REACHES[-1]
    if old[:end] == new[:end]:
        return offset
    for reach in REACHES:
        for before, after in ((reach, reach), (0, 2 * reach), (2 * reach, 0)):
            start = max(offset - before, 0)
            words = old[start : offset + after]
            at = new.find(words) if len(words) >= reach else -1
            if at >= 0 and new.find(words, at + 1) < 0:
                return at + offset - start
    return min(offset, len(new))


def carry_places(
    connection: sqlite3.Connection, document_id: str, old_sha256: str, new_sha256: str
) -> None:
    """Takes everybody's caret and bookmarks in a document from one of its texts to another.

    Wants a transaction. No bookmark is lost where two come to the same place.
    """
    carets = _rows(connection, "progress", document_id)
    marks = _rows(connection, "bookmarks", document_id)
    if old_sha256 == new_sha256 or not any(offset for _, offset in (*carets, *marks)):
        return
    old, new = (_text(connection, sha256) for sha256 in (old_sha256, new_sha256))
    connection.executemany(
        "UPDATE progress SET offset = ? WHERE document_id = ? AND annotator = ?",
        [(carried(old, new, offset), document_id, annotator) for annotator, offset in carets],
    )
    taken: set[tuple[str, int]] = set()
    moves = []
    for annotator, offset in marks:
        at = _free(carried(old, new, offset), len(new), annotator, taken)
        taken.add((annotator, at))
        moves.append((at, document_id, annotator, offset))
    sql = "UPDATE bookmarks SET offset = ? WHERE document_id = ? AND annotator = ? AND offset = ?"
    # By way of negative offsets, since one may go to where another still is.
    connection.executemany(sql, [(-1 - at, *key) for at, *key in moves])
    connection.executemany(sql, [(at, *key, -1 - at) for at, *key, _ in moves])


def _free(wanted: int, length: int, annotator: str, taken: Container[tuple[str, int]]) -> int:
    """The offset nearest to the one that is wanted at which the annotator has no bookmark yet."""
    places = chain(range(wanted, length + 1), range(wanted, -1, -1))
    return next((at for at in places if (annotator, at) not in taken), wanted)


def _rows(
    connection: sqlite3.Connection, table: str, document_id: str
) -> Sequence[tuple[str, int]]:
    return connection.execute(
        f"SELECT annotator, offset FROM {table} WHERE document_id = ? ORDER BY offset",  # noqa: S608
        (document_id,),
    ).fetchall()


def _text(connection: sqlite3.Connection, sha256: str) -> str:
    (text,) = connection.execute("SELECT text FROM texts WHERE sha256 = ?", (sha256,)).fetchone()
    return str(text)
