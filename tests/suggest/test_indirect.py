"""Indirect speech: the clause that a certain speaker's verb reports."""

import pytest

from tui.suggest import suggest


def clauses(text: str) -> list[tuple[str, str, str]]:
    """Clause, speaker and cue of each reported clause suggested for a text."""
    found = suggest(text)
    rows = []
    for made in found:
        if made.attributes.get("type") == "indirect":
            linked = {link.type: found[link.target].span.of(text) for link in made.links}
            rows.append((made.span.of(text), linked.get("speaker", ""), linked.get("cue", "")))
    return rows


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "قال الوزير سامي حداد، أمس في بيروت، إن المشروع سيكتمل قريبا."
            " وأضاف أن الكلفة ثابتة جدا.",
            [
                ("المشروع سيكتمل قريبا", "سامي حداد", "قال"),
                ("الكلفة ثابتة جدا", "سامي حداد", "أضاف"),
            ],
        ),
        (
            "أكدت وزارة الصحة أن الوضع مستقر تماما، مشيرة إلى أن الحملة مستمرة حتى الخميس.",
            [
                ("الوضع مستقر تماما", "وزارة الصحة", "أكدت"),
                ("الحملة مستمرة حتى الخميس", "وزارة الصحة", "مشيرة"),
            ],
        ),
        (
            "مریم احمدی، مدیر موزه، گفت که نمایشگاه تا پاییز باز است و افزود: «همه دعوت‌اند».",
            [("نمایشگاه تا پاییز باز است", "مریم احمدی", "گفت")],
        ),
        (
            "به گفتهٔ مریم احمدی، موزه تا پاییز باز است.",
            [("موزه تا پاییز باز است", "مریم احمدی", "به گفتهٔ")],
        ),
        (
            'יו"ר הוועדה, אורית לוי, הודיעה כי הדיון נדחה לשבוע הבא, והוסיפה: "זה סופי".',
            [("הדיון נדחה לשבוע הבא", "אורית לוי", "הודיעה")],
        ),
        (
            "מפקד התחנה משה כהן הודיע שהחקירה תימשך עוד שבוע.",
            [("החקירה תימשך עוד שבוע", "משה כהן", "הודיע")],
        ),
        (
            "وزیر صحت عمران قریشی نے کہا کہ ہسپتال میں دوائیں موجود ہیں۔",
            [("ہسپتال میں دوائیں موجود ہیں", "عمران قریشی", "کہا")],
        ),
        (
            "The mayor, Ann Cole, said on Monday that the bridge would open in May.",
            [("the bridge would open in May", "Ann Cole", "said")],
        ),
        (
            "According to Ann Cole, the bridge will open in May.",
            [("the bridge will open in May", "Ann Cole", "According to")],
        ),
        # A whole sentence between quotation marks is a quotation, and nobody's is nobody's.
        ("قال الوزير سامي حداد إن «المشروع سيكتمل قريبا».", []),
        ("يقال إن المشروع سيكتمل قريبا.", []),
        ("لم يقل الوزير إن المشروع سيكتمل.", []),
        ("Everybody knows that the bridge will open.", []),
        ("", []),
    ],
)
def test_the_clause_is_what_the_particle_opens(
    text: str, expected: list[tuple[str, str, str]]
) -> None:
    assert clauses(text) == expected


def test_reported_clauses_can_be_left_out() -> None:
    text = "The mayor, Ann Cole, said that the bridge would open in May."
    assert [made for made in suggest(text, indirect=False) if made.label == "quote"] == []


def test_a_clause_scores_less_than_a_quotation() -> None:
    text = "Ann Cole said that the bridge would open. “It is time,” Cole said."
    scores = {made.attributes.get("type"): made.score or 0.0 for made in suggest(text)}
    assert scores["indirect"] < scores["direct"]
