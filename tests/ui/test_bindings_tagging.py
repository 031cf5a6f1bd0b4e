"""The keys that tag, the digits after them, and what each does to the current annotation."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.articles import seed_text
from tests.ui.driving import Reader, reading
from tui.choices import AnnotationStatus
from tui.model import Annotation, annotate, deleted, edited, link
from tui.store.database import Store
from tui.store.row_mapping import Change
from tui.terminal import clipboard
from tui.text.layout import tight
from tui.ui.commands.links import ChooseLinkTarget
from tui.ui.dialogs.annotation_form import FormScreen
from tui.ui.dialogs.dialog import ListDialog
from tui.ui.dialogs.everywhere_preview import EverywhereDialog

SEED = seed_text()
KISHIDA = SEED.index("كيشيدا")


def stored(
    *spans: tuple[str, int, int],
    status: AnnotationStatus = "accepted",
    annotator: str = "me",
    origin: str = "",
) -> Any:
    """What puts annotations into the database before the reader opens."""

    def prepare(store: Store) -> None:
        info = store.documents.get("000.txt")
        store.load(
            annotate(info, SEED, (start, end), label, annotator, status=status, origin=origin)
            for label, start, end in spans
        )

    return prepare


def current(reader: Reader) -> Annotation:
    found = reader.session.current
    assert found is not None
    return found


# --------------------------------------------------------------------------- tags


@pytest.mark.parametrize(
    ("key", "offset", "span"),
    [
        ("e", 2, (0, 7)),
        # On the space before it a word is the next one, at the paragraph's end the last one.
        ("e", 7, (8, 12)),
        ("e", 80, (75, 80)),
        ("k", SEED.index("وأضاف") + 1, (1316, 1321)),
        ("c", 1340, (1316, 1451)),
        ("c", 1820, (1806, 1915)),
        ("q", 1340, (1329, 1450)),
        ("q", 1328, (1329, 1450)),
        ("q", 1710, (1707, 1716)),
        ("q", 1820, (1806, 1916)),
    ],
)
async def test_a_tag_takes_its_natural_span(
    tmp_path: Path, key: str, offset: int, span: tuple[int, int]
) -> None:
    async with reading(tmp_path) as reader:
        reader.go(offset)
        await reader.press(key)
        ((_, start, end),) = reader.spans()
        assert (start, end) == span
        assert reader.caret == end


@pytest.mark.parametrize("key", ["c", "e", "q", "k"])
async def test_a_tag_takes_the_selection_as_it_is(tmp_path: Path, key: str) -> None:
    async with reading(tmp_path) as reader:
        reader.go(5)
        await reader.press(*["shift+left"] * 4, key)
        assert [span[1:] for span in reader.spans()] == [(5, 9)]
        assert reader.selection is None
        assert reader.caret == 9


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (["1"], "PERS"), (["2"], "ORG"), (["9"], "LAW"), (["0"], "OTHER"), (["٣"], "GPE"),
        (["۴"], "LOC"), (["1", "2"], "ORG"), ([], None),
    ],
)  # fmt: skip
async def test_digits_after_a_tag_set_its_first_attribute(
    tmp_path: Path, keys: list[str], value: str | None
) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("e", *keys)
        assert reader.saved()[0].attributes.get("type") == value


async def test_the_choices_are_offered_by_digits_and_those_beyond_ten_by_enter(
    tmp_path: Path,
) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("e")
        foot = reader.shown().splitlines()[-1]
        assert "1 PERS" in foot
        assert "0 OTHER" in foot
        assert "FAC" not in foot
        assert "enter more" in foot
        # The letter that chooses FAC in the form is not a digit: here it tags all others.
        await reader.press("a")
        assert isinstance(reader.app.screen, EverywhereDialog)
        await reader.press("escape", "enter", "a", "enter")
        assert reader.saved()[0].attributes == {"type": "FAC"}
        await reader.press("space")
        assert "1 PERS" not in reader.shown().splitlines()[-1]


async def test_any_other_key_goes_on(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("e", "space", "5")
        assert "does nothing" in reader.said
        assert reader.saved()[0].attributes == {}
        await reader.press("e", "e", "2")
        assert [row.attributes for row in reader.saved()] == [{}, {}, {"type": "ORG"}]


async def test_a_digit_that_is_no_choice_changes_nothing(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("k", "7")
        assert reader.saved()[0].attributes == {}
        await reader.press("2")
        assert reader.saved()[0].attributes == {"stance": "doubtful"}


@pytest.mark.parametrize(
    ("label", "first"), [("c", ("verifiable", "yes")), ("q", ("type", "direct"))]
)
async def test_the_first_attribute_is_that_of_the_label(
    tmp_path: Path, label: str, first: tuple[str, str]
) -> None:
    async with reading(tmp_path) as reader:
        reader.go(1400)
        await reader.press(label, "1")
        assert reader.saved()[0].attributes == dict([first])


async def test_digits_correct_one_that_was_jumped_to(tmp_path: Path) -> None:
    async with reading(tmp_path, prepare=stored(("entity", 735, 743))) as reader:
        await reader.press("n", "1")
        assert reader.saved()[0].attributes == {"type": "PERS"}


async def test_digits_are_for_the_article_and_not_while_something_waits(tmp_path: Path) -> None:
    async with reading(tmp_path, ["one two", "three"]) as reader:
        await reader.press("enter", "e", "r", "1", "escape")
        assert reader.saved()[0].attributes == {}
        await reader.press("shift+tab", "2")
        assert reader.screen.scope == "index"
        assert reader.saved()[0].attributes == {}
        await reader.press("tab", "tab", "home", "3")
        assert reader.screen.scope == "sidebar"
        assert reader.saved()[0].attributes == {"type": "GPE"}


async def test_the_same_label_on_the_same_span_selects_the_one_that_is_there(
    tmp_path: Path,
) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("e", "1", "space", "ctrl+home", "e", "3")
        (saved,) = reader.saved()
        assert saved.attributes == {"type": "GPE"}
        await reader.press("u")
        assert reader.saved()[0].attributes == {"type": "PERS"}


async def test_while_searching_a_tag_takes_the_match(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press(
            "/", *("space" if one == " " else one for one in "فوميو كيشيدا"), "enter"
        )
        await reader.press("e", "1", "c")
        assert [(row.label, row.text) for row in reader.saved()] == [
            ("entity", "فوميو كيشيدا"), ("claim", "فوميو كيشيدا"),
        ]  # fmt: skip


async def test_every_match_is_tagged_by_n_and_the_last_label_again(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("/", *"RAA", "enter", "e", "9", "n", ".", "n", ".")
        assert [row.text for row in reader.saved()] == ["RAA"] * 3
        assert {row.attributes["type"] for row in reader.saved()} == {"LAW"}


async def test_repeating_takes_label_and_attributes_onto_the_selection(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press(".")
        assert "nothing was tagged yet" in reader.said
        await reader.press("e", "1", "space", "v", "space", "space", ".")
        assert [row.attributes for row in reader.saved()] == [{"type": "PERS"}] * 2
        assert reader.saved()[1].end - reader.saved()[1].start > 5


# ---------------------------------------------------------- the current annotation


async def test_the_current_one_is_the_one_just_tagged_then_the_shortest_at_the_caret(
    tmp_path: Path,
) -> None:
    async with reading(tmp_path) as reader:
        reader.go(1400)
        await reader.press("e", "q")
        assert current(reader).label == "quote"
        await reader.press("backspace")
        reader.go(1400)
        assert current(reader).label == "entity"
        assert "entity" in reader.shown().splitlines()[-2]


async def test_backslash_goes_through_those_that_overlap(tmp_path: Path) -> None:
    spans = (("quote", 1329, 1450), ("claim", 1329, 1400), ("entity", 1340, 1345))
    async with reading(tmp_path, prepare=stored(*spans)) as reader:
        reader.go(1342)
        labels = [current(reader).label]
        for _ in range(3):
            await reader.press("\\")
            labels.append(current(reader).label)
        assert labels == ["entity", "claim", "quote", "entity"]
        await reader.press("\\", "x")
        assert [row[0] for row in reader.spans()] == ["quote", "entity"]


async def test_enter_opens_attributes_and_note_and_escape_leaves_them(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("e", "enter")
        assert isinstance(reader.app.screen, FormScreen)
        await reader.press("1", "escape")
        assert reader.saved()[0].attributes == {}
        await reader.press("enter", "٢", "tab", "tab", "1", "enter")
        assert reader.saved()[0].attributes == {"type": "ORG", "mention": "name"}
        await reader.press("u")
        assert reader.saved()[0].attributes == {}


async def test_escape_asks_before_it_throws_away_a_note(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("e", "enter", "tab", *"note", "escape")
        assert isinstance(reader.app.screen, FormScreen)
        assert "esc again throws away what you typed" in reader.shown()
        await reader.press("escape")
        assert reader.saved()[0].note == ""
        await reader.press("enter", "tab", *"note", "escape", "ctrl+s")
        assert reader.saved()[0].note == "note"
        await reader.press("enter", "tab", "escape")
        assert not isinstance(reader.app.screen, FormScreen)


async def test_a_form_that_cannot_be_saved_keeps_what_was_typed(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("e", "i", *"a long note")
        (row,) = reader.saved()
        with Store.open(reader.store.path) as other:  # another program deletes it, then undoes that
            other.history.commit("delete", "000.txt", "me", [Change(row, deleted(row))])
            await reader.press("ctrl+s")
            assert reader.app.screen is not reader.screen
            assert "meanwhile" in reader.shown() or "another program" in reader.shown()
            assert "a long note" in reader.shown()
            other.history.undo("000.txt", "me")
            await reader.until(lambda: reader.session.annotations.get(row.id) is not None)
            await reader.press("ctrl+s")
        assert "ctrl+s saves" not in reader.shown()
        assert reader.saved()[0].note == "a long note"


async def test_ctrl_q_saves_what_the_form_holds(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("e", "enter", "2", "tab", *"note", "ctrl+q")
        assert not isinstance(reader.app.screen, FormScreen)
        (row,) = reader.saved()
        assert (row.note, row.attributes) == ("note", {"type": "ORG"})


async def test_r_takes_up_the_span_enter_sets_escape_leaves(tmp_path: Path) -> None:
    async with reading(tmp_path, prepare=stored(("entity", 735, 738))) as reader:
        await reader.press("n", "r")
        assert reader.selection == (735, 738)
        await reader.press("f", "enter")
        assert reader.spans() == [("entity", 735, 743)]
        assert reader.session.open_text.anchor is None
        assert current(reader).end == 743
        await reader.press("r", "F", "shift+left", "escape")
        assert reader.spans() == [("entity", 735, 743)]
        await reader.press("u")
        assert reader.spans() == [("entity", 735, 738)]


async def test_new_bounds_by_arrows_and_by_the_mouse(tmp_path: Path) -> None:
    from tests.ui.test_bindings_selecting import spot

    async with reading(tmp_path, prepare=stored(("entity", 100, 108))) as reader:
        await reader.press("n", "r", "shift+left", "shift+left", "enter")
        assert reader.spans() == [("entity", 100, 110)]
        await reader.press("r")
        await reader.pilot.mouse_down("#article", offset=spot(reader, 104))
        await reader.pilot.hover("#article", offset=spot(reader, 109))
        await reader.pilot.mouse_up("#article", offset=spot(reader, 109))
        await reader.press("enter")
        assert reader.spans() == [("entity", 104, 109)]


async def test_a_plain_move_keeps_the_new_bounds_selected(tmp_path: Path) -> None:
    async with reading(tmp_path, prepare=stored(("entity", 735, 738))) as reader:
        await reader.press("n", "r", "space")
        assert reader.selection == (735, 739)
        await reader.press("end")
        assert reader.selection is not None
        await reader.press("escape")
        assert reader.said == "the bounds stay as they were"
        assert reader.spans() == [("entity", 735, 738)]


async def test_moving_bounds_leaves_one_alone_that_the_caret_is_only_in(tmp_path: Path) -> None:
    async with reading(tmp_path, prepare=stored(("claim", 82, 293))) as reader:
        reader.go(SEED.index("البلدين"))
        for key in ("s", "f", "F", "S"):
            await reader.press("escape", key)
            assert reader.selection is not None
            assert reader.spans() == [("claim", 82, 293)]
        await reader.press("escape")
        assert reader.said == "selection dropped"
        # Jumped to, it is meant.
        await reader.press("N", "F")
        assert reader.spans() != [("claim", 82, 293)]


@pytest.mark.parametrize(
    ("query", "key", "span"),
    [("كيشي", "e", "كيشيدا"), ("بايد", "e", "بايدن"), ("مملكة الم", "e", "المملكة المتحدة")],
)
async def test_a_search_for_a_part_of_a_word_tags_the_word(
    tmp_path: Path, query: str, key: str, span: str
) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("/", *query, "enter", key)
        assert [row.text for row in reader.saved()] == [span]
        await reader.press("u", "/", *query, "enter", "c")
        assert [row.text[-1] for row in reader.saved()] != ["."]
        assert len(reader.saved()[0].text) > 3 * len(span)


@pytest.mark.parametrize(
    ("text", "query", "span"),
    [
        ("הוא אמר לך לתל אביב מחר", "תל אביב", "תל אביב"),
        ("הוא אמר לך לתל אביב מחר", "תל אבי", "תל אביב"),
        ("סע ובבית שמש תגור", "בית שמש", "בית שמש"),
        ("ذهب إلى جدة وبتل كوجك", "تل كوجك", "تل كوجك"),
        ("قال في كتل صخرية", "تل صخرية", "تل صخرية"),
        ("قال في مقتل رجل", "تل رجل", "مقتل رجل"),
    ],
)
async def test_several_words_are_found_behind_clitics(
    tmp_path: Path, text: str, query: str, span: str
) -> None:
    async with reading(tmp_path, [text]) as reader:
        await reader.press("/", *query, "enter", "e")
        assert [row.text for row in reader.saved()] == [span]


async def test_a_part_is_tagged_after_the_bounds_were_moved(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("/", *"كيشي", "enter", "shift+left", "shift+left", "e")
        assert [row.text for row in reader.saved()] == ["كي"]


async def test_another_command_leaves_the_bounds(tmp_path: Path) -> None:
    async with reading(tmp_path, prepare=stored(("entity", 735, 738))) as reader:
        await reader.press("n", "r", "f", "c")
        assert reader.spans() == [("entity", 735, 738), ("claim", 735, 743)]
        await reader.press("enter")
        assert isinstance(reader.app.screen, FormScreen)


async def test_new_bounds_never_reach_another_document(tmp_path: Path) -> None:
    async with reading(tmp_path, ["one two three", "four five six"]) as reader:
        await reader.press("enter", "e", "r", "f", "shift+tab", "down", "enter", "enter")
        assert reader.session.open_text.text == "four five six"
        rows = reader.store.annotations.in_document("000.txt")
        assert [(row.start, row.end, row.text) for row in rows] == [(0, 3, "one")]


@pytest.mark.parametrize("key", ["x", "delete"])
async def test_x_and_delete_delete_it(tmp_path: Path, key: str) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("e", key)
        assert reader.spans() == []
        await reader.press("u")
        assert len(reader.spans()) == 1


async def test_a_shows_all_others_ticked_and_space_takes_one_out(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("e", "3", "a")
        assert "14 more, 14 ticked" in reader.shown()
        await reader.press("space")
        assert "14 more, 13 ticked" in reader.shown()
        await reader.press("up", "space", "space", "enter")
        assert len(reader.spans()) == 14
        await reader.press("u")
        assert reader.spans() == [("entity", 0, 7)]


async def test_d_in_the_preview_looks_in_all_documents(tmp_path: Path) -> None:
    async with reading(tmp_path, ["لندن ثم لندن", "في لندن"]) as reader:
        await reader.press("enter", "e", "3", "a")
        assert "1 more, 1 ticked" in reader.shown()
        assert "001.txt" not in reader.shown()
        await reader.press("d")
        assert "2 more, 2 ticked" in reader.shown()
        assert "001.txt" in reader.shown()
        await reader.press("enter")
        assert [row.text for row in reader.store.annotations.in_document("001.txt")] == ["لندن"]
        assert len(reader.spans()) == 2
        await reader.press("u")
        assert reader.store.annotations.in_document("001.txt") == []


async def test_escape_in_the_preview_tags_nothing(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("e", "a", "escape")
        assert len(reader.spans()) == 1


async def test_the_keys_of_the_preview_count_by_their_place(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("e", "ش", "ى")
        assert "14 more, 0 ticked" in reader.shown()
        await reader.press("ش")
        assert "14 more, 14 ticked" in reader.shown()
        await reader.press("ي")
        assert "nothing" not in reader.shown()


# -------------------------------------------------------------------------- links


async def quote_and_speakers(reader: Reader) -> None:
    """Two persons before the quote, the nearer one second; then the quote."""
    for offset in (KISHIDA, SEED.index("كوبر", 1000)):
        reader.go(offset)
        await reader.press("e", "1")
    reader.go(1400)
    await reader.press("q")


def targets(reader: Reader) -> list[tuple[str, str]]:
    rows = {row.id: row.text for row in reader.saved()}
    return [(row.type, rows[row.to_id]) for row in reader.store.links.in_document("000.txt")]


async def test_l_enter_links_a_quote_to_the_nearest_person(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await quote_and_speakers(reader)
        await reader.press("l", "enter")
        assert targets(reader) == [("speaker", "كوبر")]
        assert "speaker" in reader.said
        assert current(reader).label == "quote"
        await reader.press("u")
        assert targets(reader) == []


async def test_l_offers_each_type_by_number_and_other_targets(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await quote_and_speakers(reader)
        await reader.press("l", "٢")
        assert targets(reader) == [("addressee", "كوبر")]
        await reader.press("l", "tab", "2")
        assert targets(reader)[-1] == ("speaker", "كيشيدا")


async def test_a_target_is_found_by_typing_a_part_of_it(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await quote_and_speakers(reader)
        await reader.press("l", "tab", *"كيش", "enter")
        assert targets(reader) == [("speaker", "كيشيدا")]


async def test_the_target_is_moved_to_in_the_text(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await quote_and_speakers(reader)
        await reader.press("l", "ctrl+t")
        assert isinstance(reader.screen.pending.current, ChooseLinkTarget)
        await reader.press("N", "N", "enter")
        assert targets(reader) == [("speaker", "كيشيدا")]
        assert current(reader).label == "quote"
        assert reader.screen.pending.current is None


async def test_a_link_never_leads_where_the_schema_has_none(tmp_path: Path) -> None:
    async with reading(tmp_path, prepare=stored(("claim", 83, 200))) as reader:
        await quote_and_speakers(reader)
        await reader.press("l", "ctrl+t", "ctrl+home", "n", "enter")
        assert "leads to no annotation" in reader.said
        assert targets(reader) == []
        await reader.press("escape")
        assert "nothing was linked" in reader.said
        assert current(reader).label == "quote"


async def test_l_says_what_is_missing(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        reader.go(1400)
        await reader.press("q", "l")
        assert "tag a cue, entity or quote first" in reader.said
        await reader.press("k", "l")
        assert "no links go out from cue" in reader.said


async def test_a_link_is_taken_away_by_shift_l(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await quote_and_speakers(reader)
        await reader.press("L")
        assert "no link" in reader.said
        await reader.press("l", "enter", "L")
        assert isinstance(reader.app.screen, ListDialog)
        await reader.press("1")
        assert targets(reader) == []
        await reader.press("u")
        assert targets(reader) == [("speaker", "كوبر")]


# -------------------------------------------------------------------- suggestions

SUGGESTED = stored(
    ("entity", 0, 7), ("entity", 735, 743), ("entity", 1322, 1326),
    status="suggested", annotator="model", origin="model.jsonl",
)  # fmt: skip


@pytest.mark.parametrize("key", ["+", "="])
async def test_accepting_moves_on_to_the_next_suggestion(tmp_path: Path, key: str) -> None:
    async with reading(tmp_path, prepare=SUGGESTED) as reader:
        await reader.press("j", key)
        assert reader.caret == 735
        assert reader.said == "entity accepted, saved"
        # The status line begins with what the next press would accept, and why.
        status = reader.shown().splitlines()[-2]
        assert status.startswith(" entity? ")
        assert tight(SEED[735:743], 20) in status
        assert status.index("model.jsonl") < status.index("entity accepted, saved")
        await reader.press(key)
        assert reader.caret == 1322
        statuses = {row.start: (row.status, row.annotator) for row in reader.saved()}
        assert statuses == {
            0: ("accepted", "me"), 735: ("accepted", "me"), 1322: ("suggested", "model"),
        }  # fmt: skip
        await reader.press("u")
        assert {row.start: row.status for row in reader.saved()}[735] == "suggested"
        assert reader.caret == 735


async def test_the_foot_says_how_to_decide_on_a_suggestion(tmp_path: Path) -> None:
    async with reading(tmp_path, prepare=SUGGESTED) as reader:
        await reader.press("j")
        foot = reader.shown().splitlines()[-1]
        assert "+ accept" in foot
        assert "- reject" in foot
        await reader.press("space")
        assert "+ accept" not in reader.shown().splitlines()[-1]


async def test_rejecting_moves_on_and_round_to_what_was_left_out(tmp_path: Path) -> None:
    async with reading(tmp_path, prepare=SUGGESTED) as reader:
        await reader.press("j", "j", "-")
        assert reader.caret == 1322
        await reader.press("-")
        assert reader.caret == 0
        await reader.press("+")
        assert [row.status for row in reader.saved()] == ["accepted", "rejected", "rejected"]
        assert "no suggestion is left" in reader.said


async def test_nothing_is_accepted_without_its_key(tmp_path: Path) -> None:
    async with reading(tmp_path, prepare=SUGGESTED) as reader:
        await reader.press("j", "j", "n", "space", "d", "escape", "ctrl+q")
        with Store.open(tmp_path / "annotations.db") as store:
            assert {row.status for row in store.annotations.in_document("000.txt")} == {"suggested"}


async def test_what_is_no_suggestion_is_neither_accepted_nor_rejected(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("e", "-", "+")
        assert "not a suggestion" in reader.said
        assert [row.status for row in reader.saved()] == ["accepted"]


def with_suggested_speaker(store: Store) -> None:
    """A suggested quote with its suggested speaker, and two accepted persons near it."""
    info = store.documents.get("000.txt")
    quote, speaker = (
        annotate(info, SEED, span, label, "model", status="suggested", origin="m")
        for label, span in (("quote", (1329, 1450)), ("entity", (1322, 1326)))
    )
    persons = [
        annotate(info, SEED, span, "entity", "me", attributes={"type": "PERS"})
        for span in ((1091, 1103), (1127, 1139))
    ]
    store.load([quote, speaker, *persons])
    store.load([link(quote, speaker, "speaker", "model", status="suggested")])


def speakers(reader: Reader) -> list[tuple[str, str]]:
    """The status and the start of the target of each link, in the order of the links."""
    rows = {row.id: row for row in reader.saved()}
    links = reader.store.links.in_document("000.txt")
    return [(row.status, rows[row.to_id].text) for row in links if row.to_id in rows]


async def test_a_quote_is_accepted_with_its_speaker_in_one_step(tmp_path: Path) -> None:
    async with reading(tmp_path, prepare=with_suggested_speaker) as reader:
        await reader.press("j")
        assert reader.caret == 1329
        await reader.press("+")
        assert speakers(reader) == [("accepted", "كوبر")]
        assert {row.status for row in reader.saved()} == {"accepted"}
        assert "quote accepted, speaker" in reader.said
        await reader.press("u")
        assert speakers(reader) == [("suggested", "كوبر")]


async def test_a_speaker_set_by_hand_replaces_the_suggested_one(tmp_path: Path) -> None:
    async with reading(tmp_path, prepare=with_suggested_speaker) as reader:
        await reader.press("j", "l", "enter", "escape")
        assert speakers(reader) == [("accepted", "كوبر")]
        await reader.press("u")
        # The suggested one is first in the list, and `t` shows the others.
        await reader.press("l", "tab", "2", "+")
        assert sorted(speakers(reader)) == [("accepted", "بوريس جونسون"), ("rejected", "كوبر")]
        quote = next(row for row in reader.saved() if row.label == "quote")
        assert quote.status == "accepted"
        await reader.press("u", "u")
        assert speakers(reader) == [("suggested", "كوبر")]


async def test_rejecting_a_speaker_offers_the_next_likely_one(tmp_path: Path) -> None:
    async with reading(tmp_path, prepare=with_suggested_speaker) as reader:
        reader.go(1323)
        await reader.press("-")
        assert reader.said == (
            "next likely speaker: \u2068بوريس جونسون\u2069; entity rejected, saved"
        )
        assert "- reject the quote" in reader.shown()
        assert sorted(speakers(reader)) == [("rejected", "كوبر"), ("suggested", "بوريس جونسون")]
        assert reader.session.current is not None
        assert reader.session.current.label == "quote"
        await reader.press("+")
        assert sorted(speakers(reader)) == [("accepted", "بوريس جونسون"), ("rejected", "كوبر")]
        await reader.press("u", "u")
        assert speakers(reader) == [("suggested", "كوبر")]


async def test_rejecting_a_quote_withdraws_what_only_it_led_to(tmp_path: Path) -> None:
    async with reading(tmp_path, prepare=with_suggested_speaker) as reader:
        await reader.press("j", "-")
        assert speakers(reader) == []
        assert [row.status for row in reader.saved() if row.label == "quote"] == ["rejected"]
        assert "كوبر" not in [row.text for row in reader.saved()]
        await reader.press("u")
        assert speakers(reader) == [("suggested", "كوبر")]


async def test_a_preview_without_occurrences_offers_only_what_can_be_done(tmp_path: Path) -> None:
    async with reading(tmp_path, ["one two", "three four"], size=(80, 24)) as reader:
        await reader.press("enter", "e", "a")
        shown = reader.shown()
        assert "no other one here; d looks in all documents" in shown
        assert "d all documents  esc leaves" in shown
        assert "space on or off" not in shown
        await reader.press("d")
        assert "no other one in any document" in reader.shown()
        assert "d all documents" not in reader.shown()
        await reader.press("d", "enter")
        assert reader.said == "nothing was tagged"


async def test_all_suggestions_alike_are_accepted_after_a_preview(tmp_path: Path) -> None:
    async with reading(tmp_path, prepare=SUGGESTED) as reader:
        await reader.press("j", "*")
        assert isinstance(reader.app.screen, EverywhereDialog)
        await reader.press("down", "space", "enter")
        assert [row.status for row in reader.saved()] == ["accepted", "suggested", "accepted"]
        assert reader.said == "2 entities accepted, saved"
        await reader.press("u")
        assert {row.status for row in reader.saved()} == {"suggested"}


async def test_only_what_scores_enough_is_ticked_by_a_digit(tmp_path: Path) -> None:
    def scored(store: Store) -> None:
        SUGGESTED(store)
        rows = store.annotations.in_document("000.txt")
        scores = (0.35, 0.92, None)
        later = [replace(edited(row), score=score) for row, score in zip(rows, scores, strict=True)]
        store.load(later)

    async with reading(tmp_path, prepare=scored) as reader:
        lines = reader.shown().splitlines()
        assert sum("▃?" in line for line in lines) == 1
        assert sum("█?" in line for line in lines) == 1
        await reader.press("j", "*")
        assert "▃ 0.35" in reader.shown()
        await reader.press("9", "enter")
        assert [row.status for row in reader.saved()] == ["suggested", "accepted", "suggested"]
        assert [row.score for row in reader.saved()] == [0.35, 0.92, None]


async def test_an_unsure_one_is_flagged_in_the_margin_and_in_the_sidebar(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("e", "1", "!")
        assert "flagged" in reader.said
        assert any(" !" in row for row in reader.rows())
        assert sum("!" in line for line in reader.shown().splitlines()) >= 2
        await reader.press("!")
        assert not any(" !" in row for row in reader.rows())


async def test_a_comment_is_written_from_the_palette(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("e", "ctrl+p", *"comment on the annotation", "enter", *"لماذا", "enter")
        assert reader.said == "comment on entity saved"
        (row,) = reader.store.comments.in_document("000.txt")
        assert row.text == "لماذا"
        await reader.press("ctrl+end", "j")
        assert "لماذا" in reader.said
        assert reader.caret == 0
        await reader.press("u")
        assert reader.store.comments.in_document("000.txt") == []


async def test_comments_are_read_answered_resolved_and_deleted_by_keys(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:

        def stored() -> list[tuple[str, bool, bool]]:
            rows = reader.store.comments.in_document("000.txt")
            return [(r.text, r.parent_id is not None, r.resolved_at is not None) for r in rows]

        await reader.press("e", "1", "C", *"why", "enter")
        assert stored() == [("why", False, False)]
        await reader.press("C", "enter", *"so", "enter", "space")
        assert stored() == [("why", False, True), ("so", True, False)]
        assert "resolved" in reader.shown()
        await reader.press("space", "c", *"two", "enter", "x", "escape")
        assert reader.said == "comment deleted, saved"
        assert stored() == [("why", False, False), ("so", True, False)]
        await reader.press("u", "u", "u")
        assert stored() == [("why", False, True), ("so", True, False)]


async def test_ctrl_q_saves_the_comment_that_is_being_written(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("e", "C", *"why", "ctrl+q")
        (row,) = reader.store.comments.in_document("000.txt")
        assert row.text == "why"
        assert reader.said == "comment on entity saved"
        await reader.press("C", "enter", *"so", "ctrl+q")
        assert [row.text for row in reader.store.comments.in_document("000.txt")] == ["why", "so"]


async def test_the_documents_comments_are_in_its_head_and_in_the_sidebar(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("enter", "C", *"translated", "enter")
        assert reader.said == "comment on the document saved"
        assert "* 1 comment" in reader.rows()[1]
        assert "document: translated" in reader.shown()
        await reader.press("C")
        assert "translated" in reader.shown()
        await reader.press("enter", *"from", "escape", "escape")
        assert "esc again discards" in reader.shown()
        await reader.press("escape")
        assert len(reader.store.comments.in_document("000.txt")) == 1
        await reader.press("u")
        assert "document: translated" not in reader.shown()


async def test_a_selection_becomes_a_fragment_and_its_gap_is_not_painted(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("B")
        assert "select" in reader.said
        await reader.press("e", "1", "space", "space", "w", "B")
        (row,) = reader.saved()
        assert row.fragments == ((0, 7), (13, 20))
        article = reader.screen.article
        layout = reader.session.open_text.layout
        line = layout.row(article.caret_row)
        bounds = layout.bounds_at(layout.locate(article.caret_row))
        marks = article._rows.row_marks(bounds, caret=False, focused=True)
        cells = article._rows._cell_styles(line, marks)
        painted = {cell.start for cell, style in cells if style.bold}
        assert painted == {*range(7), *range(13, 20)}
        await reader.press("u")
        assert reader.saved()[0].fragments is None


async def test_i_opens_the_form_on_the_note_and_enter_never_on_a_text(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("e", "1", "i", *"who?", "ctrl+s")
        assert reader.saved()[0].note == "who?"
        # All options may be set: a digit still chooses, and never ends up in a text.
        await reader.press("enter", "tab", "1", "enter", "enter", "2", "enter")
        (row,) = reader.saved()
        assert row.note == "who?"
        assert "kb_id" not in row.attributes


async def test_a_quotes_speaker_is_marked_while_either_is_current(tmp_path: Path) -> None:
    async with reading(tmp_path, prepare=with_suggested_speaker) as reader:
        reader.go(800)
        before = reader.painted()
        await reader.press("j")
        speaker = next(row for row in reader.saved() if row.text == "كوبر")
        assert speaker.id in article_marks(reader, speaker.start)
        await reader.press("n")
        assert before != reader.painted()


def article_marks(reader: Reader, offset: int) -> frozenset[str]:
    """What is marked as linked in the row of an offset."""
    layout = reader.session.open_text.layout
    bounds = layout.bounds_at(layout.anchor_of(offset))
    return reader.screen.article._rows.row_marks(bounds, caret=False, focused=True).linked


# --------------------------------------------------------------- copy, undo, redo


def record_copies(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Replace the clipboard; the list gets what is copied."""
    copied: list[str] = []

    def copy(words: str, write: object) -> str:
        copied.append(words)
        return "by OSC 52"

    monkeypatch.setattr(clipboard, "copy", copy)
    return copied


