"""Damage files as disks, editors and scripts do, and see what a reader makes of them."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import strategies as st

from tests.formats.fixture import ReadFile, options, report
from tui.errors import ExchangeError
from tui.model import AnnotatedDocument

BYTES = st.binary(min_size=1, max_size=3) | st.sampled_from(
    [b"\t", b"\n", b'"', b"{", b"}", b"[", b"]", b",", b"|", b"_", b"*", b"\\", b"-1", b"9" * 20,
     b"null", b"\xff", b"\x00", b"<", b">", b"&", "ق".encode()]
)  # fmt: skip


def damaged(data: Any, raw: bytes) -> bytes:
    """The bytes with one to three pieces cut out, doubled or overwritten."""
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(raw)))
        end = data.draw(st.integers(start, min(len(raw), start + 30)))
        middle = data.draw(st.just(b"") | st.just(raw[start:end] * 2) | BYTES)
        raw = raw[:start] + middle + raw[end:]
    return raw


def assert_one_clear_answer(
    data: Any,
    read: ReadFile,
    raw: bytes,
    known: list[AnnotatedDocument] | None = None,
    name: str = "export",
) -> None:
    """A damaged file is read, each annotation with its words, or refused with a line a fault."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(damaged(data, raw))
        try:
            found = [one.document for one in read(report(path), options(known))]
        except ExchangeError as error:
            lines = str(error).split("\n")
            assert all(line.strip() for line in lines)
            assert all(folder in line for line in lines)
            return
        for one in found:
            for span in one.annotations:
                if span.status != "orphaned":
                    assert one.text[span.start : span.end] == span.text
