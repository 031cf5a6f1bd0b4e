"""A lenient import refuses the smallest faulty part, in the formats of tables and JSON too."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Hashiya

CASES = {
    "in.tsv": (
        "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.E|value\n"
        "#T_RL=webanno.custom.R|value|BT_webanno.custom.E\n\n\n#Text=زارت ليلى\n"
        "1-1\t0-4\tزارت\tA\tx\t1-9\t\n1-2\t5-9\tليلى\tC\t_\t_\t\n",
        2,
        ["a relation leads to 1-9, where nothing is"],
    ),
    "CT22_arabic_1A.tsv": (
        "tweet_id\ttweet_text\tclass_label\n1\tنص\t1\n2\tنص آخر\t9\n3\tثالث\t0\n",
        2,
        ["the label '9' is not one of 0, 1, yes and no"],
    ),
    "citron.json": (
        json.dumps(
            {
                "text": "زارت ليلى",
                "quotes": [
                    {"cue": None, "sources": [], "contents": [{"start": 5, "end": 9}]},
                    {"contents": [{"start": 0}]},
                ],
            }
        ),
        1,
        ['quotes[1].contents[0]: "end" is missing'],
    ),
    "train.json": (
        json.dumps([["زارت ليلى", {"entities": [[5, 9, "A"], [5]]}], ["x"]]),
        1,
        [
            "record 2 is not a text and its annotations",
            "record 1: entities[1] is not [start, end, label]",
        ],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_rest_comes_in_and_the_refused_part_is_in_a_file(hashiya: Hashiya, name: str) -> None:
    text, kept, reasons = CASES[name]
    Path(name).write_text(text, encoding="utf-8")
    strict = hashiya("import", name, "--new-labels")
    assert (strict.status, strict.out) == (1, "")
    assert all(reason in strict.err for reason in reasons)

    lenient = hashiya("import", name, "--new-labels", "--lenient")
    assert lenient.status == 1
    assert f", {kept} row" in lenient.out
    lines = Path(f"{name}.refused.jsonl").read_text("utf-8").splitlines()
    refused = [json.loads(line)["refused"] for line in lines]
    assert [one["reason"] for one in refused] == reasons
    assert all(one["original"] is not None for one in refused)
