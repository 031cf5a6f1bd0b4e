"""Tables are read as by the scripts of the labs: `pandas.read_csv`, by tab or comma."""

import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.clients import pd
from tests.formats.damage import assert_one_clear_answer
from tests.formats.fixture import Maker, options, read_back, record, written
from tests.formats.strategies import records
from tui.choices import CheckThatTask
from tui.errors import ExchangeError
from tui.formats import checkthat
from tui.formats.registry import ImportRun
from tui.model import AnnotatedDocument

TASKS = (CheckThatTask.WORTH_CHECKING, CheckThatTask.VERIFIABLE, CheckThatTask.HARMFUL)


def posts() -> list[AnnotatedDocument]:
    first = Maker('قال: "ارتفع\tالسعر"\nأمس، 5 %')
    first(
        first.text,
        "claim",
        attributes={
            "check_worthy": "yes",
            "verifiable": "yes",
            "harmful": "no",
            "normalized": "ارتفع السعر خمسة في المئة يوم 1 مايو.",
        },
    )
    second = Maker("صباح الخير 😀")
    second(second.text, "claim", attributes={"checkworthiness": "1", "verifiable": "no"})
    third = Maker("نص طويل: ارتفع الماء. ثم نص.")
    third("ارتفع الماء", "claim", attributes={"checkworthiness": "3", "harm": "yes"}, note="؟")
    third("نص", "cue")
    return [
        record("1", first, topic="covid-19", url="https://example.org/1"),
        record("2", second),
        record("3", third, author="هدى"),
    ]


def rows(raw: bytes, separator: str) -> list[list[str]]:
    frame = pd.read_csv(io.BytesIO(raw), sep=separator, dtype=str, keep_default_na=False)
    found: list[list[str]] = frame.values.tolist()
    return found


@pytest.mark.parametrize(
    ("task", "labels"),
    [("1A", ["1", "0", "1"]), ("1B", ["1", "0"]), ("1C", ["0", "1"])],
)
def test_pandas_reads_texts_and_labels_of_each_task(task: str, labels: list[str]) -> None:
    raw, losses = written(checkthat.write, posts(), task=CheckThatTask(task))
    assert raw.split(b"\n")[0].decode().split("\t") == list(checkthat.COLUMNS)
    found = rows(raw, "\t")
    assert [row[4] for row in found] == labels
    assert found[0][:4] == ["covid-19", "1", "https://example.org/1", posts()[0].text]
    assert losses.lost["claims without an answer to the task's question"] == 3 - len(labels)
    assert losses.lost["annotations that are not claims"] == 1


def test_the_table_of_task_2_has_posts_and_normalized_claims() -> None:
    raw, losses = written(checkthat.write, posts(), task=CheckThatTask.NORMALIZATION)
    assert raw.startswith(b"post,normalized claim\n")
    assert rows(raw, ",") == [[posts()[0].text, "ارتفع السعر خمسة في المئة يوم 1 مايو."]]
    assert losses.lost["claims without an answer to the task's question"] == 2


@pytest.mark.parametrize("task", TASKS)
def test_what_is_written_is_read_into_the_same_documents(task: CheckThatTask) -> None:
    raw, _ = written(checkthat.write, posts()[:1], task=task)
    (back,) = read_back(checkthat.read, raw, [])
    assert (back.id, back.text) == ("1", posts()[0].text)
    assert back.meta == {"topic": "covid-19", "url": "https://example.org/1"}
    assert [one.text for one in back.annotations] == [back.text]


@given(records())
def test_every_claim_with_an_answer_is_a_row_that_pandas_reads(
    made: list[AnnotatedDocument],
) -> None:
    raw, losses = written(checkthat.write, made)
    claims = [
        one
        for document in made
        for one in document.annotations
        if one.label == "claim" and one.status != "orphaned"
    ]
    unanswered = losses.lost["claims without an answer to the task's question"]
    assert len(rows(raw, "\t")) == len(claims) - unanswered


