"""Suggestions of a document: what is left out, what is linked, and what a decision does."""

from collections.abc import Sequence
from pathlib import Path

from tests.session.opening import SEED, make_suggestions, opened, put, spans, stored, tag, tag_words
from tui.model import Annotation
from tui.schema import LabelSchema, default_schema
from tui.session.commands import deciding, similar_suggestions, tagging, undoing
from tui.session.session import Session
from tui.text.layout import isolated

QUOTES = [(1329, 1450), (1707, 1716), (2035, 2110), (2187, 2357), (3357, 3407), (3963, 3980),
          (4006, 4017)]  # fmt: skip


def rows(session: Session, label: str, status: str = "suggested") -> list[Annotation]:
    return [row for row in stored(session) if (row.label, row.status) == (label, status)]


def link_rows(session: Session, type: str = "speaker") -> list[tuple[str, str, str]]:
    """Text of the quote (its start), text of the speaker, status."""
    found: list[tuple[str, str, str]] = []
    for row in session.store.links.in_document("000.txt"):
        source, target = session.annotations.get(row.from_id), session.annotations.get(row.to_id)
        if row.type == type and source and target:
            found.append((source.text[:8], target.text, row.status))
    return found


def at(session: Session, label: str, span: tuple[int, int]) -> Annotation:
    (row,) = session.annotations.same(label, *span)
    return row