@pytest.mark.parametrize(
    ("keys", "text"),
    [(["w", "y"], "اليابان"), (["e", "y"], "اليابان"), (["v", "space", "space", "y"], SEED[:13])],
)
async def test_y_copies_the_selection_else_the_annotation_in_stored_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keys: list[str], text: str
) -> None:
    copied = record_copies(monkeypatch)
    async with reading(tmp_path) as reader:
        await reader.press(*keys)
        assert copied == [text]
        assert reader.said == f"copied {len(text)} characters by OSC 52"


async def test_ctrl_c_copies_out_of_a_field(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied = record_copies(monkeypatch)
    async with reading(tmp_path) as reader:
        await reader.press("ctrl+p", *"theme", "ctrl+a", "ctrl+c", "escape")
        assert copied == ["theme"]


async def test_there_is_nothing_to_copy(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("y")
        assert "nothing is selected" in reader.said


async def test_u_and_shift_u_go_through_all_commands_also_after_a_restart(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("e", "3", "a", "enter", "f", "x")
        everything = reader.spans()
        await reader.press("u", "u")
    async with reading(tmp_path) as reader:
        await reader.press("u", "u", "u", "u")
        assert reader.spans() == []
        assert "nothing to undo" in reader.said
        await reader.press("U", "U", "U", "U", "U")
        assert reader.spans() == everything
        await reader.press("U")
        assert "nothing to redo" in reader.said


@pytest.mark.parametrize("key", ["enter", "r", "l", "x", "a", "+", "-", "L"])
async def test_without_an_annotation_they_say_so(tmp_path: Path, key: str) -> None:
    async with reading(tmp_path) as reader:
        await reader.press(key)
        assert "no annotation here" in reader.said
        assert reader.app.screen is reader.screen
