"""The key log of a full pass over the seed article, and of the twelve spans that are hard.

The pass: all persons, organisations and places, all quotations with their speakers, five claims
with two attributes each. It begins at the start of a document that nobody has read. A key is one
press, moves, digits and what a dialog takes included; words are separated by spaces.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

HAND, ACCEPTED, EVERYWHERE = "by hand", "accepted", "by `a`"


@dataclass(frozen=True)
class Step:
    """Keys and what they make."""

    keys: str
    how: str
    label: str
    start: int = -1
    """Where the annotation lies that is made; -1 where there are several."""
    end: int = -1
    count: int = 1
    """How many annotations the keys make."""

    @property
    def presses(self) -> list[str]:
        """The single keys, as the pilot names them."""
        return self.keys.split()


PASS = [
    # The suggesters first: `j` goes to the first suggestion, each `+` on to the next one. With a
    # quote its speaker and its cue are accepted, as far as they are not yet.
    Step("A j +", ACCEPTED, "", count=3),
    *[Step("+", ACCEPTED, "", count=count) for count in (3, 1, 2, 3, 3, 1, 3, 3, 3, 1, 2, 1)],
    Step("ctrl+home e 3", HAND, "entity", 0, 7),  # اليابان
    Step("a enter", EVERYWHERE, "entity", count=14),
    Step("space space space space space f e 3", HAND, "entity", 31, 46),  # المملكة المتحدة
    Step("a enter", EVERYWHERE, "entity", count=7),
    Step("down e 3", HAND, "entity", 75, 80),  # الصين
    Step("a enter", EVERYWHERE, "entity", count=7),
    Step("space end backspace down S e 3", HAND, "entity", 202, 218),  # الولايات المتحدة
    Step("a enter", EVERYWHERE, "entity", count=7),
    Step("end f s f f e 4", HAND, "entity", 228, 251),  # المحيطين الهندي والهادئ
    Step("c 1 enter 3 enter", HAND, "claim", 82, 293),  # من المقرر أن توقع اليابان وا…
    Step("space w w c 1 enter 3 enter", HAND, "claim", 296, 343),  # ستوقع البلدان على اتفاقية ال…
    Step("space down e 3", HAND, "entity", 421, 429),  # أستراليا
    Step("a enter", EVERYWHERE, "entity", count=2),
    Step("( space down e 3", HAND, "entity", 463, 468),  # طوكيو
    Step("a enter", EVERYWHERE, "entity", count=1),
    Step(") backspace e 3", HAND, "entity", 553, 559),  # تايوان
    Step("a enter", EVERYWHERE, "entity", count=4),
    Step("space c 1 enter 3 enter", HAND, "claim", 562, 631),  # ستجعل الاتفاقية التدريبات ال…
    Step("} space f e 1", HAND, "entity", 735, 743),  # زاك كوبر
    Step("space space space e 4", HAND, "entity", 753, 757),  # آسيا
    Step("a enter", EVERYWHERE, "entity", count=1),
    Step("end S S S F e 2", HAND, "entity", 771, 793),  # معهد أمريكان إنتربرايز
    Step(") } space down f e 1", HAND, "entity", 1091, 1103),  # فوميو كيشيدا
    Step("space space space space f e 1", HAND, "entity", 1127, 1139),  # بوريس جونسون
    Step("end e 3", HAND, "entity", 1143, 1147),  # لندن
    Step("a enter", EVERYWHERE, "entity", count=1),
    Step('" ) space space space f e 1', HAND, "entity", 1472, 1480),  # جو بايدن
    Step("space space space down f e 1", HAND, "entity", 1568, 1580),  # دونالد ترامب
    Step("backspace down down down e 2", HAND, "entity", 1673, 1682),  # البنتاغون
    Step(") end S w c 1 enter 3 enter", HAND, "claim", 1818, 1915),  # التأثير العملي سيكون صغيرا ل…
    Step("down down e 3", HAND, "entity", 1982, 1989),  # الفلبين
    Step("a enter", EVERYWHERE, "entity", count=2),
    Step(") end down S S f e 2", HAND, "entity", 2144, 2179),  # مركز الدراسات الاستراتيجية و…
    Step("e 2", HAND, "entity", 2180, 2184),  # CSIS
    Step("space space space down space w s e 3", HAND, "entity", 2277, 2283),  # مانيلا
    Step(") c 1 enter 3 enter", HAND, "claim", 2361, 2492),  # تحاول الولايات المتحدة أيضًا…
    Step("space ) space e 3", HAND, "entity", 2715, 2721),  # واشنطن
    Step('" ( end S e 1', HAND, "entity", 3255, 3269),  # أنتوني بلينكين
    Step("space space space space f e 1", HAND, "entity", 3294, 3309),  # يوشيماسا هاياشي
    Step("space space e 3", HAND, "entity", 3313, 3320),  # ألمانيا
    Step('" down S e 4', HAND, "entity", 3396, 3407),  # مضيق تايوان
    Step("space space space space space space f e 2", HAND, "entity", 3441, 3453),  # البيت الأبيض
    Step(") end backspace backspace down down S e 1", HAND, "entity", 3767, 3777),  # ريشي سوناك
    Step(") space f f f e 2", HAND, "entity", 3818, 3844),  # مكتب رئيس الوزراء الياباني
    Step("space space space f e 2", HAND, "entity", 3861, 3873),  # وزارة الدفاع
    Step("down w S S e 2", HAND, "entity", 3925, 3948),  # وزارة الدفاع البريطانية
    Step(") end S S e 1", HAND, "entity", 4083, 4097),  # جون بول راثبون
    Step("space space f e 1", HAND, "entity", 4104, 4117),  # كانا إيناغاكي
    Step("space space f e 1", HAND, "entity", 4120, 4139),  # ديميتري سيفاستوبولو
    Step("end e 2", HAND, "entity", 4144, 4149),  # تويتر
]
"""The pass, in the order of the text but for the suggestions."""

TWELVE = [
    Step("e 3", HAND, "entity", 0, 7),
    Step("} space space space space space s f e 3", HAND, "entity", 109, 124),
    Step("} space space space f f f e 9", HAND, "entity", 314, 343),
    Step("shift+home c 1", HAND, "claim", 296, 343),
    Step("} } space f e 1", HAND, "entity", 735, 743),
    Step('" q 1', HAND, "quote", 1329, 1450),
    Step('" q 3', HAND, "quote", 1707, 1716),
    Step(") end S w c 1", HAND, "claim", 1818, 1915),
    Step('" q 1', HAND, "quote", 2035, 2110),
    Step("up space space w s e 3", HAND, "entity", 2060, 2067),
    Step('} " ) end f e 8', HAND, "entity", 3479, 3492),
    Step('" backspace backspace backspace S S e 2', HAND, "entity", 3925, 3948),
]
"""Each from where the one before was tagged, the first from the document's start; each with the
digit that sets its first attribute."""


def cost(steps: list[Step], how: str = "") -> list[float]:
    """The keys of each annotation that was made in this way, or in any."""
    return [
        len(step.presses) / step.count
        for step in steps
        if how in ("", step.how)
        for _ in range(step.count)
    ]


def written(number: float) -> str:
    """A median as docs/day.md has it."""
    return f"{number:.2g}"


def documented_lines() -> list[str]:
    """The figures in docs/day.md; a test verifies that they are there."""
    rows = [
        f"| {how} | {len(cost(PASS, how))} | {written(median(cost(PASS, how)))} |"
        for how in (HAND, ACCEPTED, EVERYWHERE)
    ]
    everything = cost(PASS)
    total = sum(len(step.presses) for step in PASS)
    return [
        *rows,
        f"| all | {len(everything)} | {written(median(everything))} |",
        f"{total} keys for {len(everything)} annotations",
        f"{written(median(cost(TWELVE)))} keys each by hand (median)",
    ]
