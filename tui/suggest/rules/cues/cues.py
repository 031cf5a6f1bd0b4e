"""Cues: the expressions by which a text says that somebody said something."""

from __future__ import annotations

import re
from typing import NamedTuple

from tui.suggest.lexicons.lexicon import CueKind, Lexicon, Phrase, bare
from tui.suggest.rules.passages import SPACES, Passage, Word
from tui.text.spans import Span

_LETTER = re.compile("\\w[\u0640\u064b-\u065f\u0670]*")


_FARTHEST_DOCUMENT = 24
"""Tokens before an expression among which the document is in which something is told."""


_IN_URDU = bare("میں")


_OBJECTS = ("ه", "ها", "هم", "هما", "نا", "ني")


_SHADDA = "\u0651"


_PREFIXES = {"arabic": ("و", "ف", "ل"), "hebrew": ("ו", "ש", "וש", "כש")}
"""What is joined to a cue."""


_NEAR = 10
"""Words after a verb among which the preposition that it takes is looked for."""


_LONGEST_BYLINE = 7
"""Words of the name and place in a line that says who wrote the text."""


_RELATIVE = ("ש", "וש", "כש")
"""Prefixes that make a verb's clause one about a noun, or about a time."""


class Cue(NamedTuple):
    """A reporting expression."""

    kind: CueKind
    span: Span
    """Without what is joined to its first word."""
    first: int
    """Index of its first token."""
    after: int
    """Index of the token after it."""
    word: str
    """Its words, folded, parted by spaces."""
    gender: str
    """"m", "f", "p" (several) or "1" (who writes) by the verb's form, "" where it does not tell."""
    prefixed: bool = False
    """Whether a conjunction is joined to it."""
    relative: bool = False
    """Whether a relative particle is."""
    answers: bool = False
    """Whether a pronoun is joined to it for whom the speaker answers: أجابه."""
    purpose: bool = False
    """Whether the Arabic ل that says what for, or what next, is: ليقول."""

    @property
    def is_verb(self) -> bool:
        """Whether it is a verb with a subject of its own."""
        return self.kind in ("verb", "weaker verb", "describing")


def find_cues(passage: Passage) -> dict[int, Cue]:
    """Return the reporting expressions outside quotations, by the index of their first token."""
    found: dict[int, Cue] = {}
    at = 0
    while at < len(passage.tokens):
        cue = _cue_at(passage, at) if passage.tokens[at].quotation < 0 else None
        if cue is None:
            at += 1
            continue
        if cue.kind != "passive" and not _is_no_verb(passage, cue):
            found[at] = cue
        at = cue.after
    if passage.lexicon.clitics == "hebrew":
        names = set(filter(None, (_surname(passage, found, cue) for cue in found.values())))
        return {at: cue for at, cue in found.items() if passage.tokens[at].bare not in names}
    return found


def _surname(passage: Passage, found: dict[int, Cue], cue: Cue) -> str:
    """Return a Hebrew word that looks like a verb and is a surname, "" for a verb.

    It follows a given name that a verb of saying is before, or that is of the other gender: אמרה
    אסתר מקונן.
    """
    tokens, lexicon, at = passage.tokens, passage.lexicon, cue.first
    if at < 1 or cue.prefixed or tokens[at].gap != " " or tokens[at - 1].quotation >= 0:
        return ""
    given = tokens[at - 1].bare
    if given not in lexicon.given_or_noun or given in lexicon.heads:
        return ""
    if at > 1 and tokens[at - 1].gap == " " and tokens[at - 2].bare in lexicon.given_or_noun:
        return ""  # a given name that is a surname: רות גלעד קבעה
    behind_verb = at > 1 and tokens[at - 1].gap == " " and any(
        other.after == at - 1 and other.is_verb for other in map(found.get, range(at - 3, at - 1))
        if other is not None
    )  # fmt: skip
    woman = given in lexicon.feminine_names and cue.gender == "m"
    man = given in lexicon.masculine_names and cue.gender == "f"
    return tokens[at].bare if behind_verb or woman or man else ""


def letter_end(word: str) -> int:
    """Return where the first letter of a word ends, its marks and a tatweel included."""
    found = _LETTER.match(word)
    return found.end() if found else 1


