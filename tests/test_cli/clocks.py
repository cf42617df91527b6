"""A clock that a test turns."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.test_documents.samples import at


@dataclass
class TurnedClock:
    """Time that passes when a test says so."""

    moment: datetime = field(default_factory=lambda: at(3, 14))

    def now(self) -> datetime:
        """Return the present time."""
        return self.moment

    def seconds(self) -> float:
        """Return seconds since the epoch."""
        return self.moment.timestamp()

    def turn(self, seconds: float) -> None:
        """Let ``seconds`` pass."""
        self.moment += timedelta(seconds=seconds)
