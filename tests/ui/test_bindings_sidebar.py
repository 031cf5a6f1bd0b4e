"""The keys of the sidebar: going through the annotations, following their links."""

from pathlib import Path

import pytest

from tests.articles import seed_text
from tests.ui.driving import Reader, reading
from tui.keys.bindings import Scope
from tui.model import annotate, edited, link, now
from tui.schema import LabelDef, LabelSchema
from tui.store.database import Store
from tui.store.row_mapping import Change

SEED = seed_text()
SPANS = [("entity", 0, 7), ("quote", 1329, 1450), ("entity", 1322, 1326), ("claim", 82, 293)]


def prepare(store: Store) -> None:
    info = store.documents.get("000.txt")
    rows = [annotate(info, SEED, (start, end), label, "me") for label, start, end in SPANS]
    store.load(rows)
    store.load([link(rows[1], rows[2], "speaker", "me")])


def chosen(reader: Reader) -> int:
    """Where the annotation starts that the keys act on."""
    found = reader.session.annotations.get(reader.screen.sidebar.chosen)
    assert found is not None
    return found.start


async def in_sidebar(reader: Reader) -> None:
    await reader.press("tab")
    assert reader.screen.scope is Scope.SIDEBAR


@pytest.mark.parametrize(
    ("keys", "start"),
    [
        (["home"], 82),
        (["end"], 1329),
        (["home", "down"], 0),
        (["home", "down", "down", "up"], 0),
        (["home", "pagedown"], 1329),
        (["end", "pageup"], 82),
        (["end", "down"], 1329),
    ],
)
async def test_the_article_follows_as_one_goes_through_them(
    tmp_path: Path, keys: list[str], start: int
) -> None:
    async with reading(tmp_path, prepare=prepare) as reader:
        await in_sidebar(reader)
        await reader.press(*keys)
        assert chosen(reader) == start
        assert reader.caret == start
        assert reader.screen.scope is Scope.SIDEBAR


async def test_enter_goes_there_in_the_article(tmp_path: Path) -> None:
    async with reading(tmp_path, prepare=prepare) as reader:
        await in_sidebar(reader)
        await reader.press("end", "enter")
        assert reader.screen.scope is Scope.ARTICLE
        assert reader.caret == 1329


async def test_o_lists_by_label_or_in_the_order_of_the_text(tmp_path: Path) -> None:
    async with reading(tmp_path, prepare=prepare) as reader:
        await in_sidebar(reader)
        orders = []
        for _ in range(2):
            await reader.press("home")
            starts = [chosen(reader)]
            for _ in range(3):
                await reader.press("down")
                starts.append(chosen(reader))
            orders.append(starts)
            await reader.press("o")
        assert orders == [[82, 0, 1322, 1329], [0, 82, 1322, 1329]]


def block(reader: Reader) -> list[str]:
    """The sidebar's head: title, labels, values."""
    sidebar = reader.screen.sidebar
    return [sidebar.render_line(y).text for y in range(sidebar.head_height)]


async def click(reader: Reader, words: str) -> None:
    """Click the words in the sidebar's head."""
    y, line = next((y, line) for y, line in enumerate(block(reader)) if words in line)
    # Of the outer widget: border and padding come first.
    x = line.index(words) + 2
    await reader.pilot.click("#sidebar", offset=(x, y))
    await reader.settled()


