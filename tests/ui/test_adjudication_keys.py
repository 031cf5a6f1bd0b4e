"""How many keys a disagreement takes, run key by key over two layers of news articles.

The layers differ from the marked article, and so from each other, in the ways in which people do:
by a clitic or a word, by a label or a value, by what one of them overlooked or tagged without need,
by stacked spans of one label, by where a link leads, and sometimes both are wrong.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean, median
from typing import NamedTuple

from tests.articles import document
from tests.paths import DATA
from tests.ui.driving import Reader, reading
from tui.model import Annotation, Link, annotate, link
from tui.session.commands.adjudicating import Adjudication
from tui.store.database import Store
from tui.store.row_mapping import Change, DocumentStatus
from tui.team.decided import AnyQuestion
from tui.team.layer_comparison import LinkQuestion, Question
from tui.ui.commands.adjudication import Adjudicating

KEYS = {"entity": "e", "quote": "q", "cue": "k", "claim": "c"}
TYPES = {"PERS": "1", "ORG": "2", "GPE": "3", "LOC": "4"}
OTHER_TYPE = {"PERS": "ORG", "ORG": "PERS", "GPE": "LOC", "LOC": "GPE"}


class Mark(NamedTuple):
    """An annotation of the marked article."""

    label: str
    start: int
    end: int
    type: str = ""


Arrow = tuple[Mark, Mark]


@dataclass
class Truth:
    """The marked article, and the two layers that were made of it."""

    text: str
    marks: list[Mark] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)
    layers: dict[str, set[Mark]] = field(default_factory=lambda: {"a": set(), "b": set()})
    links: dict[str, set[Arrow]] = field(default_factory=lambda: {"a": set(), "b": set()})


def marked(name: str) -> Truth:
    """Read an article with its names, quotations, speakers and cues."""
    text = (DATA / "news" / f"{name}.txt").read_bytes().decode()
    gold = json.loads((DATA / "news" / f"{name}.gold.json").read_bytes())
    truth = Truth(text)
    names = {(one["start"], one["end"]): one["type"] for one in gold["entities"]}
    for quote in gold["quotes"]:
        said, cue = quote["speaker"], quote["cue"]
        mark = Mark("quote", quote["start"], quote["end"])
        truth.marks.append(mark)
        if said is not None:
            place = (said["start"], said["end"])
            speaker = Mark("entity", *place, names.setdefault(place, "PERS"))
            truth.arrows.append((mark, speaker))
        if cue is not None:
            truth.marks.append(Mark("cue", cue["start"], cue["end"]))
    truth.marks += [Mark("entity", *place, type) for place, type in names.items()]
    truth.marks = sorted(set(truth.marks), key=lambda mark: (mark.start, mark.end, mark.label))
    return truth


def word_before(text: str, offset: int) -> int:
    """Return where the word before an offset begins, without its mark or clitic."""
    return max(text.rfind(" ", 0, max(offset - 2, 0)), text.rfind("\n", 0, max(offset - 2, 0))) + 1


def differ(truth: Truth) -> None:
    """Let the layers differ from the marks in every third place, each way in turn."""
    ways = 0
    for number, mark in enumerate(truth.marks):
        right, wrong = ("a", "b") if number % 2 else ("b", "a")
        layers = truth.layers
        if number % 3 or (mark.label == "quote" and ways % 8 in (3, 7)):
            layers[right].add(mark)
            layers[wrong].add(mark)
            continue
        before = mark._replace(start=word_before(truth.text, mark.start))
        match ways % 8:
            case 0:  # a clitic, or the letter before
                changed: list[Mark] = [mark._replace(start=max(mark.start - 1, 0))]
            case 1:  # a word
                changed = [before]
            case 2:  # overlooked
                changed = []
            case 3:  # a value, else a label
                other = OTHER_TYPE.get(mark.type)
                changed = [mark._replace(type=other) if other else mark._replace(label="claim")]
            case 4:  # tagged without need
                changed = [mark, Mark("claim", before.start, mark.start - 1)]
            case 5:  # stacked: the same and a longer one of the same label
                changed = [mark, before._replace(type="ORG" if mark.type else "")]
            case 6:  # both are wrong
                layers[right].add(before)
                layers[wrong].add(mark._replace(start=max(mark.start - 1, 0)))
                ways += 1
                continue
            case _:  # the other label
                changed = [mark._replace(label="claim", type="")]
        ways += 1
        layers[right].add(mark)
        layers[wrong].update(one for one in changed if one.start < one.end)
    differ_in_links(truth)


def differ_in_links(truth: Truth) -> None:
    """Let every third link lead elsewhere in one of the layers."""
    speakers = [speaker for _, speaker in truth.arrows]
    for number, (quote, speaker) in enumerate(truth.arrows):
        for name in "ab":
            there = truth.layers[name]
            other = speakers[(number + 1) % len(speakers)]
            end = other if number % 3 == 0 and name == "ab"[number % 2] else speaker
            if quote in there and end in there and quote != end:
                truth.links[name].add((quote, end))


def write(store: Store, truth: Truth, id: str) -> None:
    """Store both layers."""
    store.add_documents([document(truth.text, id)])
    info = store.documents.get(id)
    for who in "ab":
        rows: dict[Mark, Annotation] = {}
        for mark in sorted(truth.layers[who]):
            place = (mark.start, mark.end)
            values = {"type": mark.type} if mark.type else {}
            rows[mark] = annotate(info, truth.text, place, mark.label, who, attributes=values)
        links = [
            link(rows[quote], rows[end], "speaker", who) for quote, end in sorted(truth.links[who])
        ]
        made: list[Annotation | Link] = [*rows.values(), *links]
        changes = [Change(None, row) for row in made]
        before = DocumentStatus(id, who, "unread")
        changes.append(Change(before, DocumentStatus(id, who, "done")))
        store.history.commit("all", id, who, changes)


def as_mark(row: Annotation) -> Mark:
    return Mark(row.label, row.start, row.end, str(row.attributes.get("type", "")))


class Judge:
    """Somebody who knows what is right, and presses the keys for it."""

    def __init__(self, reader: Reader, truth: Truth) -> None:
        self._reader = reader
        self._truth = truth
        self._marks = set(truth.marks)

    @property
    def adjudication(self) -> Adjudication:
        pending = self._reader.screen.pending.current
        assert isinstance(pending, Adjudicating)
        return pending.adjudication

    async def decide(self) -> int:
        """Answer the question that is asked; return how many keys that took."""
        question = self.adjudication.current
        assert question is not None
        keys = self._key(question)
        if keys:
            await self._reader.press(keys)
            return 1
        assert isinstance(question, Question)
        return await self._tag(question)

    def _key(self, question: AnyQuestion) -> str:
        """Return the key of a layer that is right, or of all or none; empty for something else."""
        if isinstance(question, LinkQuestion):
            return self._link_key(question)
        options = {name: {as_mark(row) for row in rows} for name, rows in question.options.items()}
        if self._overlooked(question):
            return ""
        every = set().union(*options.values())
        right = every & self._marks
        for number, option in enumerate(options.values(), 1):
            if option == right and right:
                return str(number)
        assert right in (set(), every)
        return "b" if right else "0"

    def _overlooked(self, question: Question) -> list[Mark]:
        """Return the marks that the question is about and no layer has."""
        start, end = question.span
        label = question.annotations[0].label
        tagged = self._truth.layers["a"] | self._truth.layers["b"]
        return [
            one
            for one in self._truth.marks
            if one.label == label and start <= one.start and one.end <= end and one not in tagged
        ]

    def _link_key(self, question: LinkQuestion) -> str:
        state = self.adjudication.state()
        source = as_mark(state.own[question.source].row)
        right = {end for quote, end in self._truth.arrows if quote == source}
        for number, links in enumerate(question.options.values(), 1):
            ends = {as_mark(state.own[question.targets[one.id]].row) for one in links}
            if ends and ends <= right:
                return str(number)
        return "0"

    async def _tag(self, question: Question) -> int:
        """Select what is asked, move the bounds, tag; return the number of keys."""
        reader, count = self._reader, 0
        (mark,) = self._overlooked(question)

        async def press(*keys: str) -> None:
            nonlocal count
            for key in keys:
                await reader.press(key)
                count += 1

        await press("r")
        while reader.selection is not None and reader.selection[0] < mark.start and count < 9:
            await press("s")
        if reader.selection is not None and reader.selection[0] > mark.start:
            await press("S")
        while reader.selection is not None and reader.selection[1] > mark.end and count < 9:
            await press("F")
        assert reader.selection == (mark.start, mark.end)
        await press(KEYS[mark.label])
        await press(TYPES[mark.type] if mark.type else "enter")
        return count


def decided(reader: Reader) -> tuple[set[Mark], set[Arrow]]:
    """Return the marks and the links of the adjudicator's layer."""
    rows = {row.id: as_mark(row) for row in reader.saved() if row.annotator == "me"}
    assert reader.session.info is not None
    links = reader.store.links.in_document(reader.session.info.id)
    return set(rows.values()), {
        (rows[one.from_id], rows[one.to_id]) for one in links if one.annotator == "me"
    }


async def test_keys_of_a_disagreement(tmp_path: Path) -> None:
    truths = {f"{name}.txt": marked(name) for name in ("ar-01", "fa-01")}
    for truth in truths.values():
        differ(truth)

    def prepare(store: Store) -> None:
        for id, truth in truths.items():
            write(store, truth, id)

    spent: dict[str, list[int]] = defaultdict(list)
    async with reading(tmp_path, [], prepare=prepare) as reader:
        for id, truth in truths.items():
            reader.screen.open_document(id)
            await reader.press("ctrl+p", *"annotators differ", "enter")
            judge = Judge(reader, truth)
            while (asked := judge.adjudication.current) is not None:
                kind = asked.kind if isinstance(asked, Question) else "links"
                spent[kind].append(await judge.decide())
                assert judge.adjudication.current is not asked
            await reader.press("escape")
            marks, arrows = decided(reader)
            assert marks == set(truth.marks)
            assert arrows == set(truth.arrows) & (truth.links["a"] | truth.links["b"])
    every = [count for counts in spent.values() for count in counts]
    assert set(spent) == {"bounds", "label", "missing", "attributes", "links"}
    assert len(every) > 25
    assert median(every) <= 1.5
    assert mean(every) <= 2
