"""One sentence for each reporting verb or expression that is not read like most others."""

import pytest

from tests.suggest.reported import told

SENTENCES = [
    # ----------------------------------------------------------------- English
    # Agreeing and disagreeing, promising, mocking.
    (
        "Ruth Aldana disagreed: “The figures were wrong from the start.”",
        [("The figures were wrong from the start.", "Ruth Aldana", "disagreed")],
    ),
    (
        "“It is far too late for us,” object the villagers of Marsh End.",
        [("It is far too late for us,", "villagers", "object")],
    ),
    (
        "Ruth Aldana assured residents that the water was “safe to drink”.",
        [("safe to drink", "Ruth Aldana", "assured")],
    ),
    (
        "Critics object that the bypass is “far too late”.",
        [("far too late", "Critics", "object")],
    ),
    (
        "Ruth Aldana disputed the “exaggerated” figures of the port.",
        [("exaggerated", "Ruth Aldana", "disputed")],
    ),
    (
        "Denis Pruett sniggered: “Nobody has ever seen that bridge.”",
        [("Nobody has ever seen that bridge.", "Denis Pruett", "sniggered")],
    ),
    # A gesture.
    (
        "Ruth Aldana shook her head: “The boat was never ours.”",
        [("The boat was never ours.", "Ruth Aldana", "shook her head")],
    ),
    (
        "Denis Pruett nodded: “The boat was never theirs.”",
        [("The boat was never theirs.", "Denis Pruett", "nodded")],
    ),
    # Networks.
    (
        "The singer took to Instagram to write: “Thank you for everything, Leeds.”",
        [("Thank you for everything, Leeds.", "singer", "write")],
    ),
    (
        "Fans marched to the ground, chanting: “Sell the club, not the stand.”",
        [("Sell the club, not the stand.", "Fans", "chanting")],
    ),
    # A word or two that somebody shouts.
    ("Angry fans chanted “sack the board” outside.", [("sack the board", "Angry fans", "chanted")]),
    ("Furious residents shouted “Resign” at her.", [("Resign", "Furious residents", "shouted")]),
    # What is sung is the title of a song.
    ("The choir sang “Hallelujah” at the end of the service.", []),
    # An infinitive behind “to”.
    (
        "Ruth Aldana advised swimmers to “stay out of the water”.",
        [("stay out of the water", "Ruth Aldana", "advised")],
    ),
    (
        "The landlord threatened to “close every pub in the town”.",
        [("close every pub in the town", "landlord", "threatened")],
    ),
    # Weaker verbs that report nothing where they stand.
    (
        "Residents who felt the quake said: “The house shook for a minute.”",
        [("The house shook for a minute.", "Residents", "said")],
    ),
    (
        "“The court will decide it soon,” protest organisers said.",
        [("The court will decide it soon,", "protest organisers", "said")],
    ),
    # A verb that no list has is nobody's name before a colon.
    (
        "Ruth Aldana skedaddled: “I have a train to catch, gentlemen.”",
        [("I have a train to catch, gentlemen.", "", "")],
    ),
]


@pytest.mark.parametrize(("text", "wanted"), SENTENCES)
def test_a_verb_reports_a_quotation(text: str, wanted: list[tuple[str, str, str]]) -> None:
    assert told(text) == wanted
