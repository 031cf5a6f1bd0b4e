"""Suggest by GLiNER, which finds what its labels describe: gliner_labels.py MODEL."""

import json
import sys

from gliner import GLiNER

TYPES = {
    "person": "PERS", "organization": "ORG", "country, city or state": "GPE", "location": "LOC",
}  # fmt: skip
"""What the model looks for, and the values of the attribute `type` that stand for it."""


def main() -> None:
    """Answer each document with the entities in it, paragraph by paragraph."""
    model = GLiNER.from_pretrained(sys.argv[1])
    sys.stdin.readline()  # the schema
    for line in sys.stdin:
        document = json.loads(line)
        spans, offset = [], 0
        for paragraph in document["text"].split("\n"):
            for found in model.predict_entities(paragraph, list(TYPES), threshold=0.4):
                spans.append(
                    {
                        "start": offset + found["start"],
                        "end": offset + found["end"],
                        "label": "entity",
                        "attributes": {"type": TYPES[found["label"]]},
                        "score": round(float(found["score"]), 4),
                    }
                )
            offset += len(paragraph) + 1
        print(json.dumps({"document": document["id"], "spans": spans}), flush=True)


if __name__ == "__main__":
    main()