def imported(path: Path) -> tuple[list[AnnotatedDocument], dict[str, int], str]:
    run = ImportRun(path, options())
    return [one.document for one in run], run.report.warnings, run.format.name


@pytest.mark.parametrize(
    ("name", "attribute"),
    [
        ("CT22_arabic_1A_checkworthy_train.tsv", "check_worthy"),
        ("CT22_arabic_1B_claim_train.tsv", "verifiable"),
        ("CT22_arabic_1C_harmful_train.tsv", "harmful"),
    ],
)
def test_the_files_name_says_the_task(tmp_path: Path, name: str, attribute: str) -> None:
    path = tmp_path / name
    path.write_text("\t".join(checkthat.COLUMNS) + "\nx\t7\thttps://e.org\tنص\t1\n", "utf-8")
    (one,), warnings, read_as = imported(path)
    assert (read_as, one.id, one.text, warnings) == ("checkthat", "7", "نص", {})
    assert [dict(a.attributes) for a in one.annotations] == [{attribute: "yes"}]


def test_every_column_of_every_year_is_stored_or_kept_in_meta(tmp_path: Path) -> None:
    columns = {
        "topic_id": "covid",
        "tweet_id": "1",
        "tweet_url": "https://e.org/1",
        "tweet_text": "نص",
        "claim": "1",
        "claim_worthiness": "0",
        "harmful": "yes",
        "normalized claim": "جملة",
        "lang": "ar",
        "class_label": "",
    }
    path = tmp_path / "training_v2.tsv"
    lines = ("\t".join(one) for one in (columns.keys(), columns.values()))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    (one,), _, _ = imported(path)
    assert one.meta == {"topic": "covid", "url": "https://e.org/1", "lang": "ar"}
    assert dict(one.annotations[0].attributes) == {
        "check_worthy": "no",
        "verifiable": "yes",
        "harmful": "yes",
        "normalized": "جملة",
    }


def test_a_label_of_no_task_is_read_as_1a_and_said(tmp_path: Path) -> None:
    path = tmp_path / "dev.tsv"
    path.write_text('Sentence_id\tText\tclass_label\n3\tHe said "no\t Yes\n', encoding="utf-8")
    (one,), warnings, _ = imported(path)
    assert one.text == 'He said "no'
    assert one.annotations[0].attributes == {"check_worthy": "yes"}
    assert list(warnings.values()) == [1]


def test_posts_are_documents_with_their_normalized_claim(tmp_path: Path) -> None:
    path = tmp_path / "train-ara.csv"
    path.write_text('post,normalized claim\n"سطر\nثان",جملة\n', encoding="utf-8")
    (one,), _, read_as = imported(path)
    assert (read_as, one.id, one.text) == ("checkthat", "train-ara.csv#2", "سطر\nثان")
    assert one.annotations[0].attributes == {"normalized": "جملة"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("topic\ttweet_id\tclass_label\n", ":1: has no column tweet_text, text or post"),
        (
            "tweet_id\ttext\tclass_label\n1\ta\t7\n",
            ":2: the label '7' is not one of 0, 1, yes and no",
        ),
        ("tweet_id\ttext\tclass_label\n1\ta\n", ":2: has 2 cells where the first row has 3"),
        ("tweet_id\ttext\ttweet_text\n", ":1: has two columns for text"),
        ("tweet_id\ttext\tclass_label\n1\t\t1\n", ":2: .* covers nothing"),
    ],
)
def test_what_is_not_in_order_is_refused_by_its_line(
    tmp_path: Path, text: str, message: str
) -> None:
    path = tmp_path / "1A.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ExchangeError, match=message):
        list(ImportRun(path, options(), "checkthat"))


@pytest.mark.slow
@given(st.data())
def test_a_damaged_file_is_read_or_refused_in_clear_words(data: Any) -> None:
    raw, _ = written(checkthat.write, posts())
    assert_one_clear_answer(data, checkthat.read, raw)