def _cue_at(passage: Passage, at: int) -> Cue | None:
    lexicon = passage.lexicon
    word = passage.tokens[at].bare
    for prefix in ("", *_PREFIXES.get(lexicon.clitics, ())):
        if not word.startswith(prefix):
            continue
        if not prefix and passage.written(at).startswith("وأ"):
            continue  # و and أسى, not واسى
        if prefix == "و" and _stands_behind_as(passage, at):
            continue  # حسبما ورد
        for words, kind in lexicon.cues.get(word[len(prefix) :], ()):
            after = _match(passage, at, words)
            if after and lexicon.behind_verb and kind != "told in":
                after = _with_auxiliaries(passage, after)
            if words[0] in lexicon.behind_only and not (
                at and passage.tokens[at - 1].quotation >= 0
            ):
                continue
            if kind == "told in" and not _told_in_source(passage, at, after):
                continue
            imperfect = word[1:2] in ("ي", "ت") and kind in ("verb", "weaker verb")
            if prefix == "ل" and not imperfect:
                continue
            joined = kind == "saying" or (
                kind == "participle" and not _opens_clause(passage, after)
            )
            if after and not (prefix and joined):
                return _cue(passage, at, after, words, kind, prefix)
    if word in lexicon.nominal:
        return _urdu_noun(passage, at)
    return _before_quoted_clause(passage, at) or _with_object(passage, at, word)


def _before_quoted_clause(passage: Passage, at: int) -> Cue | None:
    """Return a Hebrew verb that no list has, with a pronoun before it, where כי and a quotation
    follow: היא מעדכנת כי "…"."""
    tokens, lexicon = passage.tokens, passage.lexicon
    if lexicon.clitics != "hebrew" or not 0 < at < len(tokens) - 2:
        return None
    that, quoted = tokens[at + 1], tokens[at + 2]
    opens = that.gap == " " and that.bare == "כי" and that.quotation < 0 <= quoted.quotation
    third = lexicon.pronouns_feminine | lexicon.pronouns_masculine | lexicon.pronouns_plural
    if not opens or tokens[at - 1].bare not in third or tokens[at].gap != " ":
        return None
    if tokens[at].bare in lexicon.stops:
        return None
    return _cue(passage, at, at + 1, (tokens[at].bare,), "verb", "")


def _urdu_noun(passage: Passage, at: int) -> Cue | None:
    """Return the expression that an Urdu noun behind کا and a verb of being make, an adjective
    between, where a colon or clause follows: عباسی کا جواب مختصر ہے:."""
    lexicon, tokens = passage.lexicon, passage.tokens
    if not at or tokens[at - 1].bare not in lexicon.genitives:
        return None
    for end in range(at + 1, min(at + 4, len(tokens) - 1)):
        if tokens[end].quotation >= 0 or tokens[end].gap.strip(SPACES):
            return None
        if tokens[end].bare in lexicon.copulas:
            opens = ":" in tokens[end + 1].gap or (tokens[end + 1].bare in lexicon.complementizers)
            words = tuple(token.bare for token in tokens[at : end + 1])
            return _cue(passage, at, end + 1, words, "verb", "") if opens else None
    return None


def _stands_behind_as(passage: Passage, at: int) -> bool:
    """Tell whether an Arabic word that says according to what is right before a token."""
    before = passage.tokens[at - 1].bare if at and passage.tokens[at].gap == " " else ""
    return passage.lexicon.clitics == "arabic" and before in passage.lexicon.as_which


def _with_object(passage: Passage, at: int, word: str) -> Cue | None:
    """Return the verb with the pronoun of its object: هذا ما أكده, وصفوها بأنها.

    A verb that only reports needs ما before it; one that judges does not.
    """
    lexicon = passage.lexicon
    if lexicon.clitics != "arabic":
        return None
    what = at > 0 and passage.tokens[at - 1].bare in lexicon.what
    behind = at > 0 and passage.tokens[at - 1].quotation >= 0  # «…»، قالها ثم غادر
    for prefix in ("", "و", "ف"):
        for suffix in _OBJECTS if word.startswith(prefix) else ():
            if suffix == "ه" and passage.written(at).endswith("ة"):
                continue  # مازحة
            stem = word[len(prefix) :].removesuffix(suffix)
            if len(stem) + len(suffix) + len(prefix) != len(word):
                continue
            for verb in (stem, f"{stem}ا"):  # وصفوه: the alef of وصفوا is not written
                if verb.endswith("ي") and verb[0] not in "يت":
                    continue  # أسماها, but أسميها: I call her
                told = verb in lexicon.judging or verb in lexicon.addressed
                said = behind and suffix == "ها" and not prefix
                if not told and not said and not (what and not prefix):
                    continue
                for words, kind in lexicon.cues.get(verb, ()):
                    if words == (verb,) and kind in ("verb", "weaker verb", "describing"):
                        found = _cue(passage, at, at + 1, words, kind, prefix)
                        return found._replace(answers=verb in lexicon.addressed)
    return None


