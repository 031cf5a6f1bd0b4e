"""Data that would do harm if a byte of it reached a terminal as it is."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path

from tests.security.sequences import MARK
from tui.store.database import Store

PAYLOADS = {
    "C0": "".join(f"{chr(code)}{MARK}" for code in (*range(0x20), 0x7F)),
    "C1": "".join(f"{chr(code)}{MARK}" for code in range(0x80, 0xA0)),
    "CSI": f"\x1b[2J\x1b[31m\x1b[8m{MARK}\x1b[6n\x1b[21t",
    "OSC": f"\x1b]0;{MARK}\x07\x1b]52;c;{MARK}\x07\x1b]8;;http://{MARK}\x1b\\{MARK}\x1b]8;;\x1b\\",
    "DCS": f"\x1bP{MARK}\x1b\\\x1b_G{MARK}\x1b\\\x1b^{MARK}\x1b\\\x1bc\x1b7\x1b(0",
    "8 bit": f"\x9b31m{MARK}\x9d0;{MARK}\x9c\x90{MARK}\x9c",
    "bidi": f"\u202e{MARK}\u202c\u202a\u202b\u202d\u2066\u2067\u2068{MARK}\u2069\u200e\u200f\u061c",
    "markup": f"[/b][/][red]{MARK}[/red][@click=app.bell]{MARK}[/][link=x]:skull:\\[x",
    "marks": "ا" + "\u064b" * 1000 + "e" + "\u0301" * 1000,
    "separators": f"\u2028{MARK}\u2029{MARK}\x85\x0b\x0c\x1c\x1d\x1e",
    "noncharacters": f"\ufffe\uffff\ufdd0\U0010ffff\ue000\U000e0001{MARK}\ufff9\ufffb",
    "joiners": f"👩\u200d👩\u200d👧\u200d👦🇸🇦🏽\ufe0f{MARK}\u200d\u200c\u034f\u115f",
}
ALL = " ".join(PAYLOADS.values())
"""All of it, one after the other."""

BROKEN = b"\xff\xfe\xed\xa0\x80\x1b[31m\xc2\x9b1m" + MARK.encode()
"""Bytes that are no UTF-8, with an escape sequence."""


def hostile_database(path: Path) -> None:
    """A database that another program wrote, with all of it in every column of text."""
    Store.open(path).close()
    text = f"First {ALL} word. Second sentence with {MARK}.\n\n{ALL}\n«{MARK}» {ALL}"
    changed = text.replace("Second", "Third")
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA foreign_keys = OFF")
        for version in (text, changed, ""):
            key = sha256(version.encode()).hexdigest()
            other.execute("INSERT INTO texts (sha256, added_at, text) VALUES (?, ?, ?)",
                          (key, ALL, version))  # fmt: skip
        for number, pending in enumerate((None, sha256(changed.encode()).hexdigest())):
            _document(other, f"{number} {ALL}", text, pending)
            _said_of(other, f"{number} {ALL}", text)
        other.execute(
            "INSERT INTO documents (id, title, source, text_sha256, length, added_at, title_key) "
            "VALUES (CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT), ?, 0, '', '')",
            (b"2" + BROKEN, BROKEN, BROKEN, sha256(b"").hexdigest()),
        )
        other.commit()


def _document(other: sqlite3.Connection, name: str, text: str, pending: str | None) -> None:
    other.execute(
        "INSERT INTO documents (id, title, source, text_sha256, pending_sha256, length, added_at, "
        "title_key, meta, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            name, ALL, ALL, sha256(text.encode()).hexdigest(), pending, len(text), ALL, ALL,
            json.dumps({ALL: ALL}, ensure_ascii=False), ALL,
        ),
    )  # fmt: skip


def _said_of(other: sqlite3.Connection, name: str, text: str) -> None:
    """Annotations, links, history, progress, bookmarks and choices."""
    attributes = json.dumps(
        {ALL: ALL, "type": ALL, "list": [ALL], "deep": {ALL: [None]}}, ensure_ascii=False
    )
    key = sha256(text.encode()).hexdigest()
    ids = []
    for place, (label, status, annotator) in enumerate(
        (
            ("entity", "accepted", "me"),
            ("quote", "accepted", "me"),
            ("quote", "suggested", ALL),
            ("claim", "orphaned", "me"),
            (ALL, "accepted", "me"),
            (ALL, "accepted", ALL),
        )
    ):
        ids.append(f"{name}{place}")
        start, end = 6 * place, 6 * place + 30
        other.execute(
            "INSERT INTO annotations (id, document_id, text_sha256, label, start_offset, "
            "end_offset, text, prefix, suffix, attributes, note, annotator, status, origin, "
            "created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                ids[-1], name, key, label, start, end, text[start:end], ALL, ALL, attributes, ALL,
                annotator, status, ALL, ALL, ALL,
            ),
        )  # fmt: skip
    other.execute("UPDATE annotations SET attributes = ? WHERE id = ?", (f"not JSON {ALL}", ids[4]))
    for place, kind in enumerate(("speaker", ALL)):
        other.execute(
            "INSERT INTO links VALUES (?, ?, ?, ?, ?, ?, 'accepted', ?, ?, NULL)",
            (f"{name}link{place}", name, kind, ids[1], ids[place], ALL, ALL, ALL),
        )
    status = json.dumps(
        [
            {"table": "progress",
             "before": {"document_id": name, "annotator": "me", "status": "unread"},
             "after": {"document_id": name, "annotator": "me", "status": "reading"}}
        ], ensure_ascii=False,
    )  # fmt: skip
    other.execute(
        "INSERT INTO history (id, document_id, annotator, kind, changes, created_at) "
        "VALUES (?, ?, 'me', ?, ?, ?)",
        (f"h{name}", name, ALL, status, ALL),
    )
    other.execute("INSERT INTO progress VALUES (?, 'me', 'reading', 5, ?)", (name, ALL))
    other.execute("INSERT INTO bookmarks VALUES (?, 'me', 12, ?, ?)", (name, ALL, ALL))
    for setting in ("theme", "annotator", "measure", "sidebar_order", ALL):
        other.execute("INSERT OR REPLACE INTO choices VALUES ('me', ?, ?)", (setting, ALL))
