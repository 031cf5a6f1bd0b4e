"""What all tests share."""

import os

from hypothesis import settings

# A busy machine is slow now and then; what a property says does not depend on it. CI judges a
# change by the same examples each time; at a desk every run looks at new ones.
settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")
