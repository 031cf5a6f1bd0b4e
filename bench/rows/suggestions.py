"""How good the suggestions are on the marked articles, and how long they take."""

from __future__ import annotations

from time import perf_counter

from bench.table import Result, Target
from scripts.quality import LANGUAGES, TARGETS, articles, measure
from tui.suggest import quotations


def quality(rounds: int) -> list[Result]:
    """Quotations, speakers and cues by language; the same in every round."""
    results = []
    for language, tally in measure(articles()).items():
        figures = (tally.recall, tally.precision, tally.speaker, tally.cue)
        names = ("quotations found", "of the suggested, right", "speaker right", "cues found")
        for name, figure, least in zip(names, figures, TARGETS[language], strict=True):
            what = f"suggestions, {LANGUAGES[language]}: {name}"
            target = Target(what, "", 100 * least, unit="%", least=True)
            results.append(Result(target, [100 * figure], []))
    return [*results, _time(rounds)]


def _time(rounds: int) -> Result:
    """How long suggesting for one of the articles takes, the lexicons read already."""
    texts = [article.text for article in articles()]
    taken = []
    for _ in range(rounds + 1):
        began = perf_counter()
        for text in texts:
            quotations(text)
        taken.append(1000 * (perf_counter() - began) / len(texts))
    return Result(Target("suggest quotations for an article of 2 KB", "", 50), taken[1:], [])
