"""What a link may lead to, in which order, and the way back."""

from pathlib import Path

import pytest

from tests.session.opening import SEED, opened, put, stored, tag, tag_words
from tui.choices import AnnotationStatus
from tui.model import Annotation, link
from tui.schema import LinkDef
from tui.session.commands import linking, undoing
from tui.session.commands.tagging import set_bounds
from tui.session.session import Session
from tui.text.spans import Span


def order(session: Session, source: Annotation, link_type: str) -> list[Annotation]:
    definition = session.schema.label(source.label).link(link_type)
    assert isinstance(definition, LinkDef)
    return [one.annotation for one in linking.candidates(session, source, definition)]


def test_the_nearest_person_is_the_likeliest_speaker(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        near = tag_words(session, "entity", "كوبر", 1, type="PERS")
        far = tag_words(session, "entity", "كيشيدا", type="PERS")
        country = tag_words(session, "entity", "المملكة المتحدة", 3, type="GPE")
        china = SEED.index("الصين", 1329)
        inside = tag(session, "entity", china, china + 5, type="PERS")
        untyped = tag_words(session, "entity", "البلدان", 1)
        date = tag_words(session, "entity", "ديسمبر", 1, type="DATE")
        quote = tag(session, "quote", 1329, 1450)
        assert order(session, quote, "speaker") == [near, far, untyped, country, date, inside]


def test_an_organisation_beside_the_quote_goes_before_a_person_pages_away(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        person = tag_words(session, "entity", "كيشيدا", type="PERS")
        body = tag_words(session, "entity", "وزارة الخارجية", type="ORG")
        quote = tag(session, "quote", 3357, 3407)
        assert order(session, quote, "speaker") == [body, person]


def test_one_that_stands_before_goes_before_one_as_near_behind(tmp_path: Path) -> None:
    with opened(tmp_path, "علي «كلام» محمد") as session:
        before = tag(session, "entity", 0, 3, type="PERS")
        behind = tag(session, "entity", 11, 15, type="PERS")
        quote = tag(session, "quote", 5, 9)
        assert order(session, quote, "speaker") == [before, behind]


def test_the_same_name_is_the_likeliest_for_the_same_thing(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        full = tag_words(session, "entity", "زاك كوبر", type="PERS")
        nearby = tag_words(session, "entity", "البلدان", 1)
        short = tag_words(session, "entity", "كوبر", 1, type="PERS")
        assert order(session, short, "coreference") == [full, nearby]


def test_a_quotation_goes_on_in_the_nearest_one_whatever_words_they_share(tmp_path: Path) -> None:
    text = "«القانون الجديد» قال. «كلام آخر» ثم «القانون الجديد مهم»"
    with opened(tmp_path, text) as session:
        first, near, far = (
            tag(session, "quote", text.index(words), text.index(words) + len(words))
            for words in ("القانون الجديد", "كلام آخر", "القانون الجديد مهم")
        )
        assert order(session, first, "continues") == [near, far]


def test_a_claim_is_made_in_the_quote_around_it(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        around = tag(session, "quote", 1329, 1450)
        other = tag(session, "quote", 1707, 1716)
        claim = tag(session, "claim", 1340, 1400)
        assert order(session, claim, "made_in") == [around, other]


def test_only_labels_that_the_schema_names_are_offered(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        quote = tag(session, "quote", 1329, 1450)
        tag(session, "claim", 0, 20)
        cue = tag_words(session, "cue", "أضاف")
        assert order(session, quote, "cue") == [cue]
        assert order(session, quote, "speaker") == []
        assert linking.may_lead_to(session, quote, cue, "cue")
        assert not linking.may_lead_to(session, quote, cue, "speaker")
        assert not linking.may_lead_to(session, cue, quote, "cue")


def test_what_is_linked_already_is_not_offered_again(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        speaker = tag_words(session, "entity", "كوبر", type="PERS")
        quote = tag(session, "quote", 1329, 1450)
        assert linking.link_types(session, quote)[0].type == "speaker"
        linking.add_link(session, quote, speaker, "speaker")
        assert order(session, quote, "speaker") == []
        assert order(session, quote, "addressee") == [speaker]
        assert linking.link_types(session, quote)[-1].type == "speaker"


def test_a_link_is_one_step_and_the_same_twice_stays_one(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        speaker = tag_words(session, "entity", "كوبر", type="PERS")
        quote = tag(session, "quote", 1329, 1450)
        assert "saved" in linking.add_link(session, quote, speaker, "speaker").text
        assert session.current == quote
        assert "already" in linking.add_link(session, quote, speaker, "speaker").text
        assert len(session.store.links.in_document("000.txt")) == 1
        undoing.undo(session)
        assert session.store.links.in_document("000.txt") == []
        assert len(stored(session)) == 2
        undoing.redo(session)
        assert [row.type for row in session.annotations.links_from(quote.id)] == ["speaker"]


def test_nothing_is_linked_to_itself(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        one = tag(session, "entity", 0, 7)
        assert linking.add_link(session, one, one, "coreference").failed


def test_a_link_survives_new_bounds(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        speaker = tag_words(session, "entity", "كوبر", type="PERS")
        quote = tag(session, "quote", 1329, 1450)
        linking.add_link(session, quote, speaker, "speaker")
        set_bounds(session, quote, Span(1329, 1400))
        session.load_annotations()
        assert [row.to_id for row in session.annotations.links_from(quote.id)] == [speaker.id]


def test_the_ends_of_links_both_ways(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        speaker = tag_words(session, "entity", "كوبر", type="PERS")
        full = tag_words(session, "entity", "زاك كوبر", type="PERS")
        quote = tag(session, "quote", 1329, 1450)
        linking.add_link(session, quote, speaker, "speaker")
        linking.add_link(session, speaker, full, "coreference")
        found = [(end.id, end.link.type, end.outward) for end in linking.ends(session, speaker)]
        assert found == [(full.id, "coreference", True), (quote.id, "speaker", False)]
        assert [end.id for end in linking.ends(session, quote)] == [speaker.id]


def test_a_link_is_taken_away_and_comes_back_by_undo(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        speaker = tag_words(session, "entity", "كوبر", type="PERS")
        quote = tag(session, "quote", 1329, 1450)
        linking.add_link(session, quote, speaker, "speaker")
        (row,) = session.annotations.links_from(quote.id)
        linking.remove_link(session, row)
        assert session.store.links.in_document("000.txt") == []
        said = undoing.undo(session)
        assert "unlink speaker" in said.text
        assert len(session.store.links.in_document("000.txt")) == 1
        assert session.current == quote


@pytest.mark.parametrize("status", ["accepted", "suggested"])
def test_anothers_link_stays_unless_it_is_a_suggestion(
    tmp_path: Path, status: AnnotationStatus
) -> None:
    with opened(tmp_path) as session:
        speaker = tag_words(session, "entity", "كوبر", type="PERS")
        quote = tag(session, "quote", 1329, 1450)
        hers = link(quote, speaker, "speaker", "her", status=status)
        session.store.load([hers])
        session.load_annotations()
        assert linking.remove_link(session, hers).failed == (status == "accepted")


def test_a_suggested_link_that_one_makes_by_hand_is_accepted(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        speaker = put(session, "entity", 1322, 1326)
        quote = put(session, "quote", 1329, 1450)
        session.store.load([link(quote, speaker, "speaker", "model", status="suggested")])
        session.load_annotations()
        linking.add_link(session, quote, speaker, "speaker")
        (row,) = session.store.links.in_document("000.txt")
        assert (row.status, row.annotator) == ("accepted", "me")