def _opens_clause(passage: Passage, at: int) -> bool:
    """Tell whether what is said, or an Arabic preposition before it, follows: ومضيفا أن."""
    if at >= len(passage.tokens) or passage.lexicon.clitics != "arabic":
        return False
    token = passage.tokens[at]
    opens = token.bare in passage.lexicon.complementizers or token.bare in passage.lexicon.takes
    return opens or token.quotation >= 0 or ":" in token.gap


def _told_in_source(passage: Passage, at: int, after: int) -> bool:
    """Tell whether في and a source follow, وجاء في البيان, or a document is before: در نامه آمده
    است, خط میں لکھا ہے."""
    if passage.lexicon.subject == "before":
        return document_before(passage, at) is not None
    following = [token.bare for token in passage.tokens[after : after + 2]]
    return (
        following[:1] == ["في"]
        and following[1:] != []
        and (following[1] in passage.lexicon.sources)
    )


def document_before(passage: Passage, at: int) -> tuple[int, int] | None:
    """Return the tokens `[first, end)` of the document in which, by a Persian or Urdu sentence,
    something is told: its noun after در, or before میں."""
    lexicon, tokens = passage.lexicon, passage.tokens
    start = max(passage.sentence_start(at), at - _FARTHEST_DOCUMENT)
    if any(token.bare == lexicon.subject_marker != "" for token in tokens[start:at]):
        return None  # somebody has written it: انھوں نے خط میں لکھا ہے
    for index in range(at - 1, start - 1, -1):
        token = tokens[index]
        if token.quotation >= 0 or token.bare in lexicon.joining:
            return None
        if token.bare not in lexicon.written:
            continue
        if lexicon.postpositions:
            following = tokens[index + 1].bare if index + 1 < at else ""
            return (index, index + 1) if following == _IN_URDU else None
        first = index
        while first > start and tokens[first - 1].bare in lexicon.determiners | {"بخشي", "از"}:
            first -= 1
        return (index, at) if first > start and tokens[first - 1].bare == "در" else None
    return None


def _with_auxiliaries(passage: Passage, after: int) -> int:
    """Return the token after the auxiliaries that go on with an Urdu verb: کہتا تھا."""
    tokens, auxiliaries = passage.tokens, passage.lexicon.behind_verb
    while after < len(tokens) and tokens[after].bare in auxiliaries and (
        tokens[after].quotation < 0 and not tokens[after].gap.strip(SPACES)
    ):  # fmt: skip
        after += 1
    return after


def _match(passage: Passage, at: int, words: tuple[str, ...]) -> int:
    """Return the index after the words if they are at a token, else 0."""
    tokens, inside = passage.tokens, passage.lexicon.inside
    at += 1
    for place, word in enumerate(words[1:], 2):
        adverb = place == len(words) and at + 1 < len(tokens) and tokens[at].bare in inside
        if adverb and tokens[at].quotation < 0 and not tokens[at].gap.strip(SPACES):
            at += 1  # تأکید هم کرد
        if at >= len(tokens) or tokens[at].bare != word:
            return 0
        if tokens[at].quotation >= 0 or tokens[at].gap.strip(f"{SPACES}־"):
            return 0
        at += 1
    return at


def _cue(
    passage: Passage, at: int, after: int, words: tuple[str, ...], kind: CueKind, prefix: str
) -> Cue:
    token = passage.tokens[at]
    written = token.span.of(passage.text)
    start = token.span.start
    for _ in prefix:
        start += letter_end(written[start - token.span.start :])
    return Cue(
        kind=kind,
        span=Span(start, passage.tokens[after - 1].span.end),
        first=at,
        after=after,
        word=" ".join(words),
        gender=_gender(passage.lexicon, words, kind),
        prefixed=bool(prefix) or _follows_and(passage, at),
        relative=prefix in _RELATIVE,
        purpose=prefix == "ل",
    )


