import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.store.making import document
from tui.model import sha256_of
from tui.store import migrations
from tui.store import search as searching
from tui.store.database import Store
from tui.store.file import schema_check
from tui.store.maintenance.checks import check_database
from tui.text import language
from tui.text.language.occurrences import find_occurrences

ARTICLE = "زارت اليابان وفدًا.\nواليابان ترحّب لليابان، والياباني لا؛ كاليابان. the End"


@pytest.fixture
def articles(store: Store) -> Store:
    store.add_documents(
        [
            document("a", ARTICLE, title="[b]عنوان"),
            document("b", "قال أحمد إن الحكومةَ مُوافِقةٌ. THE end"),
            document("c", "لا شيء هنا"),
        ]
    )
    return store


def found(store: Store, query: str) -> dict[str, list[str]]:
    """The stored words of every hit, by document."""
    return {
        hit.document_id: [span.of(store.documents.text_of(hit.document_id)) for span in hit.spans]
        for hit in store.search(query)
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("اليابان", {"a": ["اليابان", "واليابان", "لليابان", "كاليابان"]}),
        ("احمد", {"b": ["أحمد"]}),
        ("الحكومه", {"b": ["الحكومةَ"]}),
        ("موافقة", {"b": ["مُوافِقةٌ"]}),
        ("the end", {"a": ["the", "End"], "b": ["THE", "end"]}),
        ("احمد اليابان", {}),
        ("قال الحكومة", {"b": ["قال", "الحكومةَ"]}),
        ("لا", {"a": ["لا"], "c": ["لا"]}),
        ("ياب", {}),
        ('"اليابان وفدًا"', {"a": ["اليابان وفدًا"]}),
        ('"اليابان وفدا"', {}),
        ("“لا شيء” هنا", {"c": ["لا شيء", "هنا"]}),
        ('"The End"', {}),
        ('"the End"', {"a": ["the End"]}),
        ("", {}),
        ("؟!", {}),
        ('"', {}),
        ('""', {}),
        ("AND OR NOT NEAR(", {}),
        ("end) OR (the", {}),
        ("end* -the ^a body:", {}),
    ],
)
def test_words_are_found_folded_and_quoted_ones_exactly(
    articles: Store, query: str, expected: dict[str, list[str]]
) -> None:
    assert found(articles, query) == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ולבסוף בירושלים", "ירושלים"),
        ("ושבירושלים", "ירושלים"),
        ('בצה"ל', 'צה"ל'),
        ("في للجنة", "اللجنة"),
        ("ولليابان", "اليابان"),
        ("مع وپاکستان", "پاکستان"),
        ("قناة الـBBC", "BBC"),
        ("في و2020", "2020"),
        ("وبوريس جونسون", "بوريس جونسون"),
    ],
)
def test_a_name_is_found_behind_the_clitics_that_tagging_it_everywhere_knows(
    path: Path, text: str, name: str
) -> None:
    assert [hit.span.of(text) for hit in find_occurrences(text, name)]
    with Store.open(path) as store:
        store.add_documents([document("a", text), document("b", "ש לא")])
        assert list(found(store, name)) == ["a"]


PERSIAN = ("می‌خواهم بروم", "من می خواهم", "میخواهم گفت")


@pytest.mark.parametrize("query", ["می خواهم", "میخواهم", "می‌خواهم", "ميخواهم"])
def test_a_space_and_a_joiner_are_equal_in_persian(store: Store, query: str) -> None:
    store.add_documents([document(name, text) for name, text in zip("abc", PERSIAN, strict=True)])
    assert found(store, query) in (
        {"a": ["می‌خواهم"], "b": ["می خواهم"], "c": ["میخواهم"]},
        {"a": ["می‌خواهم"], "b": ["می", "خواهم"], "c": ["میخواهم"]},
    )


def test_two_words_are_not_one_in_arabic(store: Store) -> None:
    store.add_documents([document("a", "قال من هم"), document("b", "قال منهم")])
    assert found(store, "منهم") == {"b": ["منهم"]}
    assert found(store, "من هم") == {"a": ["من", "هم"]}


@pytest.mark.parametrize(
    ("text", "query", "word"),
    [
        ("שָׁלוֹם עֲלֵיכֶם", "שלום", "שָׁלוֹם"),
        ("שלום", "שָׁל֥וֹם", "שלום"),
        ("ءَامَنُوا۟ بِٱللَّهِ", "آمنوا", "ءَامَنُوا۟"),
        ("آمنوا", "ءامنوا", "آمنوا"),
        ("ٱلْقُرْءَانُ", "القرآن", "ٱلْقُرْءَانُ"),
        ("إلى على", "علي", "على"),
    ],
)
def test_hebrew_points_and_koranic_spelling_are_folded(
    store: Store, text: str, query: str, word: str
) -> None:
    store.add_documents([document("a", text)])
    assert found(store, query) == {"a": [word]}


def test_letters_that_are_no_clitics_make_another_word(store: Store) -> None:
    store.add_documents([document("a", "תירושלים ירושלימה سلندن")])
    assert found(store, "ירושלים") == {}
    assert found(store, "لندن") == {}


