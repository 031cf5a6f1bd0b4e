from dataclasses import replace

from tests.exchange.fixture import LABELS, Maker, hard_records, link, record
from tui.exchange.content import Content
from tui.exchange.record import Record


def slips(*made: Record) -> list[tuple[str, str, str]]:
    content = Content(LABELS)
    texts = {span.id: span.text for one in made for span in one.spans}
    return [
        (slip.kind, texts[slip.annotation_id], slip.message)
        for one in made
        for slip in content.slips(one)
    ]


def test_a_quote_needs_a_speaker() -> None:
    mark = Maker("قال علي: نعم")
    quote = mark("نعم", "quote")
    speaker = mark("علي", "entity")
    assert slips(record("d", mark)) == [("no-speaker", "نعم", "quote without a speaker")]
    assert slips(record("d", mark, (link(1, "speaker", quote, speaker),))) == []
    rejected = replace(link(1, "speaker", quote, speaker), status="rejected")
    assert len(slips(record("d", mark, (rejected,)))) == 1


def test_one_text_with_two_types_in_any_spelling() -> None:
    one, other = Maker("زار أحمد"), Maker("رأى احمَد")
    one("أحمد", "entity", attributes={"type": "PERS"})
    other("احمَد", "entity", attributes={"type": "ORG"})
    found = slips(record("a", one), record("b", other))
    assert found == [("two-types", "احمَد", "ORG here, but PERS in a at 4")]


def test_the_same_type_under_another_label_is_no_conflict() -> None:
    mark = Maker("أحمد أحمد")
    mark("أحمد", "entity", attributes={"type": "PERS"})
    mark("أحمد", "entity", nth=1, attributes={"type": "PERS"})
    mark("أحمد", "claim", attributes={"type": "direct"})
    assert slips(record("d", mark)) == []


def test_duplicates_are_of_one_annotator() -> None:
    mark = Maker("أحمد")
    mark("أحمد", "entity")
    mark("أحمد", "entity")
    mark("أحمد", "entity", annotator="sami")
    mark("أحمد", "cue")
    assert slips(record("d", mark)) == [
        ("duplicate", "أحمد", "entity twice on the same words by mona")
    ]


def test_edges_of_white_space_and_commas() -> None:
    mark = Maker("قال: نعم، ثم\u00a0لا،")
    mark(" نعم،", "claim")
    mark("ثم\u00a0", "claim")
    assert slips(record("d", mark)) == [
        ("edge", " نعم،", "claim begins with white space"),
        ("edge", " نعم،", "claim ends with ،"),
        ("edge", "ثم\u00a0", "claim ends with white space"),
    ]


def test_only_accepted_annotations_are_looked_at() -> None:
    mark = Maker("نعم ")
    mark("نعم ", "quote", status="suggested")
    assert slips(record("d", mark)) == []


def test_the_hard_fixture() -> None:
    kinds = [kind for kind, _, _ in slips(*hard_records())]
    assert kinds == ["no-speaker"] * 3
