"""Which terminal this is, and who reorders: a row in visual order reads right everywhere.

Hashiya paints rows in visual order. Some terminals reorder them once more, some shape them
again, some misplace marks; each needs the same row handed over in its own way. In order:

- `probe` asks the terminal what it is;
- `profiles` picks the frozen `Profile` for the answers;
- `encoding` (and `rows`, for terminals that insist on reordering) turns what Textual paints
  into what that terminal needs;
- `keys` takes apart what the terminal sends;
- `driver` joins all of it to Textual, and puts the terminal back on every way out.

Only `driver` knows Textual, so the command line can use the rest at no cost.
"""

from tui.terminal.encoding import Encoder
from tui.terminal.probe import Answers, probe
from tui.terminal.profiles import Bidi, Escaping, Marks, Profile, choose, detect, detect_to_print

__all__ = [
    "Answers",
    "Bidi",
    "Encoder",
    "Escaping",
    "Marks",
    "Profile",
    "choose",
    "detect",
    "detect_to_print",
    "probe",
]
