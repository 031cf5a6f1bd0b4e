"""The text of the article that the tests read."""

from tests.articles import seed_text

SEED = seed_text()
