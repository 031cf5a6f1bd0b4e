"""Stands for a pandas that is not installed, as on most users' machines; only tests need it.

sqlite-utils imports pandas wherever it finds it, which would be measured with the reader.
"""

raise ImportError("the programs of the bench run without pandas")
