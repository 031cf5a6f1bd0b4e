"""Suggest the entities of a spaCy pipeline: spacy_pipeline.py NAME_OR_FOLDER."""

import json
import sys

import spacy

TYPES = {
    "PER": "PERS", "PERSON": "PERS", "ORG": "ORG", "GPE": "GPE", "LOC": "LOC", "FAC": "LOC",
    "EVENT": "EVENT", "DATE": "DATE", "LAW": "LAW",
}  # fmt: skip
"""The pipeline's labels, and the values of the attribute `type` that stand for them."""


def main() -> None:
    """Answer each document with the entities in it."""
    pipeline = spacy.load(sys.argv[1])
    sys.stdin.readline()  # the schema
    for line in sys.stdin:
        document = json.loads(line)
        spans = [
            {
                "start": found.start_char,
                "end": found.end_char,
                "text": found.text,
                "label": "entity",
                "attributes": {"type": TYPES[found.label_]},
                "reason": f"{sys.argv[1]} has it as {found.label_}",
            }
            for found in pipeline(document["text"]).ents
            if found.label_ in TYPES
        ]
        print(json.dumps({"document": document["id"], "spans": spans}), flush=True)


if __name__ == "__main__":
    main()
