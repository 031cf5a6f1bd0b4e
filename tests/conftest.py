"""What all tests share."""

from hypothesis import settings

# A busy machine is slow now and then; what a property says does not depend on it.
settings.register_profile("hashiya", deadline=None)
settings.load_profile("hashiya")
