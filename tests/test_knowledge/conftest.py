"""Generated cases have no time limit: the machine may be busy with other things."""

from hypothesis import settings

settings.register_profile("no-deadline", deadline=None)
settings.load_profile("no-deadline")
