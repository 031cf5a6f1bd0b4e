"""Adjudication by keys in the reader."""

from pathlib import Path

from tests.session.test_adjudicating import FRANCE, JAPAN, MINISTER, NAME, TEXT, mark, span
from tests.ui.driving import Reader, document, reading
from tui.config import Settings
from tui.store.database import Store


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
        assert reader.said.startswith("taken: 2; bounds: 1 a 2 words, 2 b 4 words · 4 left")
        assert "take that layer" in reader.shown()
        await reader.press("1", "0", "2", "1")
        assert reader.said.endswith("nothing is left to decide here")
        assert ("entity", *NAME) in own(reader)
        assert ("entity", *span(FRANCE, 6)) in own(reader)
        assert ("claim", 31, 38) not in own(reader)
        await reader.press("u", "escape")
        assert len(reader.store.comments.decisions("1.txt")) == 3


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


async def test_agreement_is_shown_and_its_first_document_opened(tmp_path: Path) -> None:
    async with reading(tmp_path, [], prepare=prepare) as reader:
        await reader.press("enter", "ctrl+p", *"how far annotators", "enter")
        await reader.until(lambda: "Agreement of a, b in 1 document" in reader.shown())
        assert "F1 0.55 of 11" in reader.shown()
        assert "κ" in reader.shown()
        await reader.press("enter")
        await reader.until(lambda: "left" in reader.said)
        assert reader.said.startswith("taken: 2; bounds: 1 a 2 words")


async def test_there_may_be_nothing_to_compare(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("enter", "ctrl+p", *"how far annotators", "enter")
        await reader.until(lambda: reader.said == "no document was finished by two annotators")
