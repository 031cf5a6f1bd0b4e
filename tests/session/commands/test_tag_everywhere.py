"""Tagging every other occurrence of a text, here and in all documents."""

from pathlib import Path

from tests.articles import document
from tests.session.opening import SEED, opened, put, spans, stored, tag, tag_words
from tui.model import link
from tui.session.commands import tag_everywhere, undoing
from tui.text.natural_order import natural_key


def test_fourteen_more_are_found_in_the_article_and_one_undo_takes_them_back(
    tmp_path: Path,
) -> None:
    with opened(tmp_path) as session:
        japan = tag(session, "entity", 0, 7, type="GPE")
        found = tag_everywhere.previews(session, japan)
        assert len(found) == 14
        assert all(hit.ticked for hit in found)
        said = tag_everywhere.tag_chosen(session, japan, found)
        assert said.text == "14 entities saved"
        rows = stored(session)
        assert len(rows) == 15
        assert {row.text for row in rows} == {"اليابان"}
        assert all(row.attributes == {"type": "GPE"} for row in rows)
        undoing.undo(session)
        assert stored(session) == [japan]


def test_a_hit_comes_in_its_context(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        hit = tag_everywhere.previews(session, tag(session, "entity", 0, 7))[0]
        assert hit.before + hit.text + hit.after in SEED
        assert len(hit.before) == len(hit.after) == tag_everywhere.CONTEXT


def test_doubtful_ones_are_not_ticked_and_say_why(tmp_path: Path) -> None:
    with opened(tmp_path, "ريم في الدار. كريم وريم وريما.") as session:
        found = tag_everywhere.previews(session, tag(session, "entity", 0, 3))
        assert [(hit.text, hit.ticked) for hit in found] == [("ريم", False), ("ريم", False)]
        assert all("behind" in hit.why for hit in found)


def test_those_that_are_tagged_already_are_left_out(tmp_path: Path) -> None:
    with opened(tmp_path, "قطر ثم قطر ثم قطر") as session:
        first = tag(session, "entity", 0, 3)
        tag(session, "entity", 7, 10)
        tag(session, "claim", 14, 17)
        assert [tuple(hit.span) for hit in tag_everywhere.previews(session, first)] == [(14, 17)]


def test_a_rejected_one_is_offered_again(tmp_path: Path) -> None:
    with opened(tmp_path, "لندن ثم لندن") as session:
        first = tag(session, "entity", 0, 4)
        put(session, "entity", 8, 12, status="rejected")
        assert [tuple(hit.span) for hit in tag_everywhere.previews(session, first)] == [(8, 12)]


def test_one_inside_a_longer_name_is_not_ticked(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        tag_words(session, "entity", "زاك كوبر", type="PERS")
        cooper = tag_words(session, "entity", "كوبر", 1, type="PERS")
        (hit,) = tag_everywhere.previews(session, cooper)
        assert not hit.ticked
        assert "inside" in hit.why


def test_a_suggestion_there_is_accepted_with_its_links(tmp_path: Path) -> None:
    with opened(tmp_path, "علي يقول «نعم» ثم علي") as session:
        speaker = put(session, "entity", 18, 21, annotator="m", status="suggested", origin="m")
        quote = tag(session, "quote", 10, 13)
        session.store.load([link(quote, speaker, "speaker", "m", status="suggested")])
        session.load_annotations()
        first = tag(session, "entity", 0, 3, type="PERS")
        (hit,) = tag_everywhere.previews(session, first)
        assert hit.suggested == speaker
        tag_everywhere.tag_chosen(session, first, [hit])
        row = session.annotations.get(speaker.id)
        assert row is not None
        assert (row.status, row.annotator, row.attributes) == ("accepted", "me", {"type": "PERS"})
        assert [one.status for one in session.store.links.in_document("000.txt")] == ["accepted"]
        undoing.undo(session)
        row = session.annotations.get(speaker.id)
        assert row is not None
        assert (row.status, row.annotator, row.attributes) == ("suggested", "m", {})
        assert [one.status for one in session.store.links.in_document("000.txt")] == ["suggested"]


def test_all_documents_in_one_step_that_this_document_undoes(tmp_path: Path) -> None:
    with opened(tmp_path, "لندن مدينة", "في لندن ولندن", "باريس") as session:
        first = tag(session, "entity", 0, 4, type="GPE")
        found = tag_everywhere.previews_in_all(session, first)
        assert [(hit.document.id, tuple(hit.span)) for hit in found] == [
            ("001.txt", (3, 7)),
            ("001.txt", (9, 13)),
        ]
        tag_everywhere.tag_chosen(session, first, found)
        there = session.store.annotations.in_document("001.txt")
        assert [(row.start, row.end, row.text) for row in there] == [
            (3, 7, "لندن"),
            (9, 13, "لندن"),
        ]
        assert there[0].prefix == "في "
        undoing.undo(session)
        assert session.store.annotations.in_document("001.txt") == []
        assert spans(session) == [("entity", 0, 4)]
        undoing.redo(session)
        assert len(session.store.annotations.in_document("001.txt")) == 2


def test_what_is_tagged_in_other_documents_is_left_out(tmp_path: Path) -> None:
    with opened(tmp_path, "لندن مدينة", "في لندن") as session:
        session.open("001.txt", session.open_text.options)
        tag(session, "entity", 3, 7)
        session.open("000.txt", session.open_text.options)
        first = tag(session, "entity", 0, 4)
        assert tag_everywhere.previews_in_all(session, first) == []


def test_anothers_tag_does_not_stand_in_the_way(tmp_path: Path) -> None:
    with opened(tmp_path, "لندن ثم لندن") as session:
        session.show_others = True
        put(session, "entity", 8, 12, annotator="her")
        first = tag(session, "entity", 0, 4)
        assert len(tag_everywhere.previews(session, first)) == 1


def test_nothing_ticked_writes_nothing(tmp_path: Path) -> None:
    with opened(tmp_path, "لندن ثم لندن") as session:
        first = tag(session, "entity", 0, 4)
        said = tag_everywhere.tag_chosen(session, first, [])
        assert said.text == "nothing to tag"
        undoing.undo(session)
        assert stored(session) == []


def test_documents_come_in_natural_order(tmp_path: Path) -> None:
    texts = ["one", "one two one", "one", "a long text about one thing and no other", *["one"] * 8]
    with opened(tmp_path, *texts) as session:
        for id in ("10.txt", "9.txt", "2.txt"):
            session.store.add_documents([document("one more", id)])
        first = tag(session, "entity", 0, 3)
        hits = tag_everywhere.previews_in_all(session, first)
        ids = list(dict.fromkeys(hit.document.id for hit in hits))
        assert ids == sorted(ids, key=natural_key)
        assert ids.index("2.txt") < ids.index("9.txt") < ids.index("10.txt")
