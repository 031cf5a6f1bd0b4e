"""Adjudication by keys in the reader."""

import re
from pathlib import Path

from tests.articles import document
from tests.session.commands.test_adjudicating import FRANCE, JAPAN, MINISTER, NAME, TEXT, mark, span
from tests.ui.driving import Reader, reading
from tui.config import Settings
from tui.model import annotate
from tui.store.database import Store
from tui.store.row_mapping import Change, DocumentStatus


def prepare(store: Store) -> None:
    store.add_documents([document(TEXT, "1.txt")])
    mark(store, "a", NAME, span(FRANCE + 1, 5), "PERS")
    mark(store, "b", MINISTER, span(FRANCE, 6), "ORG")


def own(reader: Reader) -> list[tuple[str, int, int]]:
    return [(r.label, r.start, r.end) for r in reader.saved() if r.annotator == "me"]


async def begun(reader: Reader) -> None:
    await reader.press("enter", "ctrl+p", *"annotators differ", "enter")
    await reader.until(lambda: "left" in reader.said)


async def test_questions_are_answered_by_one_key_each(tmp_path: Path) -> None:
    async with reading(tmp_path, [], prepare=prepare) as reader:
        await begun(reader)
        assert reader.said.startswith("taken: 2; bounds: 1 a 2 words, 2 b 4 words · 4 left of 4")
        assert "take that layer" in reader.shown()
        assert reader.screen.index.notes == {"1.txt": "4 left"}
        await reader.press("1", "0", "2", "1")
        assert reader.screen.index.notes == {"1.txt": "✓"}
        assert reader.said.endswith("nothing is left to decide here")
        assert ("entity", *NAME) in own(reader)
        assert ("entity", *span(FRANCE, 6)) in own(reader)
        assert ("claim", 31, 38) not in own(reader)
        await reader.press("u")
        assert reader.said.endswith("attributes: 1 a type=PERS, 2 b type=ORG · 1 left of 4")
        await reader.press("escape")
        assert len(reader.store.comments.decisions("1.txt")) == 3
        assert reader.screen.index.notes == {}


async def test_each_layer_has_a_lane_and_a_line(tmp_path: Path) -> None:
    async with reading(tmp_path, [], prepare=prepare) as reader:
        await begun(reader)
        assert any(row.rstrip().endswith("12") for row in reader.rows())
        shown = [line for line in reader.shown().splitlines() if "│ 1 a " in line]
        assert "PERS" in shown[0]
        # Only what is decided and what is asked is in the text, not the other questions.
        items = reader.session.annotations.items
        assert [row.annotator for row in items if row.start < FRANCE] == ["b", "a", "me"]
        await reader.press("1", "n", "escape")
        assert reader.session.lanes.lanes == ()
        assert {row.annotator for row in reader.session.annotations.items} == {"me"}


async def test_the_list_holds_every_answer(tmp_path: Path) -> None:
    async with reading(tmp_path, [], prepare=prepare) as reader:
        await begun(reader)
        await reader.press("enter")
        assert "none of them" in reader.shown()
        await reader.press("down", "enter")
        assert reader.said.startswith("decided for b, saved; ")
        assert ("entity", *MINISTER) in own(reader)


async def test_a_selection_is_dropped_before_adjudication_is_left(tmp_path: Path) -> None:
    async with reading(tmp_path, [], prepare=prepare) as reader:
        await begun(reader)
        await reader.press("r", "escape")
        assert reader.selection is None
        assert reader.said.startswith("bounds: 1 a")
        await reader.press("1")
        assert reader.said.startswith("decided for a")


