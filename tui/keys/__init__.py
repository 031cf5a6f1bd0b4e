"""Keys: the table of actions, which key does which in which pane, and keyboard layouts.

`actions` has the table, `keymap` looks actions up in it by key, and `keyboard` maps what other
keyboard layouts type to the keys of a US keyboard. Nothing here depends on Textual.
"""

from tui.keys.actions import ACTIONS, Action, Label, Scope
from tui.keys.keyboard import Keyboard
from tui.keys.keymap import Keymap, reserved_keys

__all__ = ["ACTIONS", "Action", "Keyboard", "Keymap", "Label", "Scope", "reserved_keys"]
