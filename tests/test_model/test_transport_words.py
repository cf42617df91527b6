"""Values of the transport family: what they compute of themselves."""

import pytest

from toolkit.model.explanation import Meaning
from toolkit.model.identity import ErrorIdentity
from toolkit.model.smtp import SmtpReply
from toolkit.model.storage import Volume
from toolkit.model.transport import PressureLevel, ResourceMeter

GREETING = SmtpReply(220, "", "ready")


@pytest.mark.parametrize(("level", "height"), [(PressureLevel.LOW, 0), (PressureLevel.MEDIUM, 1), (PressureLevel.HIGH, 2)])
def test_levels_have_a_height(level: PressureLevel, height: int) -> None:
    """The worst meter can be found by number."""
    assert level.height == height
    assert PressureLevel(level.value) is level


@pytest.mark.parametrize("word", ["low", "Normal", "Niedrig", "", "LOW"])
def test_other_words_are_no_levels(word: str) -> None:
    """The diagnostics have exactly three words, in exactly this case."""
    with pytest.raises(ValueError, match="not a valid PressureLevel"):
        PressureLevel(word)


@pytest.mark.parametrize(
    ("resource", "of", "name"),
    [("PrivateBytes", "", "PrivateBytes"), ("UsedDiskSpace", "C:\\Q", "UsedDiskSpace[C:\\Q]"), ("QueueLength", "x", "QueueLength[x]")],
)
def test_meters_are_named_as_the_server_writes_them(resource: str, of: str, name: str) -> None:
    """The bracket is there only when something stands in it."""
    assert ResourceMeter(resource, of, PressureLevel.LOW).name == name


def test_the_cause_of_a_reply_is_the_innermost() -> None:
    """A reply that quotes nobody is its own cause."""
    inner = SmtpReply(452, "4.3.1", "short")
    outer = SmtpReply(451, "4.4.0", "said", quoted=SmtpReply(450, "", "passed on", quoted=inner))
    assert outer.cause is inner
    assert inner.cause is inner


@pytest.mark.parametrize(
    ("reply", "text"),
    [
        (SmtpReply(452, "4.3.1", "short"), "452 4.3.1 short"),
        (SmtpReply(250, "", ""), "250"),
        (GREETING, "220 ready"),
        (SmtpReply(452, "4.3.1", ""), "452 4.3.1"),
    ],
)
def test_replies_read_as_they_were_said(reply: SmtpReply, text: str) -> None:
    """Parts that are missing leave no gaps."""
    assert str(reply) == text


@pytest.mark.parametrize(("mount", "name"), [("C:\\", "C:\\"), ("", "\\\\?\\Volume{1}\\")])
def test_volumes_go_by_their_mount_point(mount: str, name: str) -> None:
    """Or by their device, when they are mounted nowhere."""
    assert Volume(mount, "\\\\?\\Volume{1}\\", "", "NTFS", 1, 1, 4096).name == name


def test_a_meaning_without_a_short_text() -> None:
    """The short text is only for lists; leaving it out is allowed."""
    assert Meaning(ErrorIdentity.parse("jet:-543"), "X", "x.", "", (), "", "").short == ""