@pytest.mark.parametrize("size", [(140, 40), (100, 16), (80, 24)])
async def test_each_label_has_its_key_and_its_count_at_the_top(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with reading(tmp_path, prepare=prepare, size=size) as reader:
        words = " ".join(block(reader)).split()
        for key, label, count in (("c", "claim", "1"), ("e", "entity", "2"), ("k", "cue", "0")):
            place = words.index(label)
            assert (words[place - 1], words[place + 1]) == (key, count)


async def test_a_click_on_a_label_tags_and_one_on_a_value_sets_it(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(140, 40)) as reader:
        await click(reader, "entity")
        assert reader.spans() == [("entity", 0, 7)]
        assert reader.screen.scope is Scope.ARTICLE
        for expected in ({"type": "ORG"}, {}):
            await click(reader, "ORG")
            assert reader.saved()[0].attributes == expected


async def test_enter_on_a_label_tags_at_the_caret(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(140, 40)) as reader:
        await in_sidebar(reader)
        await reader.press("down", "down", "enter")
        assert reader.spans() == [("entity", 0, 7)]
        await reader.press("1")
        assert reader.saved()[0].attributes == {"type": "PERS"}


async def test_up_from_the_first_annotation_leads_to_the_labels_and_back(tmp_path: Path) -> None:
    async with reading(tmp_path, prepare=prepare, size=(140, 40)) as reader:
        await in_sidebar(reader)
        await reader.press("home", "up")
        sidebar = reader.screen.sidebar
        assert sidebar.chosen_label == "cue"
        await reader.press("up", "up", "up", "up")
        assert sidebar.chosen_label == "claim"
        await reader.press("down", "down", "down", "down")
        assert sidebar.chosen_label == ""
        assert chosen(reader) == 82


async def test_the_lines_of_an_item_follow_it_alone(tmp_path: Path) -> None:
    async with reading(tmp_path, prepare=prepare, size=(140, 40)) as reader:
        await in_sidebar(reader)
        sidebar = reader.screen.sidebar
        counts = []
        for key in ("home", "down", "down", "end"):
            await reader.press(key)
            counts.append(sidebar.line_count() - len(sidebar._lines))
        # The claim is longer than its line; the quote too, and it has a speaker.
        assert counts[0] == 3
        assert counts[1] == 0
        assert counts[3] > 3


async def test_equal_suggestions_that_follow_each_other_are_one_item(tmp_path: Path) -> None:
    def suggested(store: Store) -> None:
        info = store.documents.get("000.txt")
        found = [n for n in range(len(SEED)) if SEED.startswith("اليابان", n)]
        store.load(
            annotate(info, SEED, (start, start + 7), "entity", "names", status="suggested")
            for start in found
        )

    async with reading(tmp_path, prepare=suggested, size=(140, 40)) as reader:
        sidebar = reader.screen.sidebar
        lines = [sidebar.render_line(y).text for y in range(sidebar.size.height)]
        count = len(reader.session.annotations)
        assert count > 1
        assert sum(f"×{count}" in line for line in lines) == 1
        await in_sidebar(reader)
        await reader.press("home", "+")
        assert f"×{count - 1}" in reader.shown()


async def test_a_link_is_drawn_both_ways_and_followed_both_ways(tmp_path: Path) -> None:
    async with reading(tmp_path, prepare=prepare, size=(140, 50)) as reader:
        await in_sidebar(reader)
        await reader.press("end")
        assert "speaker →" in reader.shown()
        await reader.press(">")
        assert "speaker ←" in reader.shown()
        assert reader.caret == 1322
        assert chosen(reader) == 1322
        await reader.press(">")
        assert reader.caret == 1329


async def test_one_with_several_links_asks_which(tmp_path: Path) -> None:
    def more(store: Store) -> None:
        prepare(store)
        rows = store.annotations.in_document("000.txt")
        by_start = {row.start: row for row in rows}
        store.load([link(by_start[1329], by_start[0], "addressee", "me")])

    async with reading(tmp_path, prepare=more) as reader:
        await in_sidebar(reader)
        await reader.press("end", ">", "2")
        assert reader.caret == 0


async def test_a_link_is_followed_from_the_article_by_command(tmp_path: Path) -> None:
    async with reading(tmp_path, prepare=prepare) as reader:
        reader.go(1400)
        await reader.press("ctrl+p", *"other", "space", *"end", "enter")
        assert reader.caret == 1322


@pytest.mark.parametrize("key", ["x", "delete"])
async def test_the_commands_of_an_annotation_act_on_the_chosen_one(
    tmp_path: Path, key: str
) -> None:
    async with reading(tmp_path, prepare=prepare) as reader:
        await in_sidebar(reader)
        await reader.press("home", key)
        assert [row[0] for row in reader.spans()] == ["entity", "entity", "quote"]
        await reader.press("u")
        assert len(reader.spans()) == 4
        assert reader.screen.scope is Scope.SIDEBAR


async def test_bounds_are_set_in_the_article_from_the_sidebar(tmp_path: Path) -> None:
    async with reading(tmp_path, prepare=prepare) as reader:
        await in_sidebar(reader)
        await reader.press("home", "down", "r", "f", "enter")
        assert ("entity", 0, 12) in reader.spans()


async def test_the_one_at_the_caret_is_kept_in_view(tmp_path: Path) -> None:
    def many(store: Store) -> None:
        info = store.documents.get("000.txt")
        store.load(
            annotate(info, SEED, (start, start + 3), "entity", "me") for start in range(0, 4000, 20)
        )

    async with reading(tmp_path, prepare=many, size=(120, 24)) as reader:
        sidebar = reader.screen.sidebar
        for offset in (3980, 2000, 0):
            reader.go(offset)
            found = reader.session.current
            assert found is not None
            first = sidebar._first[found.id]
            assert sidebar.top <= first < sidebar.top + sidebar.body_height


@pytest.mark.parametrize("focused", [False, True])
async def test_the_current_one_stays_in_view_when_the_terminal_becomes_lower(
    tmp_path: Path, focused: bool
) -> None:
    def many(store: Store) -> None:
        info = store.documents.get("000.txt")
        store.load(
            annotate(info, SEED, (start, start + 3), "entity", "me") for start in range(0, 4000, 50)
        )

    async with reading(tmp_path, prepare=many, size=(120, 60)) as reader:
        sidebar = reader.screen.sidebar
        reader.go(1352)
        if focused:
            await in_sidebar(reader)
        found = reader.session.current
        assert found is not None
        await reader.pilot.resize_terminal(120, 24)
        await reader.settled()
        first = sidebar._first[found.id]
        assert sidebar.top <= first < sidebar.top + sidebar.body_height


async def test_an_empty_one_says_how_to_begin_in_six_lines(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(140, 40)) as reader:
        for words in (
            "suggest",
            "next word",
            "tag a person",
            "select more",
            "undo",
            "all the keys",
        ):
            assert words in reader.shown()
        await in_sidebar(reader)
        await reader.press("down", "enter", "x", ">", "home", "end", "pageup", "o")
        assert reader.spans() == []


@pytest.mark.parametrize(
    ("key", "start"), [("home", 82), ("end", 1707), ("down", 82), ("up", 1707), ("pagedown", 1707)]
)
async def test_keys_go_from_no_annotation_where_they_say(
    tmp_path: Path, key: str, start: int
) -> None:
    def in_text_order(store: Store) -> None:
        info = store.documents.get("000.txt")
        spans = [("entity", 82, 88), ("entity", 1322, 1326), ("entity", 1707, 1716)]
        store.load([annotate(info, SEED, (a, b), label, "me") for label, a, b in spans])

    async with reading(tmp_path, prepare=in_text_order) as reader:
        reader.go(0)  # where no annotation is
        await in_sidebar(reader)
        await reader.press(key)
        assert chosen(reader) == start


async def test_what_has_no_place_can_be_chosen_while_another_is_current(tmp_path: Path) -> None:
    def with_orphans(store: Store) -> None:
        info = store.documents.get("000.txt")
        spans = [(0, 7), (82, 88), (1322, 1326)]
        rows = [annotate(info, SEED, span, "entity", "me") for span in spans]
        store.load([rows[0], *(edited(row, status="orphaned") for row in rows[1:])])

    async with reading(tmp_path, prepare=with_orphans) as reader:
        assert reader.session.current is not None
        await in_sidebar(reader)
        await reader.press("end")
        assert chosen(reader) == 1322
        await reader.press("up")
        assert chosen(reader) == 82
        await reader.press("up")
        assert chosen(reader) == 0
        await reader.press("down", "x")
        assert [row.start for row in reader.session.annotations.orphans] == [1322]
        await reader.press("end", "enter")
        assert reader.said.startswith("select its place in the text")


async def test_how_to_begin_names_a_key_of_the_schema(tmp_path: Path) -> None:
    schema = LabelSchema((LabelDef("place", key="l"),))
    async with reading(tmp_path, schema=schema, size=(140, 40)) as reader:
        assert "l  tag place" in reader.shown()
        assert "person" not in reader.shown()
        await reader.press("l")
        assert "link" not in reader.screen.keybar.render_line(0).text
        await reader.press("?")
        assert "Link it to another annotation" not in reader.shown()


async def test_a_heading_is_painted_again_when_its_last_annotation_goes(tmp_path: Path) -> None:
    async with reading(tmp_path, [SEED]) as reader:
        info = reader.store.documents.get("000.txt")
        name, cue = (annotate(info, SEED, (0, 7), label, "me") for label in ("entity", "cue"))
        reader.go(1000)  # at the caret is nothing, so that no details are painted
        reader.session.commit("tag", [Change(None, name)])
        reader.screen.show(None)
        await reader.settled()
        reader.session.commit(
            "tag", [Change(name, edited(name, deleted_at=now())), Change(None, cue)]
        )
        reader.screen.show(None)
        await reader.settled()
        sidebar = reader.screen.sidebar
        pane = [
            line[sidebar.region.x :].split()[1:]
            for line in reader.shown().split("\n")[sidebar.region.y + sidebar.head_height :]
        ]
        assert pane[0] == ["cue"]
