"""Terminals: recognise one, and send it rows in visual order so that they look right.

Hashiya paints rows in visual order. Some terminals reorder them again, some shape them again, some
misplace marks, so each needs the same row in a different form:

- `probe` asks the terminal what it is;
- `detection` recognises it by its answers and chooses its `Profile` (`profiles`);
- `multiplexers` asks tmux and GNU screen which terminal they run in;
- `encoding` turns what is painted into what that terminal needs, with `screen_copy` and
  `style_alternation` for terminals that cannot be told not to reorder;
- `colour_depth` finds out how many colours it has;
- `input` splits what the terminal sends into keys, sequences and pastes;
- `clipboard` copies text.

Nothing here depends on Textual: `tui.ui.driver` connects it to Textual's driver.
"""

from tui.terminal.detection import choose, detect, detect_to_print
from tui.terminal.encoding import Encoder
from tui.terminal.probe import Answers, probe
from tui.terminal.profiles import Escaping, Profile

__all__ = [
    "Answers",
    "Encoder",
    "Escaping",
    "Profile",
    "choose",
    "detect",
    "detect_to_print",
    "probe",
]