def test_the_articles_quotations_come_with_speakers_cues_and_reasons(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        said = make_suggestions(session)
        assert not said.failed
        marked = [row for row in rows(session, "quote") if row.attributes["type"] != "indirect"]
        assert [(row.start, row.end) for row in marked] == QUOTES
        assert len(rows(session, "quote")) == len(QUOTES) + 6  # reported clauses
        assert all(row.status == "suggested" and row.origin for row in stored(session))
        assert {status for _, _, status in link_rows(session)} == {"suggested"}
        assert link_rows(session)[0][1] == "كوبر"


def test_one_undo_takes_all_of_them_back(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        mine = tag(session, "entity", 0, 7)
        make_suggestions(session)
        undoing.undo(session)
        assert stored(session) == [mine]
        assert session.store.links.in_document("000.txt") == []


def test_twice_is_as_good_as_once(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        make_suggestions(session)
        before = stored(session)
        assert "nothing" in make_suggestions(session).text
        assert stored(session) == before


def test_only_the_chosen_ones_are_asked(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        session.suggest_with = ("names",)
        assert "nothing" in make_suggestions(session).text


def test_labels_that_the_schema_lacks_are_not_suggested(tmp_path: Path) -> None:
    labels: Sequence[str] = ("entity", "quote")
    schema = LabelSchema(tuple(default_schema().label(name) for name in labels))
    with opened(tmp_path, schema=schema) as session:
        make_suggestions(session)
        assert {row.label for row in stored(session)} == {"entity", "quote"}
        assert {row.type for row in session.store.links.in_document("000.txt")} == {
            "speaker",
            "continues",
        }


def test_a_schema_without_any_of_them_has_nothing_suggested(tmp_path: Path) -> None:
    with opened(tmp_path, schema=LabelSchema((default_schema().label("claim"),))) as session:
        assert "nothing" in make_suggestions(session).text
        assert stored(session) == []


def test_what_is_annotated_already_is_left_out_and_gets_the_link(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        speaker = tag_words(session, "entity", "كوبر", 1, type="PERS")
        make_suggestions(session)
        assert len(session.annotations.same("entity", speaker.start, speaker.end)) == 1
        assert session.annotations.get(speaker.id) == speaker
        assert ("من المحت", "كوبر", "suggested") in link_rows(session)
        # Accepting the quote accepts the link: both its ends are then.
        deciding.decide(session, at(session, "quote", QUOTES[0]), accept=True)
        assert ("من المحت", "كوبر", "accepted") in link_rows(session)


def test_a_quote_annotated_already_gets_the_link_to_a_suggested_speaker(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        quote = tag(session, "quote", *QUOTES[0])
        make_suggestions(session)
        assert session.annotations.same("quote", *QUOTES[0]) == [quote]
        assert ("من المحت", "كوبر", "suggested") in link_rows(session)
        start = SEED.index("كوبر", 800)
        deciding.decide(session, at(session, "entity", (start, start + 4)), accept=True)
        assert ("من المحت", "كوبر", "accepted") in link_rows(session)


def test_between_two_that_are_accepted_no_link_is_suggested(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        tag_words(session, "entity", "كوبر", 1, type="PERS")
        tag(session, "quote", *QUOTES[0])
        make_suggestions(session)
        assert "كوبر" not in [speaker for _, speaker, _ in link_rows(session)]


def test_accepting_a_quote_accepts_its_speaker_and_cue_in_one_step(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        make_suggestions(session)
        start = SEED.index("كوبر", 800)
        said = deciding.decide(session, at(session, "quote", QUOTES[0]), accept=True)
        assert ("من المحت", "كوبر", "accepted") in link_rows(session)
        assert at(session, "entity", (start, start + 4)).status == "accepted"
        quote = at(session, "quote", QUOTES[0])
        linked = {row.type: row for row in session.annotations.links_from(quote.id)}
        assert {row.status for row in linked.values()} == {"accepted"}
        cue = session.annotations.get(linked["cue"].to_id)
        assert cue is not None
        assert cue.status == "accepted"
        assert f"speaker {isolated('كوبر')}" in said.text
        assert f"cue {isolated(cue.text)}" in said.text
        undoing.undo(session)
        assert ("من المحت", "كوبر", "suggested") in link_rows(session)
        assert {row.status for row in session.annotations.items} == {"suggested"}


def test_rejecting_a_speaker_rejects_the_link(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        make_suggestions(session)
        start = SEED.index("كوبر", 800)
        deciding.decide(session, at(session, "entity", (start, start + 4)), accept=False)
        first = next(
            row for row in session.store.links.in_document("000.txt") if row.type == "speaker"
        )
        assert first.status == "rejected"
        assert session.annotations.links_from(at(session, "quote", QUOTES[0]).id)[0].type == "cue"


def test_a_quote_whose_speaker_was_rejected_can_be_deleted(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        make_suggestions(session)
        start = SEED.index("كوبر", 800)
        deciding.decide(session, at(session, "entity", (start, start + 4)), accept=False)
        quote = at(session, "quote", QUOTES[0])
        tagging.delete(session, quote)
        assert session.annotations.get(quote.id) is None
        undoing.undo(session)
        assert session.annotations.get(quote.id) is not None


def test_what_was_rejected_is_not_suggested_again(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        make_suggestions(session)
        count = len(stored(session))
        for row in session.annotations.items:
            deciding.decide(session, row, accept=False)
        assert "nothing" in make_suggestions(session).text
        assert len(stored(session)) == count
        assert session.annotations.items == []


def test_a_decision_makes_an_imported_suggestion_ones_own(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        row = put(
            session, "entity", 0, 7, annotator="model-1", status="suggested", origin="m.jsonl"
        )
        assert session.annotations.items == [row]
        deciding.decide(session, row, accept=True)
        (saved,) = stored(session)
        assert (saved.annotator, saved.status, saved.origin) == ("me", "accepted", "m.jsonl")
        assert session.annotations.items == [saved]
        undoing.undo(session)
        (saved,) = stored(session)
        assert (saved.annotator, saved.status) == ("model-1", "suggested")


def test_what_was_rejected_ranks_lower_in_other_documents_and_what_was_confirmed_higher(
    tmp_path: Path,
) -> None:
    often = "زار باريس وباريس وباريس ثم لندن"
    with opened(tmp_path, often, "في لندن", "في باريس ثم لندن") as session:
        for nth in range(3):
            tag_words(session, "entity", "باريس", nth, type="GPE")
        tag_words(session, "entity", "لندن", type="GPE")
        for number in ("001.txt", "002.txt"):
            session.open(number, session.open_text.options)
            make_suggestions(session)
            scores = {row.text: row.score for row in rows(session, "entity")}
            for row in session.annotations.items:
                if row.text == "لندن":
                    deciding.decide(session, row, accept=False)
            if number == "001.txt":
                first = scores["لندن"]
            assert "nothing" in make_suggestions(session).text
    # (4 · 0.9 + accepted) / (4 + accepted + rejected)
    assert (first, scores) == (0.92, {"لندن": 0.7667, "باريس": 0.9429})


def test_what_was_mostly_rejected_is_not_ticked_among_suggestions_alike(tmp_path: Path) -> None:
    with opened(tmp_path, "في لندن", "من لندن إلى باريس") as session:
        here = put(session, "entity", 3, 7, status="suggested", origin="http://model: a town")
        deciding.decide(session, here, accept=False)
        session.open("001.txt", session.open_text.options)
        london = put(
            session, "entity", 3, 7, status="suggested", origin="http://model: a town", score=0.9
        )
        paris = put(session, "entity", 12, 17, status="suggested", origin="http://model: a town")
        put(session, "entity", 8, 11, status="suggested", origin="http://other: a town")
        found = similar_suggestions.previews(session, paris)
        assert [(one.suggested, one.ticked) for one in found] == [(london, False), (paris, True)]
        assert "rejected 1×" in found[0].why
        # The one that is chosen is meant.
        assert all(one.ticked for one in similar_suggestions.previews(session, london))
        assert london.score == 0.9


def test_names_tagged_elsewhere_are_suggested_with_their_attributes(tmp_path: Path) -> None:
    with opened(tmp_path, "لندن مدينة", "في لندن") as session:
        tag(session, "entity", 0, 4, type="GPE")
        session.open("001.txt", session.open_text.options)
        make_suggestions(session)
        (row,) = stored(session)
        assert (row.text, row.attributes, row.status) == ("لندن", {"type": "GPE"}, "suggested")
        assert "tagged elsewhere" in row.origin


def test_a_name_inside_one_that_is_tagged_is_not_suggested(tmp_path: Path) -> None:
    with opened(tmp_path, "كوبر", "زاك كوبر ثم كوبر") as session:
        tag(session, "entity", 0, 4, type="PERS")
        session.open("001.txt", session.open_text.options)
        tag(session, "entity", 0, 8, type="PERS")
        make_suggestions(session)
        assert spans(session) == [("entity", 0, 8), ("entity", 12, 16)]


def test_a_description_is_suggested_around_a_name_that_is_tagged(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        tag_words(session, "entity", "وزارة الدفاع البريطانية", type="ORG")
        make_suggestions(session)
        assert "متحدث باسم وزارة الدفاع البريطانية" in [row.text for row in rows(session, "entity")]


def test_a_part_of_the_speakers_name_stands_for_it(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        tag_words(session, "entity", "جونستون", type="PERS")
        make_suggestions(session)
        assert "كريستوفر جونستون" not in [row.text for row in stored(session)]
        assert ("خطوة مهم", "جونستون", "suggested") in link_rows(session)


def test_only_a_suggestion_can_be_decided_on(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        row = tag(session, "entity", 0, 7)
        assert deciding.decide(session, row, accept=True).failed
        assert deciding.decide(session, row, accept=False).failed
        assert stored(session) == [row]