def _follows_and(passage: Passage, at: int) -> bool:
    """Tell whether an Arabic conjunction is written apart before a token: و أفاد."""
    if passage.lexicon.clitics != "arabic" or not at or passage.tokens[at].gap != " ":
        return False
    return passage.tokens[at - 1].bare in _PREFIXES["arabic"]


def _gender(lexicon: Lexicon, words: tuple[str, ...], kind: CueKind) -> str:
    word = words[-1]
    if kind in ("source before", "source after", "own words", "saying", "told in"):
        return ""
    if lexicon.genitives:  # کہتی ہیں, but لکھی: that agrees with its object
        expression = " ".join(words)
        woman = lexicon.feminine is not None and lexicon.feminine.search(expression)
        man = lexicon.masculine_verb is not None and lexicon.masculine_verb.search(expression)
        return "f" if woman else "m" if man else ""
    feminine, plural = lexicon.feminine, lexicon.plural
    if kind == "participle":
        feminine, plural = lexicon.feminine_participle, lexicon.plural_participle
    if word in lexicon.first_persons:
        return "1"
    if word in lexicon.either:
        return ""
    if plural and plural.search(word):
        return "p"
    if word in lexicon.masculine or not feminine:
        return "m" if feminine else ""
    return "f" if feminine.search(word) else "m"


def _is_no_verb(passage: Passage, cue: Cue) -> bool:
    """Tell whether the word is a noun here, an infinitive, or a verb that names nobody."""
    lexicon, tokens = passage.lexicon, passage.tokens
    before = tokens[cue.first - 1] if cue.first else None
    if before is not None and (before.quotation >= 0 or tokens[cue.first].gap.strip()):
        before = None
    if cue.kind == "participle" and lexicon.capitals and before is not None:
        gerund = before.bare in lexicon.before_gerund
        return gerund or before.bare in lexicon.determiners  # described the finding as
    if not cue.is_verb:
        return False
    if lexicon.genitives and _is_urdu_passive(passage, cue):
        return True
    if cue.word in lexicon.before_quotation:
        return cue.after >= len(tokens) or tokens[cue.after].quotation < 0
    if _lacks_shadda(passage, cue):
        return True
    if lexicon.clitics == "arabic":
        return _is_no_arabic_verb(passage, cue, before)
    if lexicon.clitics == "hebrew" and _is_name_behind_title(passage, cue, before):
        return True
    joined = cue.prefixed and lexicon.clitics == "hebrew"
    surely = joined and not cue.word.endswith(("ה", "ר", "ת"))  # וקרא, but not ומספר
    if cue.word in lexicon.also_nouns and not surely and not _is_used_as_verb(passage, cue):
        return True
    if lexicon.genitives and _is_genitive(passage, cue):
        return True
    return lexicon.capitals and _is_no_english_verb(passage, cue, before)


def _is_name_behind_title(passage: Passage, cue: Cue, before: Word | None) -> bool:
    """Tell whether a Hebrew given name that is a verb too is behind a title: השרה גילה נוי."""
    lexicon, tokens = passage.lexicon, passage.tokens
    if before is None or cue.prefixed or cue.word not in lexicon.given_or_noun:
        return False
    following = tokens[cue.after] if cue.after < len(tokens) else None
    if following is None or following.gap != " " or following.quotation >= 0:
        return False
    titled = before.bare in lexicon.titles or before.bare.removeprefix("ה") in lexicon.roles
    return titled and following.bare not in lexicon.complementizers | lexicon.prepositions


def _is_urdu_passive(passage: Passage, cue: Cue) -> bool:
    """Tell whether a form of جانا makes an Urdu verb one that names nobody: بتائی گئی."""
    if cue.after >= len(passage.tokens) or " كر " in f" {cue.word} ":
        return False
    following = passage.tokens[cue.after]
    joined = following.quotation < 0 and not following.gap.strip(SPACES)
    return joined and following.bare in passage.lexicon.passive_auxiliaries


