"""No image of this process on disk while a password is in its memory."""

import sys

if sys.platform != "win32":
    import resource


def forbid_core_dumps() -> None:
    """Let neither this process nor its children write a core dump; Windows writes none by itself."""
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
