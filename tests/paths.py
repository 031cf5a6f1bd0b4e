"""Where the tests find the project's files."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "tests" / "data"
SEED_FILE = ROOT / "seeds" / "000_e9c5731a151683e9.txt"
