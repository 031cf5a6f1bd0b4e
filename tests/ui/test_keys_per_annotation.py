"""How many keys an annotation takes: the log of a full pass, run key by key."""

from collections import Counter
from pathlib import Path
from statistics import median

from tests.articles import seed_text
from tests.ui.driving import Reader, reading
from tests.ui.full_pass import (
    ACCEPTED,
    EVERYWHERE,
    HAND,
    PASS,
    TWELVE,
    Step,
    cost,
    documented_lines,
)
from tui.model import Annotation

SEED = seed_text()

PERSONS = {
    "زاك كوبر": 1, "كوبر": 1, "فوميو كيشيدا": 1, "بوريس جونسون": 1, "جو بايدن": 1,
    "دونالد ترامب": 1, "كريستوفر جونستون": 1, "جونستون": 2, "أنتوني بلينكين": 1,
    "يوشيماسا هاياشي": 1, "ريشي سوناك": 1, "جون بول راثبون": 1, "كانا إيناغاكي": 1,
    "ديميتري سيفاستوبولو": 1,
}  # fmt: skip
ORGANISATIONS = {
    "معهد أمريكان إنتربرايز": 1, "البنتاغون": 1, "مركز الدراسات الاستراتيجية والدولية": 1,
    "CSIS": 1, "وزارة الخارجية": 1, "البيت الأبيض": 1, "مكتب رئيس الوزراء الياباني": 1,
    "وزارة الدفاع": 1, "وزارة الدفاع البريطانية": 1, "تويتر": 1,
}  # fmt: skip
PLACES = {
    "اليابان": 15, "المملكة المتحدة": 8, "الصين": 8, "الولايات المتحدة": 8, "أستراليا": 3,
    "طوكيو": 2, "تايوان": 5, "لندن": 2, "الفلبين": 3, "مانيلا": 1, "واشنطن": 1, "ألمانيا": 1,
    "المحيطين الهندي والهادئ": 1, "آسيا": 2, "مضيق تايوان": 1,
}  # fmt: skip
QUOTES = {
    (1329, 1450): "كوبر",
    (1707, 1716): "كريستوفر جونستون",
    (2035, 2110): "جونستون",
    (2187, 2357): "جونستون",
    (3357, 3407): "وزارة الخارجية",
    (3963, 3980): "متحدث باسم وزارة الدفاع البريطانية",
    (4006, 4017): "متحدث باسم وزارة الدفاع البريطانية",
}

CLAUSES = {
    (1688, 1804): "كريستوفر جونستون",
    (1818, 1915): "كريستوفر جونستون",
    (2015, 2031): "جونستون",
    (3649, 3809): "الأشخاص المطلعون",
    (3952, 3980): "متحدث باسم وزارة الدفاع البريطانية",
    (3996, 4061): "متحدث باسم وزارة الدفاع البريطانية",
}
"""Indirect speech."""


async def carry_out(reader: Reader, step: Step) -> None:
    """Press a step's keys and hold that they made what the log says."""
    before = {row.id for row in accepted(reader)}
    await reader.press_in_turn(*step.presses)
    made = [row for row in accepted(reader) if row.id not in before]
    assert len(made) == step.count, step
    if step.start >= 0:
        assert [(row.label, row.start, row.end) for row in made] == [
            (step.label, step.start, step.end)
        ]


def accepted(reader: Reader) -> list[Annotation]:
    return [row for row in reader.saved() if row.status == "accepted"]


async def test_a_full_pass_over_the_article(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(160, 40)) as reader:
        for step in PASS:
            await carry_out(reader, step)
        rows = reader.saved()
        assert {row.status for row in rows} == {"accepted"}
        names = Counter(
            (str(row.attributes.get("type")), row.text) for row in rows if row.label == "entity"
        )
        for types, wanted in (
            (("PERS",), PERSONS), (("ORG",), ORGANISATIONS), (("GPE", "LOC"), PLACES),
        ):  # fmt: skip
            found = {text: count for (type, text), count in names.items() if type in types}
            assert found == wanted
        texts = {row.id: row.text for row in rows}
        spans = {row.id: (row.start, row.end) for row in rows if row.label == "quote"}
        speakers = {
            spans[link.from_id]: texts[link.to_id]
            for link in reader.store.links.in_document("000.txt")
            if link.type == "speaker" and link.status == "accepted"
        }
        assert speakers == QUOTES | CLAUSES
        claims = [row.attributes for row in rows if row.label == "claim"]
        assert claims == [{"verifiable": "yes", "checkworthiness": "3"}] * 5
        for _ in range(200):
            await reader.press("u")
            if not reader.saved():
                break
        assert reader.saved() == []


async def test_twelve_spans_by_hand(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(160, 40)) as reader:
        for step in TWELVE:
            await carry_out(reader, step)


def test_the_twelve_are_those_that_are_hard() -> None:
    assert [(step.start, step.end) for step in TWELVE] == [
        (0, 7), (109, 124), (314, 343), (296, 343), (735, 743), (1329, 1450), (1707, 1716),
        (1818, 1915), (2035, 2110), (2060, 2067), (3479, 3492), (3925, 3948),
    ]  # fmt: skip


def test_an_annotation_takes_at_most_four_keys_on_the_median_and_six_by_hand() -> None:
    assert median(cost(PASS)) <= 4
    assert median(cost(TWELVE)) <= 6
    assert {step.how for step in PASS} == {HAND, ACCEPTED, EVERYWHERE}


def test_the_documentation_says_how_many() -> None:
    page = Path(__file__).parents[2].joinpath("docs", "day.md").read_text(encoding="utf-8")
    words = " ".join(page.partition("## How many keys it takes")[2].split())
    for line in documented_lines():
        assert line in words
