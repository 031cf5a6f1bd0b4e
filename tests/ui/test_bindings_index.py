"""The keys of the index."""

from pathlib import Path

import pytest

from tests.articles import document
from tests.store.making import set_status
from tests.ui.driving import Reader, reading
from tui.keys.bindings import Scope
from tui.session.collection import ORDERS
from tui.store.database import Store

TEXTS = [f"document {n} {'even' if n % 2 == 0 else 'odd'}" for n in range(40)]


def place(reader: Reader) -> int:
    return reader.screen.index.place


def listed(reader: Reader) -> list[str]:
    collection = reader.screen.collection
    rows = (collection.row(at) for at in range(len(collection)))
    return [row.title for row in rows if row]


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (["down"], 1),
        (["up"], 0),
        (["down", "down", "up"], 1),
        (["end"], 39),
        (["end", "down"], 39),
        (["end", "home"], 0),
    ],
)
async def test_moves(tmp_path: Path, keys: list[str], expected: int) -> None:
    async with reading(tmp_path, TEXTS) as reader:
        assert reader.screen.scope is Scope.INDEX
        await reader.press(*keys)
        assert place(reader) == expected


async def test_pages_go_by_what_is_in_view(tmp_path: Path) -> None:
    async with reading(tmp_path, TEXTS, size=(120, 24)) as reader:
        await reader.press("pagedown")
        step = place(reader)
        assert 12 <= step <= 22
        await reader.press("pagedown", "pageup")
        assert place(reader) == step
        assert TEXTS[step] in reader.shown()


async def test_enter_opens_and_the_article_gets_the_focus(tmp_path: Path) -> None:
    async with reading(tmp_path, TEXTS) as reader:
        await reader.press("down", "down", "enter")
        assert reader.session.open_text.text == TEXTS[2]
        assert reader.screen.scope is Scope.ARTICLE


async def test_a_filter_counts_while_it_is_typed(tmp_path: Path) -> None:
    async with reading(tmp_path, TEXTS) as reader:
        await reader.press("/", *"odd")
        assert listed(reader) == TEXTS[1::2]
        await reader.press("space", "1", "1")
        assert listed(reader) == [TEXTS[11]]
        await reader.press("backspace", "backspace", "backspace")
        assert listed(reader) == TEXTS[1::2]


async def test_the_place_is_shown_only_of_a_document_in_the_list(tmp_path: Path) -> None:
    async with reading(tmp_path, TEXTS) as reader:
        assert "document 1 of 40" in reader.shown()
        await reader.press("/", *"even")
        assert "document 1 of 20" in reader.shown()
        await reader.press("backspace", "backspace", "backspace", "backspace", *"odd")
        assert "document 1 of" not in reader.shown()
        await reader.press("escape")
        assert "document 1 of 40" in reader.shown()


async def test_enter_keeps_the_filter_and_escape_ends_it(tmp_path: Path) -> None:
    async with reading(tmp_path, TEXTS) as reader:
        await reader.press("/", *"odd", "enter")
        assert reader.screen.scope is Scope.INDEX
        assert listed(reader) == TEXTS[1::2]
        await reader.press("down", "enter")
        assert reader.session.open_text.text == TEXTS[3]
        reader.screen.focus_pane(Scope.INDEX)
        await reader.press("escape")
        assert listed(reader) == TEXTS
        assert reader.screen.index.chosen_id == "003.txt"


async def test_one_enter_opens_the_only_document_that_fits(tmp_path: Path) -> None:
    async with reading(tmp_path, TEXTS) as reader:
        await reader.press("/", *"odd 1")
        assert reader.screen.keybar.render_line(0).text.startswith(" enter keep ")
        await reader.press("1")
        assert reader.screen.keybar.render_line(0).text.startswith(" enter open ")
        await reader.press("enter")
        assert reader.session.open_text.text == TEXTS[11]
        assert reader.screen.scope is Scope.ARTICLE
        reader.screen.focus_pane(Scope.INDEX)
        await reader.press("escape")
        assert reader.said == "all documents"
        assert listed(reader) == TEXTS


async def test_escape_while_typing_shows_all_again(tmp_path: Path) -> None:
    async with reading(tmp_path, TEXTS) as reader:
        await reader.press("/", *"odd", "escape")
        assert listed(reader) == TEXTS
        assert reader.screen.scope is Scope.INDEX


