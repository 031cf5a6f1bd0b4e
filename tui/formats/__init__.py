"""Read and write the files of other annotation tools: one module per format, and `shared`.

`DESCRIPTIONS` names them all; `registry` has the functions of each, and imports them.
"""

DESCRIPTIONS = {
    "jsonl": "one annotation a line",
    "documents": "one document a line, with everything",
    "csv": "one annotation a row",
    "prodigy": "tasks with tokens, for Prodigy and spaCy",
    "doccano": "examples for doccano's sequence labelling",
    "label-studio": "tasks for Label Studio, with its configuration",
    "brat": "a folder of .txt and .ann files, with its configuration",
    "w3c": "Web Annotations as JSON-LD, one a line",
    "conll": "tokens with IOB2 tags",
    "conllu": "tables of Universal Dependencies",
    "token-lists": "records of tokens and tags",
    "webanno": "WebAnno TSV 3.3, for INCEpTION; a folder, or one document as a .tsv",
    "cas": "UIMA CAS XMI, INCEpTION's own; a folder, or one document as an .xmi",
    "checkthat": "tables of claims of the CheckThat! labs; --task says which",
    "citron": "quotations with their sources, cues and contents, for Citron",
    "claimreview": "claims with a verdict as schema.org's ClaimReview",
    "spacy-json": "training data of spaCy 2 as JSON",
    "spacy": "a DocBin of spaCy's",
}
"""A description of each format, by its name on the command line; the default first."""

READ_ONLY = frozenset({"conllu", "token-lists", "spacy-json"})
"""The formats that can only be imported."""

WRITTEN_ONLY = frozenset({"csv"})
"""The formats that can only be exported."""
