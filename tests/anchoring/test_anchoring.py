"""Each way to a new place, and each doubt that leaves an annotation without one."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.anchoring.alignment import (
    FUZZY_THRESHOLD,
    Alignment,
    Skeleton,
    common_prefix,
    common_suffix,
)
from tui.anchoring.placement import Placement, place_annotations
from tui.model import DocumentInfo, annotate

STORY = (
    "قال الوزير إن اليابان ستوقع اتفاقية جديدة مع المملكة المتحدة في ديسمبر.\n"
    "وأضاف كوبر أن الصين تتابع المحادثات عن قرب، وأن الحلفاء مستعدون لكل احتمال.\n"
    "ثم سافر الوفد من طوكيو إلى لندن ليبدأ جولة ثانية من المحادثات هناك.\n"
)


def placed(old: str, new: str, words: str, *, at: int = 0) -> Placement:
    """Where the `at`-th occurrence of `words` in `old` goes."""
    start = -1
    for _ in range(at + 1):
        start = old.index(words, start + 1)
    document = DocumentInfo("a", "", "", "0", len(old), "")
    annotation = annotate(document, old, (start, start + len(words)), "entity", "me")
    (placement,) = place_annotations(old, new, [annotation])
    assert placement.annotation is annotation
    return placement


def outcome(old: str, new: str, words: str, *, at: int = 0) -> tuple[str, int, str] | str:
    """How it was placed, from where on, and what it covers there."""
    placement = placed(old, new, words, at=at)
    if placement.span is None:
        return placement.how
    return placement.how, placement.span.start, placement.span.of(new)


def test_in_the_same_text_all_stays() -> None:
    assert outcome(STORY, STORY, "كوبر") == ("same", STORY.index("كوبر"), "كوبر")


def test_before_an_edit_all_stays_and_behind_it_moves() -> None:
    new = STORY.replace("كوبر", "كوبر أمس")
    assert outcome(STORY, new, "اليابان") == ("same", STORY.index("اليابان"), "اليابان")
    assert outcome(STORY, new, "كوبر") == ("same", STORY.index("كوبر"), "كوبر")
    assert outcome(STORY, new, "لندن") == ("exact", STORY.index("لندن") + len(" أمس"), "لندن")


def test_the_right_one_of_many_is_found_by_its_context() -> None:
    new = "مقدمة: المحادثات بدأت.\n" + STORY
    for at in (0, 1):
        expected = -1
        for _ in range(at + 2):
            expected = new.index("المحادثات", expected + 1)
        assert outcome(STORY, new, "المحادثات", at=at) == ("exact", expected, "المحادثات")


def test_a_moved_paragraph_takes_its_annotations_with_it() -> None:
    first, second, third = STORY.splitlines(keepends=True)
    new = third + first + second
    for words in ("طوكيو", "كوبر", "اليابان", "المملكة المتحدة"):
        assert outcome(STORY, new, words) == ("exact", new.index(words), words)


@pytest.mark.parametrize("ending", ["\r\n", " ", "\n\n\n", "\r\n\r\n"])
def test_other_newlines_move_without_loss(ending: str) -> None:
    new = STORY.replace("\n", ending)
    placement = placed(STORY, new, "ديسمبر.\nوأضاف كوبر")
    assert placement.span is not None
    assert placement.span.of(new) == f"ديسمبر.{ending}وأضاف كوبر"
    assert (placement.how, placement.score) == ("fuzzy", 1.0)
    assert outcome(STORY, new, "لندن") == (
        ("same" if len(ending) == 1 else "exact"),
        new.index("لندن"),
        "لندن",
    )


def test_marks_that_come_or_go_belong_to_their_letters() -> None:
    marked = STORY.replace("كوبر", "كُوبَرٌ").replace("الوفد", "الوَفْد")
    assert outcome(STORY, marked, "كوبر") == ("fuzzy", STORY.index("كوبر"), "كُوبَرٌ")
    assert outcome(marked, STORY, "كُوبَرٌ") == ("fuzzy", STORY.index("كوبر"), "كوبر")
    assert outcome(marked, "\n" + marked, "كُوبَر") == (
        "exact",
        marked.index("كُوبَر") + 1,
        "كُوبَر",
    )


def test_an_edited_text_keeps_its_bounds() -> None:
    sentence = "أن الصين تتابع المحادثات عن قرب، وأن الحلفاء مستعدون لكل احتمال"
    for old, new in (("تتابع", "تراقب"), ("عن قرب، ", ""), ("الحلفاء", "الحلفاء الجدد")):
        changed = STORY.replace(old, new)
        placement = placed(STORY, changed, sentence)
        assert placement.how == "fuzzy"
        assert placement.span is not None
        assert placement.span.of(changed) == sentence.replace(old, new)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("اليابان", "الصين", "orphaned"),
        ("اليابان", "", "orphaned"),
        ("جديدة مع المملكة", "قديمة مع الجمهورية", "orphaned"),
        ("قرب، وأن الحلفاء مستعدون", "بعد؛ ولا", "orphaned"),
    ],
)
def test_what_is_gone_or_rewritten_is_orphaned(old: str, new: str, expected: str) -> None:
    assert outcome(STORY, STORY.replace(old, new, 1), old) == expected


def test_a_name_that_was_deleted_does_not_go_to_its_namesake() -> None:
    old = "زار أحمد القاهرة يوم السبت. ثم عاد أحمد إلى بيته في المساء."
    new = "زار القاهرة يوم السبت. ثم عاد أحمد إلى بيته في المساء."
    assert outcome(old, new, "أحمد") == "orphaned"
    assert outcome(old, new, "أحمد", at=1) == ("exact", new.index("أحمد"), "أحمد")


def test_of_two_that_became_one_neither_is_chosen() -> None:
    old = "في الصباح قال علي نعم. وفي المساء قال علي لا."
    new = "في الصباح قال علي لا."
    for at in (0, 1):
        assert outcome(old, new, "علي", at=at) == "orphaned"


def test_of_one_that_became_two_in_like_contexts_neither_is_chosen() -> None:
    line = "قال رئيس الوزراء أمام البرلمان إن الحكومة مستعدة.\n"
    assert outcome(line, line + line, "البرلمان") == "orphaned"


def test_a_refrain_keeps_its_place_by_what_stands_farther_away() -> None:
    refrain = "يا ليل طال السهر والنوم مني هرب\n"
    verses = [f"البيت رقم {number} من القصيدة الطويلة جدا\n" for number in range(6)]
    old = "".join(verse + refrain for verse in verses)
    new = "مطلع جديد\n" + old
    for at in range(6):
        span = placed(old, new, "السهر", at=at).span
        assert span is not None
        assert new[: span.start].count("السهر") == at


def test_a_refrain_put_in_before_is_not_taken_for_the_one_that_was_there() -> None:
    refrain = "يا ليل طال السهر والنوم مني هرب ولا صديق يسأل عني ولا خبر يأتي من بعيد في السفر\n"
    verses = [f"بيت {number} من قصيدة\n" + refrain for number in range(6)]
    old, new = "".join(verses[1:]), "".join(verses)
    for at in range(5):
        span = placed(old, new, "صديق", at=at).span
        assert span is not None
        assert new[: span.start].count("صديق") == at + 1


def test_a_place_that_another_nearly_equals_is_no_place() -> None:
    line = "أعلن رئيس الوزراء أمام البرلمان أن الحكومة مستعدة للحوار"
    old = f"في البداية {line} مع الجميع.\n"
    new = f"غيره قبل {line} مع الجميع.\nوفي النهاية والبداية {line} مع أحد.\n"
    assert outcome(old, new, "البرلمان") == "orphaned"
    assert outcome(old, new[: new.index("وفي")], "البرلمان") == (
        "exact",
        new.index("البرلمان"),
        "البرلمان",
    )


def test_an_edited_text_in_other_surroundings_is_orphaned() -> None:
    claim = "الحكومة ستزيد الإنفاق على التعليم العام القادم"
    old = f"كتب الصحفي أمس أن {claim} كما قيل له"
    edited = claim.replace("التعليم", "التعلم")
    assert outcome(old, f"x y z {edited} q w e", claim) == "orphaned"
    assert outcome(old, f"y الصحفي أمس أن {edited} q w e", claim)[0] == "fuzzy"


def test_where_the_texts_cannot_be_compared_the_old_place_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tui.anchoring.alignment.MAX_CELLS", 0)
    lines = "نعم نعم لا لا نعم لا نعم نعم\n" * 4
    old, new = "أ" + lines + "ب", "ت" + lines + "ث"
    assert outcome(old, new, "لا لا", at=1) == ("same", 1 + 29 + 8, "لا لا")
    assert outcome(old, "ت" + new, "لا لا", at=1) == "orphaned"


def test_a_span_at_either_end_of_the_text_is_placed() -> None:
    assert outcome("علي", "علي سافر", "علي") == ("same", 0, "علي")
    assert outcome("جاء علي", "أمس جاء علي", "علي") == ("exact", 8, "علي")


def test_a_span_without_letters_is_not_looked_for() -> None:
    assert outcome(STORY + "x\u064e", "y" + STORY + "x\u064e", "\u064e") == "orphaned"
    assert outcome(STORY, "", "كوبر") == "orphaned"


@pytest.mark.parametrize(
    ("typos", "expected"), [(0, "exact"), (2, "fuzzy"), (5, "fuzzy"), (12, "orphaned")]
)
def test_the_threshold_for_edited_texts(typos: int, expected: str) -> None:
    claim = "".join(chr(ord("a") + number % 23) for number in range(50))
    changed = "".join(
        "Z" if number % 4 == 2 and number // 4 < typos else char
        for number, char in enumerate(claim)
    )
    around = ("this is what stands before the claim ", " and this is what stands behind it")
    placement = placed(claim.join(around), "\n" + changed.join(around), claim)
    assert placement.how == expected
    assert (placement.score >= FUZZY_THRESHOLD) == (expected != "orphaned")


def test_a_short_word_with_a_changed_letter_is_another_word() -> None:
    assert outcome(STORY, STORY.replace("كوبر", "كوفر"), "كوبر") == "orphaned"


def test_no_annotations_make_an_empty_plan() -> None:
    assert place_annotations("a", "b", []) == []


texts = st.text(alphabet="ab \n\u064e\u0640ج", max_size=60)


@given(old=texts, new=texts, data=st.data())
def test_whatever_the_texts_are_a_place_lies_in_the_new_one(
    old: str, new: str, data: st.DataObject
) -> None:
    if not old:
        return
    start = data.draw(st.integers(0, len(old) - 1))
    end = data.draw(st.integers(start + 1, len(old)))
    document = DocumentInfo("a", "", "", "0", len(old), "")
    (placement,) = place_annotations(
        old, new, [annotate(document, old, (start, end), "entity", "me")]
    )
    if placement.span is None:
        assert (placement.how, placement.score) == ("orphaned", 0.0)
        return
    assert 0 <= placement.span.start < placement.span.end <= len(new)
    assert (placement.span.of(new) == old[start:end]) == (placement.how != "fuzzy")
    assert placement.score >= FUZZY_THRESHOLD


@given(text=texts)
def test_a_skeleton_leads_back_to_its_text(text: str) -> None:
    skeleton = Skeleton(text)
    assert len(skeleton.letters) == len(skeleton.offsets)
    for index, offset in enumerate(skeleton.offsets):
        letter = skeleton.letters[index]
        assert letter == text[offset] or (letter == " " and text[offset].isspace())
        start, end = skeleton.to_span(index, index + 1)
        assert skeleton.from_span(start, end)[0] == index


@given(one=texts, other=texts, at=st.integers(0, 60), other_at=st.integers(0, 60))
def test_common_ends_are_as_long_as_they_can_be(
    one: str, other: str, at: int, other_at: int
) -> None:
    at, other_at = min(at, len(one)), min(other_at, len(other))
    length = common_prefix(one, at, other, other_at)
    assert one[at : at + length] == other[other_at : other_at + length]
    assert one[at + length : at + length + 1] != other[other_at + length :][:1] or (
        at + length == len(one)
    )
    length = common_suffix(one, at, other, other_at)
    assert one[at - length : at] == other[other_at - length : other_at]
    assert length == min(at, other_at) or one[at - length - 1] != other[other_at - length - 1]


@given(old=texts, new=texts)
def test_every_run_stands_in_both_texts(old: str, new: str) -> None:
    for run in Alignment(old, new).runs:
        assert run.length > 0
        assert old[run.old : run.old + run.length] == new[run.new : run.new + run.length]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("إلى أستراليا", "إلى استراليا"),
        ("أمريكان مسؤولون", "امريكان مسوولون"),
        ("قرأ «الكتاب» هنا", "قرأ “الكتاب” هنا"),
        ("مدرسة كبيرة", "مدرسه كبيره"),
        ("قال كريم", "قال کریم"),
        ("ﻻ إله", "لا إله"),
        ("می‌خواهم", "میخواهم"),
    ],
)
def test_another_spelling_is_the_same_text(old: str, new: str) -> None:
    before, after = f"في البداية كتب أحدهم {old}", f"في البداية كتب أحدهم {new}"
    assert outcome(before, after, old) == ("fuzzy", 21, new)
    assert outcome(after, before, new) == ("fuzzy", 21, old)


@pytest.mark.parametrize(
    ("words", "old", "new", "expected"),
    [
        ("أستراليا", "أستراليا", "كستراليا", None),  # too short to have a wrong letter
        ("أستراليا ونيوزيلندا", "أستراليا", "كستراليا", "كستراليا ونيوزيلندا"),
        ("أستراليا ونيوزيلندا", "نيوزيلندا", "نيوزيلندض", "أستراليا ونيوزيلندض"),
        ("أستراليا ونيوزيلندا", "ونيوزيلندا ثم", "ونيوزيل إلى", None),
        ("أستراليا ونيوزيلندا", "نيوزيلندا ثم", "نيوزيلنداا ثم", None),
    ],
)
def test_a_bound_is_never_cut(words: str, old: str, new: str, expected: str | None) -> None:
    text = f"سافر الوفد أمس إلى {words} ثم عاد إلى بيته في المساء"
    placement = placed(text, text.replace(old, new), words)
    assert (placement.span and placement.span.of(text.replace(old, new))) == expected


def test_a_long_text_at_the_end_keeps_its_last_words() -> None:
    old = "قال إن الحكومة ستزيد الإنفاق على التعليم والصحة والطرق في العام القادم"
    new = old.replace("الطرق", "النقل")
    found = outcome(old, new, old[len("قال إن ") :])
    assert found == ("fuzzy", 7, new[len("قال إن ") :])


@pytest.mark.parametrize("words", ["الـ", "هـ ", "ـها", "\u200fقال", "قال\u200f", "قال \u200f"])
def test_signs_without_letters_at_the_bounds_stay_in_the_span(words: str) -> None:
    text = f"جاء في الكتاب القديم {words}\u0640 بعد ذلك الكثير"
    changed = "\u0623" + text.replace("القديم", "القديـم").replace("ذلك", "ذالك")
    assert outcome(text, changed, words) == ("exact", changed.index(words), words)
    marked = text.replace(words, f"{words}\u064e")
    span = placed(text, marked, words).span
    assert span is not None
    assert span.of(marked).startswith(words)


def test_white_space_at_the_end_stays_in_the_span() -> None:
    new = STORY.replace("\n", "\r\n\r\n")
    assert outcome(STORY, new, "ديسمبر.\n") == ("fuzzy", new.index("ديسمبر"), "ديسمبر.\r\n\r\n")
    assert outcome(new, STORY, "ديسمبر.\r\n\r\n") == (
        "fuzzy",
        STORY.index("ديسمبر"),
        "ديسمبر.\n",
    )


def test_a_repeated_sentence_next_to_its_original_is_neither() -> None:
    line = "أعلن رئيس الوزراء أمام البرلمان أن الحكومة مستعدة للحوار. "
    old = f"في البداية قال الجميع كلمتهم. {line}ثم انصرف الناس إلى بيوتهم."
    assert outcome(old, old.replace(line, line * 2), "البرلمان") == "orphaned"


any_text = st.text(
    alphabet=st.sampled_from("ab \n\r\u064e\u0640\u200fجأئةىﷲﻻ가é\u0301“„»\u00a0١ﹰ"), max_size=40
)


@given(text=any_text)
def test_a_skeleton_is_its_own_skeleton(text: str) -> None:
    skeleton = Skeleton(text)
    assert len(skeleton.letters) == len(skeleton.offsets)
    assert Skeleton(skeleton.letters).letters == skeleton.letters
    assert list(skeleton.offsets) == sorted(skeleton.offsets)


@given(text=any_text)
def test_canonically_equal_texts_have_one_skeleton(text: str) -> None:
    composed, decomposed = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    assert Skeleton(text).letters == Skeleton(composed).letters == Skeleton(decomposed).letters


@given(text=any_text, data=st.data())
def test_in_a_text_that_grew_at_its_end_every_span_stays_as_it_is(
    text: str, data: st.DataObject
) -> None:
    if not text:
        return
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    old = f"سافر الوفد من طوكيو {text} جولة ثانية من المحادثات"
    start, end = start + 20, end + 20
    document = DocumentInfo("a", "", "", "0", len(old), "")
    (placement,) = place_annotations(
        old, f"{old} x", [annotate(document, old, (start, end), "entity", "me")]
    )
    assert placement.span in (None, (start, end))