@pytest.mark.parametrize(
    ("words", "expected"),
    [("label:claim", [3]), ("status:done", [5]), ("by:her", [7]), ("label:claim status:done", [])],
)
async def test_the_filter_knows_label_status_and_annotator(
    tmp_path: Path, words: str, expected: list[int]
) -> None:
    from tui.model import annotate

    def prepare(store: Store) -> None:
        for name, label, annotator in (("003.txt", "claim", "me"), ("007.txt", "entity", "her")):
            info = store.documents.get(name)
            store.load([annotate(info, store.documents.text_of(name), (0, 3), label, annotator)])
        set_status(store, "005.txt", "me", "done")

    async with reading(tmp_path, TEXTS, prepare=prepare) as reader:
        reader.screen.focus_pane(Scope.INDEX)
        await reader.press("/", *("space" if one == " " else one for one in words), "enter")
        assert listed(reader) == [TEXTS[at] for at in expected]


async def test_o_orders_by_each_column_in_turn(tmp_path: Path) -> None:
    async with reading(tmp_path, ["bb", "a", "cccc"]) as reader:
        orders = {reader.screen.collection.order: listed(reader)}
        for _ in ORDERS:
            await reader.press("o")
            orders[reader.screen.collection.order] = listed(reader)
        assert orders.keys() == set(ORDERS)
        assert orders["title"] == ["a", "bb", "cccc"]
        assert orders["length"] == ["cccc", "bb", "a"]


async def test_counts_stand_beside_the_key_of_their_label(tmp_path: Path) -> None:
    async with reading(tmp_path, ["one two three", "other"], size=(140, 30)) as reader:
        await reader.press("enter", "c", "ctrl+home", "k", "e", "e")
        assert all(count in reader.shown() for count in ("c1", "k1", "e2"))


@pytest.mark.parametrize(("width", "shown"), [(160, "c1 e1 q1 k1"), (120, "c1 +3")])
async def test_counts_without_room_are_added_up(tmp_path: Path, width: int, shown: str) -> None:
    long = "a title that is as long as titles are"
    async with reading(tmp_path, [long, "other"], size=(width, 30)) as reader:
        await reader.press("enter", "c", "ctrl+home", "e", "ctrl+home", "q", "ctrl+home", "k")
        await reader.press("shift+tab")
        index = reader.screen.index
        line = index.line(0, index.size.width).text
        assert line.split("…")[-1].split() == shown.split()


async def test_the_filters_words_are_all_in_view_in_a_narrow_terminal(tmp_path: Path) -> None:
    async with reading(tmp_path, TEXTS, size=(80, 24)) as reader:
        await reader.press("shift+tab", "/")
        words = ("title or id", "label:", "status:", "review:", "by:", "changed:", "all:")
        assert all(word in reader.shown() for word in words)


async def test_an_empty_index_says_what_to_do(tmp_path: Path) -> None:
    async with reading(tmp_path, TEXTS) as reader:
        await reader.press("/", *"nowhere", "enter")
        assert "nothing fits" in reader.shown()
        assert "esc shows all" in reader.shown()
        await reader.press("enter", "down", "end", "pagedown", "o")
        assert reader.screen.scope is Scope.INDEX


def arrive(reader: Reader, *ids: str) -> None:
    """Let another program add documents."""
    with Store.open(reader.store.path) as other:
        other.add_documents([document(f"new {id}", id) for id in ids])


async def test_the_bar_stays_on_its_document_when_another_program_adds_some(
    tmp_path: Path,
) -> None:
    async with reading(tmp_path, TEXTS, size=(120, 24)) as reader:
        index = reader.screen.index
        await reader.press(*["down"] * 20)
        height = index.place - index.top
        arrive(reader, "000a.txt", "000b.txt", "030a.txt")
        await reader.until(lambda: len(reader.screen.collection) == 43)
        assert (index.place, index.chosen_id) == (22, "020.txt")
        assert index.place - index.top == height
        assert TEXTS[20] in reader.shown()
        await reader.press("enter")
        assert reader.session.open_text.text == TEXTS[20]


async def test_the_bar_goes_to_the_last_document_when_its_own_no_longer_fits(
    tmp_path: Path,
) -> None:
    async with reading(tmp_path, TEXTS) as reader:
        await reader.press("/", *"status:unread", "enter", "end")
        assert reader.screen.index.chosen_id == "039.txt"
        before = len(reader.screen.collection)
        with Store.open(reader.store.path) as other:
            set_status(other, "039.txt", "me", "done")
        await reader.until(lambda: len(reader.screen.collection) < before)
        assert reader.screen.index.chosen_id == "038.txt"


async def test_the_bar_stays_on_its_document_under_another_annotators_name(
    tmp_path: Path,
) -> None:
    async with reading(tmp_path, ["one", "two", "three"]) as reader:
        await reader.press("end")
        arrive(reader, "000a.txt")
        await reader.press("f2", *"her", "enter")
        assert reader.session.annotator.endswith("her")
        assert reader.screen.index.chosen_id == "002.txt"
