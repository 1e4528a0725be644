"""What holds for all tests."""

from hypothesis import settings

# No test depends on how fast the machine is just now; a failure tells how to have it again.
settings.register_profile("leapyear", deadline=None, print_blob=True)
settings.load_profile("leapyear")