def _is_genitive(passage: Passage, cue: Cue) -> bool:
    """Tell whether the Urdu verb کی is the genitive of a noun that follows: احتجاج کی قیادت."""
    lexicon, tokens = passage.lexicon, passage.tokens
    if len(cue.word.split()) < 2 or cue.word.split()[-1] not in lexicon.genitives:
        return False
    if cue.after >= len(tokens):
        return False
    following = tokens[cue.after]
    ends = following.gap.strip() != "" or following.quotation >= 0
    goes_on = lexicon.complementizers | lexicon.copulas | lexicon.joining | lexicon.conjunctions
    return not ends and following.bare not in goes_on


def _is_no_arabic_verb(passage: Passage, cue: Cue, before: Word | None) -> bool:
    """Tell whether an Arabic form is a noun, part of a name, or a verb that says what is wished.

    `before` is the word before it, without a sign between.
    """
    lexicon, tokens = passage.lexicon, passage.tokens
    written = passage.written(cue.first)
    if written.endswith("ة"):
        return True  # وصفة, not وصفه
    if cue.prefixed and before is not None and before.bare in lexicon.complementizers:
        return True  # إن ورد سيلعب
    if cue.word in lexicon.with_hamza and not written.endswith("أ"):
        return True  # هنا
    if _is_byline(passage, cue):
        return True
    if _is_in_name(passage, cue) or _lacks_alef(passage, cue) or _lacks_preposition(passage, cue):
        return True
    # يدعى: he is called
    called = cue.word in ("يدعي", "تدعي") and "ى" in tokens[cue.first].span.of(passage.text)
    imperfect = cue.word[0] == "ي" or (
        cue.word[0] == "ت" and cue.gender == "f" and not cue.word.endswith("ت")
    )
    if imperfect and before is not None and before.bare in lexicon.before_wish:
        then = cue.first > 1 and tokens[cue.first - 2].bare in lexicon.prepositions
        return not then  # يريد أن يقول, but not قبل أن يقول
    if imperfect and cue.kind == "weaker verb" and _is_inside_clause(passage, cue, before):
        return True
    nominal = before is not None and before.bare in lexicon.not_before_verb
    nominal = nominal or _is_verbal_noun(passage, cue, before)
    return called or nominal


def _is_verbal_noun(passage: Passage, cue: Cue, before: Word | None) -> bool:
    """Tell whether أن is before a form that is a noun as well: اعتبر أن رد النائبة كان مخيبا.

    Behind a preposition and أن it is a verb: بعد أن كشف.
    """
    lexicon, tokens = passage.lexicon, passage.tokens
    if before is None or cue.word not in lexicon.also_nouns or cue.prefixed:
        return False
    then = cue.first > 1 and tokens[cue.first - 2].bare in lexicon.prepositions
    return before.bare in lexicon.complementizers and not then


def _is_inside_clause(passage: Passage, cue: Cue, before: Word | None) -> bool:
    """Tell whether a verb follows أنها or the like, with a noun for its object: مؤكدة أنها
    تواصل مسيرتها."""
    lexicon, tokens = passage.lexicon, passage.tokens
    if before is None or before.bare not in lexicon.complementizers or cue.after >= len(tokens):
        return False
    following = tokens[cue.after]
    tells = following.bare in lexicon.complementizers or following.bare in lexicon.takes
    tells = tells or following.quotation >= 0 or following.gap.strip() != ""
    owned = before.bare.endswith(("ه", "ها", "هم", "هما", "نا", "ني"))
    return owned and not tells and not following.bare.startswith("ب")


def _is_no_english_verb(passage: Passage, cue: Cue, before: Word | None) -> bool:
    """Tell whether an English form is a noun, a name, an infinitive or a passive.

    `before` is the word before it, without a sign between.
    """
    lexicon, tokens = passage.lexicon, passage.tokens
    if cue.kind == "describing" and before is not None:
        verbs = lexicon.cues.get(before.bare, ())
        if any(kind == "describing" for words, kind in verbs if len(words) == 1):
            return True  # calls talk of a boycott
    if tokens[cue.first].capital and not _opens_sentence(passage, cue.first):
        return True
    following = tokens[cue.after].bare if cue.after < len(tokens) else ""
    if following and before is not None and before.bare.endswith("'s") and (
        cue.word.endswith("ed")
    ):  # fmt: skip
        return tokens[cue.after].gap == " " and following not in lexicon.complementizers
    if cue.word == "asked" and _opens_sentence(passage, cue.first) and (
        following in lexicon.stops and following not in lexicon.pronouns
    ):  # fmt: skip
        return True  # Asked what she would do
    if following == "of" and cue.kind != "describing":
        return True
    if following == "to" and cue.word in ("went on", "goes on"):
        return True
    if following in ("on", "for", "off") and cue.word.startswith("call"):
        return True  # called on the chain to
    return before is not None and _is_no_finite_verb(passage, cue, before, following)


