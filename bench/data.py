"""What is read in the benchmarks, made from the words of the article in `seeds/`.

Everything lies in `bench/data`, is the same on every machine, and is made when it is first
needed. Words are drawn at random, so that no two paragraphs are alike and no cache is flattered.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from bench.terminal import clean_environment
from tui.cli.commands.read import CLOCK_TOLERANCE
from tui.model import JSON, Annotation, Document, DocumentInfo, annotate, moved
from tui.store.database import Store
from tui.store.row_mapping import Change, DocumentStatus
from tui.text.layout import DocumentLayout, LayoutOptions
from tui.text.spans import Span
from tui.text.unicode import cell_len

ROOT = Path(__file__).parent
DATA = ROOT / "data"
SEED = ROOT.parent / "seeds" / "000_e9c5731a151683e9.txt"

READY = "24680"
"""Stands in the second paragraph of every article, and in none of its titles."""

TEXT_WIDTH = 72
FLOOR_ROWS = 600
SIZES = {"4k": 4 << 10, "1m": 1 << 20, "10m": 10 << 20}
DOCUMENTS = 100_000
PART = DOCUMENTS // 5
"""Files of each folder of small documents."""
SMALL = 800
"""Bytes of a small document."""
_EACH, _LARGE = 500, 40_000
"""Annotations of one annotator in a large document, and its bytes."""
_EXPORTED = 200
"""Documents over which the annotations that are exported are spread."""


@cache
def words() -> list[str]:
    """The words of the seed article."""
    return SEED.read_text(encoding="utf-8").split()


def paragraphs(number: int, size: int, longest: int = 60) -> Iterator[str]:
    """The paragraphs of the article with this number, about `size` bytes of UTF-8 in all."""
    draw = random.Random(number)
    yield f"مقال رقم {number}"
    yield f"{' '.join(draw.choices(words(), k=5))} {READY} {' '.join(draw.choices(words(), k=9))}"
    total = 200
    while total < size:
        made = " ".join(draw.choices(words(), k=draw.randint(longest // 4, longest)))
        total += len(made.encode()) + 2
        yield made


def _made(path: Path, make: Callable[[Path], None]) -> Path:
    """The path, made whole or not at all where it is not there."""
    if not path.exists():
        print(f"making {path.name} …", file=sys.stderr, flush=True)
        new = path.with_name(f"new-{path.name}")
        for leftover in (new, *new.parent.glob(f"{new.name}-*")):
            shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink(missing_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        make(new)
        new.rename(path)
    return path


def article(size: str) -> Path:
    """An article of 4k, 1m or 10m; the first is longer than two screens all the same."""
    longest = 16 if size == "4k" else 60
    text = "\n\n".join(paragraphs(1, SIZES[size], longest))
    return _made(DATA / f"{size}.txt", lambda path: _write(path, text))


def one_line() -> Path:
    """A title, and a paragraph of 1 MB on one line."""
    title, *rest = paragraphs(1, SIZES["1m"])
    return _made(DATA / "one-line.txt", lambda path: _write(path, f"{title}\n\n{' '.join(rest)}"))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def floor_rows() -> Path:
    """The first rows of the 1 MB article as the reader paints them."""

    def make(path: Path) -> None:
        text = article("1m").read_text(encoding="utf-8")
        layout = DocumentLayout(text, LayoutOptions(width=TEXT_WIDTH))
        rows = (layout.row(index).text() for index in range(FLOOR_ROWS))
        _write(path, "\n".join(row + " " * (TEXT_WIDTH - cell_len(row)) for row in rows))

    return _made(DATA / "floor-rows.txt", make)


def row_count(path: Path) -> int:
    """The rows of a text at the width that the reader gives it."""
    layout = DocumentLayout(path.read_text(encoding="utf-8"), LayoutOptions(width=TEXT_WIDTH))
    while layout.settle(1.0):
        pass
    return layout.row_count


def folder(part: int) -> Path:
    """One of five folders with 20,000 small documents each."""

    def make(path: Path) -> None:
        path.mkdir()
        for number in range(part * PART, (part + 1) * PART):
            _write(path / f"doc{number:06}.txt", "\n\n".join(paragraphs(number, SMALL)))

    return _made(DATA / f"folder{part}", make)


def database_of(source: Path) -> Path:
    """A database that holds the document of a file."""

    def make(path: Path) -> None:
        # A file that was written just now would be read again at each start (`commands/read.py`).
        time.sleep(max(source.stat().st_ctime + CLOCK_TOLERANCE + 0.5 - time.time(), 0))
        add(path, source)

    return _made(DATA / f"{source.stem}.db", make)


def collection(documents: int) -> Path:
    """A database of so many small documents, the annotator being half through the first."""

    def make(path: Path) -> None:
        for part in range(-(-documents // PART)):
            if documents >= PART:
                add(path, folder(part))
            else:
                add(path, *sorted(folder(part).iterdir())[:documents])

    return _made(DATA / f"documents-{documents}.db", make)


def annotated(count: int) -> Path:
    """A database with the 1 MB article and `count` annotations spread over it."""

    def make(path: Path) -> None:
        add(path, article("1m"))
        _annotate(path, count)

    return _made(DATA / f"annotated-{count}.db", make)


def exportable(count: int) -> Path:
    """A database of 200 documents with `count` annotations in all."""

    def make(path: Path) -> None:
        add(path, *sorted(folder(0).iterdir())[:_EXPORTED])
        _annotate(path, count // _EXPORTED)

    return _made(DATA / f"exportable-{count}.db", make)


def layer(who: str, count: int) -> Path:
    """A database of documents that one of two annotators finished, with `count` annotations.

    Both have the same documents. What they tagged differs in a tenth of the places, by a letter,
    a value, or what one of them overlooked.
    """

    def make(path: Path) -> None:
        shutil.copy(_large_documents(count // _EACH), path)
        with Store.open(path) as store:
            for info in list(store.documents.all()):
                text = store.documents.text(info.text_sha256)
                store.load(_layer(info, text, who))
                change = Change(*(DocumentStatus(info.id, who, one) for one in ("unread", "done")))
                store.history.commit("done", info.id, who, [change])

    return _made(DATA / f"layer-{who}-{count}.db", make)


def _large_documents(documents: int) -> Path:
    """A database of documents that have room for `_EACH` annotations."""

    def make(path: Path) -> None:
        with Store.open(path) as store:
            store.add_documents(
                Document(f"{number:05}.txt", f"مقال {number}", f"{number:05}.txt", text)
                for number in range(documents)
                if (text := "\n\n".join(paragraphs(number, _LARGE)))
            )

    return _made(DATA / f"large-{documents}.db", make)


def _layer(info: DocumentInfo, text: str, who: str) -> Iterator[Annotation]:
    draw = random.Random(f"{info.id} {who}")
    for one in _spread(info, text, _EACH):
        made = replace(one, annotator=who)
        chance = draw.random()
        if chance < 0.02:
            continue
        if chance < 0.04:
            made = moved(made, text, (one.start + 1, one.end))
        elif chance < 0.05:
            made = replace(made, attributes={"type": "ORG"})
        yield made


def _annotate(database: Path, count: int) -> None:
    """Spread so many annotations over each document of a database."""
    with Store.open(database) as store:
        for info in list(store.documents.all()):
            store.load(_spread(info, store.documents.text(info.text_sha256), count))


def _spread(info: DocumentInfo, text: str, count: int) -> Iterator[Annotation]:
    kinds: tuple[tuple[str, int, dict[str, JSON]], ...] = (
        ("entity", 12, {"type": "person"}),
        ("claim", 90, {}),
        ("quote", 150, {}),
    )
    for number in range(count):
        label, length, attributes = kinds[number % len(kinds)]
        start = number * (len(text) - length) // count
        span = Span(start, start + length)
        yield annotate(info, text, span, label, "bench", attributes=attributes)


def add(database: Path, *sources: Path) -> None:
    """Run `hashiya add`."""
    command = [*hashiya(database), "add", *map(str, sources)]
    subprocess.run(command, check=True, env=clean_environment(), stdout=subprocess.DEVNULL)


def hashiya(database: Path) -> list[str]:
    """The command on a database, without its subcommand."""
    return [str(Path(sys.executable).with_name("hashiya")), "--db", str(database)]
