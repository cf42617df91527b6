"""Stopping a step from outside: CANCEL, then Ctrl-C, then the end of the process, each when the one before brought nothing."""

from toolkit.shells.agent_settings import AgentSettings
from toolkit.shells.conversation import Conversation
from toolkit.shells.wire import WireLost


class Cancellation:
    """One request to stop, pressed again and again while the answer is awaited."""

    def __init__(self, conversation: Conversation, settings: AgentSettings) -> None:
        self._conversation = conversation
        self._settings = settings
        self._began: float | None = None
        self._interrupted = False

    def press(self) -> None:
        """Do what is due now; returns at once.

        Raises:
            WireLost: the wire is gone, or neither CANCEL nor Ctrl-C was answered in time.
        """
        now = self._settings.now()
        if self._began is None:
            self._began = now
            self._conversation.say(("CANCEL",))
        elif now - self._began > 2 * self._settings.cancel_s:
            raise WireLost("the step did not stop when it was told to")
        elif now - self._began > self._settings.cancel_s and not self._interrupted:
            self._interrupted = True
            self._conversation.interrupt()