def _is_no_finite_verb(passage: Passage, cue: Cue, before: Word, following: str) -> bool:
    """Tell whether the word before an English form makes it an infinitive, a passive or a noun."""
    lexicon, tokens = passage.lexicon, passage.tokens
    if before.bare in lexicon.modals and cue.kind == "describing":
        return True  # Nigerians must commend
    if before.bare not in lexicon.not_before_verb:
        return False
    if cue.word.endswith("ing") and before.bare in lexicon.being:
        return False
    earlier = tokens[cue.first - 2].bare if cue.first > 1 else ""
    if before.bare == "to" and earlier in lexicon.catenatives:
        return False  # went on to accuse
    # liked to say that; was dismissed by a reviewer as
    tells = before.bare == "to" and following in lexicon.complementizers
    return not (tells or (cue.kind == "describing" and following == "by"))


def _lacks_shadda(passage: Passage, cue: Cue) -> bool:
    """Tell whether بين is written without shadda, and is no verb; before أن, وبين is one, and
    عقب before a person."""
    tokens, lexicon = passage.tokens, passage.lexicon
    if cue.word not in lexicon.only_with_shadda or _SHADDA in passage.written(cue.first):
        return False
    if cue.word in lexicon.before_person and cue.after < len(tokens):
        following = tokens[cue.after]
        if following.bare in lexicon.persons | lexicon.bodies | lexicon.given:
            return following.gap != " " or following.quotation >= 0
    opens = cue.after < len(tokens) and tokens[cue.after].bare in lexicon.complementizers
    return not (cue.prefixed and (opens or _opens_with_clause(passage, cue)))


def _opens_with_clause(passage: Passage, cue: Cue) -> bool:
    """Tell whether an Arabic verb opens a sentence in which أن follows: وبين الصدر في كلمته أن."""
    if passage.sentence_start(cue.first) != cue.first:
        return False
    for token in passage.tokens[cue.after : cue.after + _NEAR]:
        if token.gap.strip() or token.quotation >= 0:
            return False
        if token.bare in passage.lexicon.complementizers:
            return True
    return False


def _lacks_alef(passage: Passage, cue: Cue) -> bool:
    """Tell whether a perfect that ends in ى is written with ي, and is a noun or name: رأي, روي."""
    written = passage.written(cue.first)
    perfect = cue.word[-1] == "ي" and cue.word[0] not in "يتن"
    return perfect and written.endswith("ي")


def _is_byline(passage: Passage, cue: Cue) -> bool:
    """Tell whether a verb of writing and a colon open a short line that names who wrote the text:
    كتبت: هيفاء العتيبي."""
    tokens, at = passage.tokens, cue.after
    if cue.word not in passage.lexicon.writing or "\n" not in tokens[cue.first].gap:
        return False
    if at >= len(tokens) or ":" not in tokens[at].gap or tokens[at].quotation >= 0:
        return False
    line = tokens[at + 1 : at + _LONGEST_BYLINE]
    return any("\n" in token.gap for token in line) and all(token.quotation < 0 for token in line)


def _lacks_preposition(passage: Passage, cue: Cue) -> bool:
    """Tell whether a verb that reports only with its preposition has neither that nor a clause
    after it: القطعان التي تعبر الوادي."""
    lexicon, tokens = passage.lexicon, passage.tokens
    if cue.word not in lexicon.with_preposition:
        return False
    homograph = cue.word in lexicon.prepositions and not cue.prefixed
    homograph = homograph and passage.sentence_start(cue.first) < cue.first  # قال عبر مترجم:
    for token in tokens[cue.after : cue.after + _NEAR]:
        if "." in token.gap or "\n" in token.gap:
            break
        if homograph:
            if token.gap.strip() or token.quotation >= 0:
                break
        elif token.quotation >= 0 or ":" in token.gap or token.bare in lexicon.complementizers:
            return False
        if cue.word in lexicon.takes.get(token.bare, ()):
            return False
    return True


