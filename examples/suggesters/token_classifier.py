"""Suggest by a token classifier of Hugging Face's transformers: token_classifier.py MODEL."""

import json
import sys

from transformers import pipeline

TYPES = {
    "PER": "PERS", "PERS": "PERS", "PERSON": "PERS", "ORG": "ORG", "GPE": "GPE", "LOC": "LOC",
}  # fmt: skip
"""The model's labels, and the values of the attribute `type` that stand for them."""


def main() -> None:
    """Answer each document with the entities in it, paragraph by paragraph."""
    classify = pipeline("token-classification", model=sys.argv[1], aggregation_strategy="first")
    sys.stdin.readline()  # the schema
    for line in sys.stdin:
        document = json.loads(line)
        spans, offset = [], 0
        for paragraph in document["text"].split("\n"):
            for found in classify(paragraph) if paragraph.strip() else ():
                if found["entity_group"] in TYPES:
                    spans.append(
                        {
                            "start": offset + found["start"],
                            "end": offset + found["end"],
                            "label": "entity",
                            "attributes": {"type": TYPES[found["entity_group"]]},
                            "score": round(float(found["score"]), 4),
                        }
                    )
            offset += len(paragraph) + 1
        print(json.dumps({"document": document["id"], "spans": spans}), flush=True)


if __name__ == "__main__":
    main()