async def test_documents_on_which_all_agree_are_taken_on_the_way(tmp_path: Path) -> None:
    def three(store: Store) -> None:
        store.add_documents([document(f"{n} {TEXT}", f"{n}.txt") for n in "123"])
        for n in "123":
            info = store.documents.get(f"{n}.txt")
            for who in "ab":
                end = 5 if who == "a" or n == "2" else 6
                row = annotate(info, f"{n} {TEXT}", (2, end), "entity", who)
                before = DocumentStatus(info.id, who, "unread")
                changes = [Change(before, before._replace(status="done")), Change(None, row)]
                store.history.commit("all", info.id, who, changes)

    async with reading(tmp_path, [], prepare=three) as reader:
        await reader.press("enter", "ctrl+p", *"how far annotators", "enter")
        await reader.until(lambda: "Agreement of a, b in 3 documents" in reader.shown())
        await reader.press("enter")
        await reader.until(lambda: len(reader.screen.index.notes) == 3)
        assert reader.screen.index.notes == {"1.txt": "1 left", "2.txt": "✓", "3.txt": "1 left"}
        assert "1-9 take that layer's" in reader.screen.keybar.render_line(0).text
        await reader.press("1", "n", "1")
        assert reader.said.endswith("nothing is left here; n: next document")
        assert reader.screen.keybar.render_line(0).text.startswith(" n next document  u undo  esc")
        await reader.press("n")
        assert reader.screen.keybar.render_line(0).text.startswith(" u undo  esc end ")
        assert reader.said == "taken: 1; nothing is left to decide, here or in another document"
        made = reader.store.annotations.select()
        assert sorted(row.document_id for row in made if row.annotator == "me") == [
            "1.txt",
            "2.txt",
            "3.txt",
        ]


async def test_another_layer_beside_ones_own_has_a_lane(tmp_path: Path) -> None:
    async with reading(tmp_path, [], prepare=prepare) as reader:
        await reader.press("enter", "|")
        assert reader.said.startswith("6 annotations of a next to yours")
        assert any(row.rstrip().endswith("▐") for row in reader.rows())
        assert "@a" in reader.shown()
        assert dict(reader.session.counts) == {}  # one's own
        await reader.press("|", "|")
        assert not any(row.rstrip().endswith("▐") for row in reader.rows())


async def test_ones_own_tag_answers_and_a_digit_is_its_attribute(tmp_path: Path) -> None:
    async with reading(tmp_path, [], prepare=prepare) as reader:
        await begun(reader)
        reader.go(JAPAN)
        await reader.press("r")
        assert reader.selection == MINISTER
        await reader.press("s", "e", "1", "n")
        made = [row for row in reader.saved() if row.annotator == "me" and row.end == MINISTER[1]]
        assert [row.attributes["type"] for row in made] == ["PERS"]
        assert made[0].origin.startswith("adjudicated: ")
        assert len(reader.store.comments.decisions("1.txt")) == 1


async def test_only_a_curator_may_where_one_is_named(tmp_path: Path) -> None:
    settings = Settings(curators=("ليلى",))
    async with reading(tmp_path, [], prepare=prepare, settings=settings) as reader:
        await reader.press("enter", "ctrl+p", *"annotators differ", "enter")
        assert reader.said == "only ليلى may adjudicate here"


async def test_names_are_hidden_where_adjudication_is_blind(tmp_path: Path) -> None:
    settings = Settings(blind_adjudication=True)
    async with reading(tmp_path, [], prepare=prepare, settings=settings) as reader:
        await begun(reader)
        assert reader.said.startswith("taken: 2; bounds: 1 2 words, 2 4 words")
        assert "1 layer 1 " in reader.shown()
        assert "@1" in reader.shown()
        assert not re.search(r"@[ab]\b|[12] [ab] ", reader.shown())
        await reader.press("enter")
        assert not re.search(r"@[ab]\b|[12] [ab] ", reader.shown())
        await reader.press("escape", "|")
        assert reader.said == "the layers of others are for curators here"


async def test_agreement_is_shown_and_its_first_document_opened(tmp_path: Path) -> None:
    async with reading(tmp_path, [], prepare=prepare) as reader:
        await reader.press("enter", "ctrl+p", *"how far annotators", "enter")
        await reader.until(lambda: "Agreement of a, b in 1 document" in reader.shown())
        lines = [" ".join(line.split()) for line in reader.shown().splitlines()]
        assert any("pairs, F1 exact a b" in line for line in lines)
        assert any("labels that meet claim entity quote nothing" in line for line in lines)
        assert any("1.txt 11 0.55 ▄▄" in line for line in lines)
        assert any("F1 exact F1 overlap κ α" in line for line in lines)
        await reader.press("enter")
        await reader.until(lambda: "left" in reader.said)
        assert reader.said.startswith("taken: 2; bounds: 1 a 2 words")


async def test_there_may_be_nothing_to_compare(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("enter", "ctrl+p", *"how far annotators", "enter")
        await reader.until(lambda: reader.said == "no document was finished by two annotators")