def test_a_hit_tells_the_title_and_the_text_around(articles: Store) -> None:
    (hit,) = articles.search("ترحب")
    assert hit.title == "[b]عنوان"
    assert hit.snippet in ARTICLE
    assert ARTICLE[hit.snippet_start :].startswith(hit.snippet)
    assert hit.snippet_start <= hit.spans[0].start
    assert hit.spans[0].of(ARTICLE) == "ترحّب"


def test_a_snippet_is_cut_between_words(store: Store) -> None:
    text = "كلمات " * 40 + "هدف " + "أخرى " * 40
    store.add_documents([document("a", text)])
    (hit,) = store.search("هدف")
    assert len(hit.snippet) <= 2 * searching.SNIPPET + 3
    assert set(hit.snippet.split()) == {"كلمات", "هدف", "أخرى"}


def test_a_word_without_spaces_around_is_cut_where_it_must(store: Store) -> None:
    store.add_documents([document("a", "x" * 300 + " هدف")])
    (hit,) = store.search("هدف")
    assert hit.snippet.endswith("هدف")


def test_no_more_documents_and_places_than_asked_for(store: Store) -> None:
    store.add_documents(
        document(f"{number:02}", "كلمة " * 500 + str(number)) for number in range(9)
    )
    hits = list(store.search("كلمة", limit=4))
    assert len(hits) == 4
    assert len(hits[0].spans) == searching.MAX_SPANS


def test_only_the_current_text_of_a_document_is_searched(articles: Store) -> None:
    articles.add_documents([document("c", "نص جديد")])
    assert found(articles, "شيء") == {}
    assert found(articles, "جديد") == {"c": ["جديد"]}


def test_what_another_program_added_is_found_too(articles: Store, path: Path) -> None:
    text = "نص من برنامج آخر"
    with closing(sqlite3.connect(path)) as other:
        other.execute("INSERT INTO texts VALUES (?, '', ?)", (sha256_of(text), text))
        other.execute(
            "INSERT INTO documents (id, title, source, text_sha256, length, added_at, title_key) "
            "VALUES ('z', '', '', ?, ?, '', '')",
            (sha256_of(text), len(text)),
        )
        other.commit()
    with Store.open(path, read_only=True) as reader:
        assert found(reader, "برنامج") == {}
    assert found(articles, "برنامج") == {"z": ["برنامج"]}


def test_a_vacuum_by_another_program_does_not_mix_texts_up(articles: Store, path: Path) -> None:
    articles.add_documents([document("a", "آخر")])
    with closing(sqlite3.connect(path)) as other:
        other.execute("DELETE FROM documents WHERE id = 'a'")
        other.execute("DELETE FROM texts WHERE text LIKE 'زارت%'")
        other.commit()
        other.execute("VACUUM")
    assert found(articles, "احمد") == {"b": ["أحمد"]}
    assert found(articles, "شيء") == {"c": ["شيء"]}


def test_hebrew_points_and_other_scripts_stay_in_their_words(store: Store) -> None:
    store.add_documents([document("a", "שָׁלוֹם עולם · ایران‌زمین · Straße · हिन्दी")])
    for word in ("שָׁלוֹם", "עולם", "Straße", "हिन्दी"):
        assert found(store, word) == {"a": [word]}


def test_the_text_engine_s_folding_is_the_usual_one(path: Path) -> None:
    with Store.open(path) as store:
        store.add_documents([document("a", "مكتبة الـقـاهرة ١٢٣ ﻻ")])
        assert found(store, "القاهره") == {"a": ["الـقـاهرة"]}
        assert found(store, "123") == {"a": ["١٢٣"]}
        assert found(store, "لا") == {"a": ["ﻻ"]}


def test_todays_spelling_finds_koranic_texts(store: Store) -> None:
    store.add_documents(
        [
            document("q", "ٱلْحَمْدُ لِلَّهِ رَبِّ ٱلْعَٰلَمِينَ وَٱلصَّلَوٰةَ يَٰمُوسَىٰ"),
            document("m", "كتب إلى العلم عن القول"),
        ]
    )
    for query in ("العالمين", "رب العالمين", "والصلاة", "الصلاة", "يا موسى", "ٱلْعَٰلَمِينَ"):
        (hit,) = store.search(query)
        assert hit.document_id == "q", query
    assert not list(store.search("كاتب"))
    assert check_database(store.path) == []


@pytest.mark.migrates
def test_an_older_index_gets_todays_spellings(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrations, "MIGRATIONS", migrations.MIGRATIONS[:6])
        patch.setattr(schema_check, "SCHEMA_VERSION", 6)
        patch.setattr(language, "spellings_of_words", lambda _: [])
        with Store.open(path) as old:
            old.add_documents([document("q", "مَٰلِكِ يَوْمِ ٱلدِّينِ"), document("m", "نص", title="צה״ל")])
            assert not list(old.search("مالك"))
            old._file.connection.execute("UPDATE documents SET title_key = 'צה״ל' WHERE id = 'm'")
    with Store.open(path) as store:
        assert store.documents.find('צה"ל').id == "m"
        assert store._file.value("SELECT title_key FROM documents WHERE id = 'm'") == 'צה"ל m'
        assert [hit.document_id for hit in store.search("مالك")] == ["q"]
        assert [hit.document_id for hit in store.search("نص")] == ["m"]
    assert check_database(path) == []
