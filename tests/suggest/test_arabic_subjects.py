"""What can be the subject of an Arabic verb, and what only stands where one could."""

import pytest

from tests.suggest.reported import told

Row = tuple[str, str, str]

NEWS: dict[str, tuple[str, list[Row]]] = {
    "a number and how old somebody is": (
        "وتضيف المرأة البالغة 31 عاما: «تركنا كل شيء وراءنا ومضينا».",
        [("تركنا كل شيء وراءنا ومضينا", "المرأة البالغة", "تضيف")],
    ),
    "an object behind a name of two words": (
        "قدم الهداف رشيد بلحوس اعتذار الفريق لجماهيره، وقال: «لم نكن في يومنا هذا المساء».",
        [("لم نكن في يومنا هذا المساء", "رشيد بلحوس", "قال")],
    ),
    "an adjective of origin before a name that no list has": (
        "ذهب المركز الثاني إلى الكيني كيبروتو لاغات، وقال لاغات: «السباق كان قاسيا علينا جميعا».",
        [("السباق كان قاسيا علينا جميعا", "لاغات", "قال")],
    ),
    "a verb behind إنه and a verb of the future": (
        "أشار البيان إلى أنه ورد متأخرا وأنه سيراجع. وأكد أن «الباب مفتوح أمام الجميع».",
        [("الباب مفتوح أمام الجميع", "البيان", "أكد")],
    ),
    "about whom, between verb and subject": (
        "اللوحة قال عنها الرسام ميخائيل: «رسمتها في ليلة واحدة وأنا أبكي».",
        [("رسمتها في ليلة واحدة وأنا أبكي", "ميخائيل", "قال")],
    ),
}


@pytest.mark.parametrize("name", NEWS)
def test_the_subject_is_found(name: str) -> None:
    text, wanted = NEWS[name]
    assert told(text) == wanted
