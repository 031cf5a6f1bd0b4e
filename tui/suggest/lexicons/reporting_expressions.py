"""Reporting expressions, made of the verbs, nouns and frames that a lexicon's file lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tui.suggest.lexicons.lexicon import CueKind, Phrase, Words, bare
from tui.suggest.lexicons.lexicon_tables import LexiconFile, Table
from tui.suggest.lexicons.verbs_arabic import Conjugation
from tui.suggest.lexicons.verbs_persian_urdu import first_person, third_person, urdu

Expressions = dict[tuple[str, ...], CueKind]
"""What each expression, given as its words, does."""

_KINDS: tuple[tuple[str, CueKind], ...] = (
    ("report", "verb"),
    ("participle", "participle"),
    ("describe", "describing"),
    ("weak", "weaker verb"),
    ("passive", "passive"),
)
"""The lists of `[verbs]` and what their verbs do, the strongest first."""

_SPEAKING = ("report", "weak")
"""Those of which a form of the first person is an expression too: گفتم (I said)."""

_FRAMES: tuple[tuple[str, CueKind], ...] = (
    ("before_speaker", "source before"),
    ("behind_only", "source before"),
    ("after_speaker", "source after"),
    ("pronoun", "own words"),
    ("sayings", "saying"),
)
"""The lists of `[frames]` and what their expressions do."""

_PERSIAN_STEMS = 2
"""Stems of a Persian verb; an Urdu one has more."""


def reporting_expressions(
    file: LexiconFile, conjugated: Expressions
) -> dict[str, tuple[Phrase, ...]]:
    """Return the expressions of a language by their first word, the longest first.

    Of two readings of one the stronger verb counts, and what is listed before what is `conjugated`.
    What is told in a document is read before the same words as a verb.
    """
    found = conjugated | _listed(file)
    for phrase in _with_light_verbs(file, "compound"):
        found.setdefault(phrase, "verb")
    frames = file.table("frames")
    for name, kind in _FRAMES:
        found.update(dict.fromkeys(frames.expressions(name), kind))
    told: Expressions = dict.fromkeys(frames.expressions("told_in"), "told in")
    by_first: dict[str, list[Phrase]] = {}
    for phrase, kind in (*told.items(), *found.items()):
        by_first.setdefault(phrase[0], []).append((phrase, kind))
    return {
        first: tuple(sorted(listed, key=lambda item: -len(item[0])))
        for first, listed in by_first.items()
    }


def conjugated_expressions(
    conjugated: Mapping[str, list[Conjugation]], no_participles: Words, no_verbs: Words
) -> Expressions:
    """Return the expressions that are forms of conjugated verbs, and no nouns or names.

    `conjugated` has the verbs by the name of their list.
    """
    found: Expressions = {}
    for name, kind in _KINDS:
        for verb in conjugated.get(name, ()):
            for form in map(bare, verb.finite):
                if form not in no_verbs:
                    found.setdefault((form,), kind)
            for form in map(bare, verb.participle):
                if form not in no_participles:
                    found.setdefault((form,), "participle")
    return found


def speaking_first_persons(verbs: Table) -> Words:
    """Return the forms of Persian reporting verbs of which I or we are the subject."""
    stems = (verb for name in _SPEAKING for verb in verbs.stems(f"{name}_stems"))
    pairs = (verb for verb in stems if len(verb) == _PERSIAN_STEMS)
    return frozenset(form for past, present in pairs for form in first_person(past, present))


def _listed(file: LexiconFile) -> Expressions:
    """Return the expressions that the file lists, or gives the stems of."""
    found: Expressions = {}
    verbs = file.table("verbs")
    for name, kind in _KINDS:
        for phrase in verbs.expressions(name, f"{name}_phrases"):
            found.setdefault(phrase, kind)
        for verb in verbs.stems(f"{name}_stems"):
            forms = _third_persons(verb)
            if name in _SPEAKING and len(verb) == _PERSIAN_STEMS:
                forms = [*forms, *first_person(*verb)]
            for form in forms:
                found.setdefault(tuple(form.split()), kind)
        for phrase in _with_light_verbs(file, f"{name}_compound"):
            found.setdefault(phrase, kind)
    for phrase in _persian_participles(verbs):
        found.setdefault(phrase, "participle")
    return found


def _third_persons(stems: tuple[str, ...]) -> list[str]:
    """Return the forms of the third person of a Persian or Urdu verb."""
    return third_person(*stems) if len(stems) == _PERSIAN_STEMS else urdu(*stems)


def _with_light_verbs(file: LexiconFile, name: str) -> Iterator[tuple[str, ...]]:
    """Return the nouns of a table, by light verb, each with all forms of that verb: تأکید کرد
    (stressed, "made stress")."""
    compound = file.table(name)
    for verb in file.keys(name):
        forms = _light_forms(file, verb)
        for noun in compound.expressions(verb):
            for form in forms:
                yield (*noun, *form)


def _light_forms(file: LexiconFile, verb: str) -> list[tuple[str, ...]]:
    """Return the forms of a light verb: those listed, and those made from its stems."""
    made = (form for stems in file.table("light_stems").stems(verb)
            for form in _third_persons(stems))  # fmt: skip
    return [*file.table("light").expressions(verb), *(tuple(form.split()) for form in made)]


def _persian_participles(verbs: Table) -> Iterator[tuple[str, ...]]:
    """Return what Persian makes of با, a noun and اینکه, in all its spellings: با تأکید بر اینکه
    (stressing that)."""
    prepositions = ("", "به", "بر", "از", "نسبت به")
    for noun in verbs.expressions("participle_nouns"):
        for preposition in prepositions:
            for that in (("این", "که"), ("اینکه",)):
                *more, last = ("با", *noun, *preposition.split())
                yield tuple(map(bare, (*more, last, *that)))
                if preposition:  # براینکه (with the preposition joined)
                    yield tuple(map(bare, (*more, f"{last}{that[0]}", *that[1:])))
