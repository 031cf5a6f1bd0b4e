"""The forms of Arabic verbs by rule."""

import pytest

from tui.suggest.lexicons.lexicon import bare
from tui.suggest.lexicons.lexicon_files import lexicon
from tui.suggest.lexicons.verbs_arabic import conjugate


@pytest.mark.parametrize(
    ("listed", "forms", "participle"),
    [
        ("شدّد", "شدد شددت شددوا شددتا شددن يشدد تشدد يشددون يشددوا يشددان تشددان يشددن",
         "مشددا مشددة مشددين"),
        ("قال/يقول/قائل", "قال قالت قالوا قالا قالتا قلن يقول تقول يقولون يقولوا يقولان تقولان"
         " يقلن",
         "قائلا قائلة قائلين"),
        ("نفى/ينفي/نافي", "نفى نفت نفوا نفتا نفين ينفي تنفي ينفون ينفوا ينفيان تنفيان ينفين",
         "نافيا نافية نافين"),
        ("دعا/يدعو/-", "دعا دعت دعوا دعتا دعون يدعو تدعو يدعون يدعوا يدعوان تدعوان يدعون", ""),
        ("تمنى", "تمنى تمنت تمنوا تمنتا تمنين يتمنى تتمنى يتمنون يتمنوا يتمنيان تتمنيان يتمنين",
         "متمنيا متمنية متمنين"),
        ("أشار/يشير", "أشار أشارت أشاروا أشارا أشارتا أشرن يشير تشير يشيرون يشيروا يشيران تشيران"
         " يشرن", "مشيرا مشيرة مشيرين"),
    ],
)  # fmt: skip
def test_a_verb_has_the_forms_of_its_stem(listed: str, forms: str, participle: str) -> None:
    verb = conjugate(listed)
    assert set(map(bare, verb.finite)) == set(map(bare, forms.split()))
    assert set(verb.participle) == set(participle.split())


def test_the_form_that_names_a_verb_stands_for_all_of_them() -> None:
    arabic = lexicon("ar")
    assert {bare("انتقدتا"), bare("ينتقدون"), bare("منتقدين")} <= arabic.verbs.objects
    assert bare("تشيران") in arabic.cues
    assert bare("توعدوا") in arabic.agreement.masculine


def test_no_form_is_made_that_is_a_name_or_a_noun_for_a_person() -> None:
    arabic = lexicon("ar")
    assert bare("مدونة") not in arabic.cues  # دوّن: a blogger
    assert bare("ندين") not in arabic.cues
