"""Suggest by the named entity recognizer of CAMeL Tools, for Arabic: camel.py."""

import json
import re
import sys

from camel_tools.ner import NERecognizer

TYPES = {"PERS": "PERS", "ORG": "ORG", "LOC": "GPE"}
"""The recognizer's labels, and the values of the attribute `type` that stand for them."""


def main() -> None:
    """Answer each document with the entities in it, sentence by sentence."""
    recognizer = NERecognizer.pretrained()
    sys.stdin.readline()  # the schema
    for line in sys.stdin:
        document = json.loads(line)
        text, spans = document["text"], []
        for sentence in re.finditer(r"[^\n.؟!]+", text):
            words = list(re.finditer(r"\w+|[^\w\s]", sentence.group()))
            labels = recognizer.predict_sentence([word.group() for word in words])
            for word, label in zip(words, labels, strict=True):
                mark, _, kind = label.partition("-")
                start, end = (sentence.start() + place for place in word.span())
                if mark == "B" and kind in TYPES:
                    attributes = {"type": TYPES[kind]}
                    span = {"start": start, "label": "entity", "attributes": attributes}
                    spans.append({**span, "end": end})
                elif (
                    mark == "I" and kind in TYPES and spans and spans[-1]["end"] >= sentence.start()
                ):
                    spans[-1]["end"] = end
        print(json.dumps({"document": document["id"], "spans": spans}), flush=True)


if __name__ == "__main__":
    main()