def _is_in_name(passage: Passage, cue: Cue) -> bool:
    """Tell whether an Arabic word that may be a verb is after a given name as the second word of a
    name: يقول محمد رفعت إن."""
    lexicon, tokens = passage.lexicon, passage.tokens
    if passage.written(cue.first)[0] == "ف" != cue.word[0] and tokens[cue.first].gap == " ":
        return _ends_in_verb(passage, cue.first)  # شددت فايد
    if cue.first < 2 or cue.prefixed or tokens[cue.first].gap != " ":
        return False
    listed = cue.word in lexicon.given_or_noun
    return listed and tokens[cue.first - 1].bare in lexicon.given | lexicon.titles


def _ends_in_verb(passage: Passage, at: int) -> bool:
    """Tell whether a verb of saying or a given name is right before a token."""
    before = passage.tokens[at - 1].bare if at else ""
    words = (before, before[1:] if before[:1] == "و" else before)
    verb = any(
        kind in ("verb", "weaker verb") and phrase == (word,)
        for word in words
        for phrase, kind in passage.lexicon.cues.get(word, ())
    )
    return verb or before in passage.lexicon.given


def _is_used_as_verb(passage: Passage, cue: Cue) -> bool:
    """Tell whether a pronoun or a quotation is before, or a clause or quotation follows."""
    lexicon, tokens = passage.lexicon, passage.tokens
    before = tokens[cue.first - 1] if cue.first else None
    if before is not None and (before.quotation >= 0 or before.bare in lexicon.pronouns):
        return True
    if before is not None and before.bare in lexicon.behind_only:
        return True  # כך פתח
    if _is_behind_definite(passage, cue, before):
        return True
    if cue.after >= len(tokens):
        return False
    following = tokens[cue.after]
    if _is_feminine_verb(passage, cue, following):
        return True
    if lexicon.capitals and following.bare == "to" and cue.after + 1 < len(tokens):
        quoted = tokens[cue.after + 1].quotation >= 0  # vow to “block every harbour”
        if quoted and cue.word in lexicon.with_infinitive:
            return True
    noun = (
        lexicon.capitals
        and before is not None
        and not before.capital
        and (before.bare not in lexicon.heads)
        and "," not in tokens[cue.first].gap
    )
    if lexicon.clitics == "hebrew" and before is not None and tokens[cue.first].article:
        noun = before.bare in lexicon.heads and not tokens[cue.first].gap.strip()  # ראש העיר
    joined = lexicon.joined != "" and following.bare.startswith(lexicon.joined)
    opens = following.bare in lexicon.complementizers or joined or ":" in following.gap
    return (opens or following.quotation >= 0) and not noun


def _is_behind_definite(passage: Passage, cue: Cue, before: Word | None) -> bool:
    """Tell whether a Hebrew form in ה is right behind a noun with the article, to which a noun
    without one does not belong: מפלגת העם טענה בהודעה."""
    plain = cue.word.endswith("ה") and not cue.prefixed and passage.tokens[cue.first].gap == " "
    behind = before is not None and before.article and before.quotation < 0
    return passage.lexicon.clitics == "hebrew" and plain and behind


def _is_feminine_verb(passage: Passage, cue: Cue, following: Word) -> bool:
    """Tell whether a person follows a Hebrew form in ה: טענה נציגת. A noun before another
    would end in ת."""
    lexicon = passage.lexicon
    if lexicon.clitics != "hebrew" or not cue.word.endswith("ה") or following.gap.strip():
        return False
    return following.bare in lexicon.persons or following.bare in lexicon.given


def _opens_sentence(passage: Passage, at: int) -> bool:
    """Tell whether a token opens a sentence, or follows a quotation."""
    before: Word | None = passage.tokens[at - 1] if at else None
    return (
        before is None
        or before.quotation >= 0
        or passage.sentence_start(at) == at
        or ":" in passage.tokens[at].gap
    )


__all__ = ["Cue", "Phrase", "find_cues", "letter_end"]
