"""The article that the tests read."""

from __future__ import annotations

from pathlib import Path

SEED = (Path(__file__).parents[2] / "seeds" / "000_e9c5731a151683e9.txt").read_bytes().decode()
