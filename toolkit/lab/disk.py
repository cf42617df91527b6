"""The disk of a simulated server: what an agent leaves there survives shells, processes and reboots."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a lock.

    Attributes:
        run: id of the run.
        process_id: of its agent.
    """

    run: str
    process_id: int


@dataclass(slots=True)
class Disk:
    """Files by their Windows path, and locks that die with the process that holds them.

    Attributes:
        files: text by path.
        locks: who holds each, by path.
    """

    files: dict[str, str] = field(default_factory=dict)
    locks: dict[str, Holder] = field(default_factory=dict)

    def lock(self, path: str, holder: Holder) -> bool:
        """Take a lock; False when somebody else has it."""
        return self.locks.setdefault(path, holder) == holder

    def release(self, process_id: int) -> None:
        """Give back everything that a process holds; its end does that."""
        self.locks = {path: holder for path, holder in self.locks.items() if holder.process_id != process_id}

    def names(self, folder: str) -> list[str]:
        """Return the names of the files right in ``folder``, in order."""
        start = folder + "\\"
        return sorted(path[len(start) :] for path in self.files if path.startswith(start) and "\\" not in path[len(start) :])
