"""The labels: the values that make up a schema, and the schema that is built in.

`presets/default.toml` says the same with comments. It is written out here too because reading
a TOML file would cost every start its parser; a test holds the two equal.
"""

from tui.schema.labels import (
    AttributeChoice,
    AttributeDef,
    AttributeType,
    Channel,
    LabelDef,
    LabelSchema,
    LinkDef,
)

_UNSURE = AttributeChoice("unsure", key="0")


def _choice(name: str, *choices: str | AttributeChoice, help: str = "") -> AttributeDef:
    made = tuple(
        AttributeChoice(choice) if isinstance(choice, str) else choice for choice in choices
    )
    return AttributeDef(name, AttributeType.CHOICE, made, help=help)


def _text(name: str, help: str, *, multiline: bool = False) -> AttributeDef:
    return AttributeDef(name, AttributeType.TEXT, multiline=multiline, help=help)


ENTITY = LabelDef(
    name="entity",
    key="e",
    colour="sky",
    channel=Channel.INK,
    natural="word",
    help="a name, or what stands for one",
    attributes=(
        _choice(
            "type",
            AttributeChoice("PERS", help="a person"),
            AttributeChoice("ORG", help="an organisation, a party, a company"),
            AttributeChoice("GPE", help="a country or city as one that acts"),
            AttributeChoice("LOC", help="a place on the map"),
            AttributeChoice("NORP", help="nationality, religion, political group"),
            AttributeChoice("OCC", help="an office, a title, a profession"),
            AttributeChoice("EVENT", help="a war, a summit, a festival"),
            AttributeChoice("DATE", help="a date or a period"),
            AttributeChoice("LAW", help="a law, a treaty, a resolution"),
            AttributeChoice("OTHER", help="any other name"),
            AttributeChoice("FAC", help="a building, an airport, a bridge"),
            AttributeChoice("PRODUCT", help="a thing that is made and named"),
            AttributeChoice("MONEY", help="an amount of money"),
            AttributeChoice("PERCENT", help="a percentage"),
            AttributeChoice("QUANTITY", help="a measured amount"),
            AttributeChoice("TIME", help="a time of day"),
        ),
        _choice(
            "mention",
            AttributeChoice("name", help="the name itself"),
            AttributeChoice("description", help="a noun phrase: شخصين مطلعين"),
            AttributeChoice("pronoun", help="a pronoun or a bare verb's subject"),
        ),
        _text("canonical", "the full name, spelt as in an encyclopedia"),
        _text("kb_id", "its id in a knowledge base, such as Wikidata's Q17"),
    ),
    links=(LinkDef("coreference", ("entity",), "the same person or thing"),),
)


QUOTE = LabelDef(
    name="quote",
    key="q",
    colour="green",
    channel=Channel.UNDERLINE,
    natural="quotation",
    help="what somebody said, wrote or thought",
    attributes=(
        _choice(
            "type",
            AttributeChoice("direct", help="word for word"),
            AttributeChoice("indirect", help="in the reporter's words, after أن"),
            AttributeChoice("mixed", help="indirect with words quoted in it"),
            AttributeChoice("reported", help="the act is told, without what was said"),
            AttributeChoice("free-indirect", help="the speaker's words with no verb of saying"),
        ),
        _choice("medium", "speech", "thought", "writing"),
        _choice("speaker_form", "explicit", "pronoun", "implicit"),
    ),
    links=(
        LinkDef("speaker", ("entity",), "who said it"),
        LinkDef("addressee", ("entity",), "to whom it was said"),
        LinkDef("cue", ("cue",), "the expression that reports it"),
        LinkDef("continues", ("quote",), "the part before, where an attribution breaks it"),
    ),
)


CLAIM = LabelDef(
    name="claim",
    key="c",
    colour="amber",
    channel=Channel.TINT,
    natural="sentence",
    help="a statement that could be checked",
    attributes=(
        _choice("verifiable", "yes", "not-yet", "no", _UNSURE),
        _choice(
            "checkworthiness",
            AttributeChoice("0", "0 no"),
            AttributeChoice("1", "1 trivial"),
            AttributeChoice("2", "2 worth checking"),
            AttributeChoice("3", "3 urgent"),
        ),
        _choice(
            "appears_false",
            AttributeChoice("1", "1 definitely not"),
            AttributeChoice("2", "2 probably not"),
            AttributeChoice("3", "3 may or may not"),
            AttributeChoice("4", "4 probably"),
            AttributeChoice("5", "5 definitely"),
            _UNSURE,
        ),
        _choice("harm", "yes", "no", _UNSURE),
        _text("topic", "what it is about"),
        _choice("attributed", "author", "source", "unnamed", help="whose claim it is"),
        _text("normalized", "the claim in one sentence that stands alone", multiline=True),
        _text("evidence", "addresses of the evidence, one a line", multiline=True),
        _choice("verdict", "true", "misleading", "false", "unproven"),
    ),
    links=(
        LinkDef("source", ("entity",), "who makes the claim"),
        LinkDef("made_in", ("quote",), "the quote that makes it"),
        LinkDef("repeats", ("claim",), "an earlier claim that says the same"),
        LinkDef("contradicts", ("claim",), "a claim that cannot be true as well"),
    ),
)


CUE = LabelDef(
    name="cue",
    key="k",
    colour="purple",
    channel=Channel.ITALIC,
    natural="word",
    help="the expression that reports: verb, noun or preposition",
    attributes=(
        _choice("stance", "neutral", "doubtful", "endorsing"),
        AttributeDef("negated", AttributeType.YES_NO, help="said not to have been said"),
    ),
)


DEFAULT_SCHEMA = LabelSchema((CLAIM, ENTITY, QUOTE, CUE))
"""Claims, entities, quotes and cues."""
