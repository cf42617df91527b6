"""Looking at processes from outside."""

import os
import select


def is_gone(process_id: int, within_s: float = 5.0) -> bool:
    """Whether a process has ended, or ends in that time; one whose exit code nobody has asked for has ended too. Linux only."""
    try:
        handle = os.pidfd_open(process_id)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], within_s)[0])
    finally:
        os.close(handle)
