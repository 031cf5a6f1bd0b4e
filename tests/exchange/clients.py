"""The programs that read the exports, imported in one place because they have no types."""

import pandas as pd  # type: ignore[import-untyped]

__all__ = ["pd"]
