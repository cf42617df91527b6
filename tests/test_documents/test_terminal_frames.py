"""The frames of the design come out of blocks, byte for byte."""

import pytest

from tests.test_documents.frames import cut_frame
from toolkit.documents.blocks import Block as AnyBlock
from toolkit.documents.blocks import (
    Branch,
    Command,
    OutcomeRow,
    Outcomes,
    Page,
    Part,
    Question,
    Section,
    Step,
    Summary,
    SummaryRow,
)
from toolkit.documents.terminal import Layout, render_terminal
from toolkit.documents.text import plain
from toolkit.documents.words import Word, word_of_danger, word_of_outcome
from toolkit.model.danger import Danger
from toolkit.model.run import StepWord

pytestmark = pytest.mark.shared


def show(block: AnyBlock) -> str:
    """Return one block as an 80-column terminal shows it."""
    return render_terminal(Page("", (Section((block,)),)), Layout())


def part(label: str, *lines: str) -> Part:
    """Return a part of plain lines."""
    return Part(label, tuple(plain(line) for line in lines))


def danger(word: str) -> Word:
    """Return the badge of a danger word."""
    return word_of_danger(Danger[word.replace(" ", "_")])


METERS = (
    "[xml]$bp = (Get-ExchangeDiagnosticInfo -Server 'EX02' -Process 'EdgeTransport' -Component 'ResourceThrottling').Result\n"
    "$bp.Diagnostics.Components.ResourceThrottling"
)
MOVE_LOGS = (
    "Import-Csv -LiteralPath 'C:\\ProgramData\\exkit\\R-20261124-EX02-9318\\04-files.csv' |\n"
    "  ForEach-Object { Move-Item -LiteralPath $_.Path -Destination $_.ArchivePath }"
)
MOVE_QUEUE = (
    "& 'C:\\Program Files\\Microsoft\\Exchange Server\\V15\\Scripts\\Move-TransportDatabase.ps1' `\n"
    "  -queueDatabasePath 'D:\\Exchange\\Queue' -queueDatabaseLoggingPath 'D:\\Exchange\\Queue' `\n"
    "  -iPFilterDatabasePath 'D:\\Exchange\\IpFilter' -iPFilterDatabaseLoggingPath 'D:\\Exchange\\IpFilter' `\n"
    "  -temporaryStoragePath 'D:\\Exchange\\Temp'"
)
RESOURCE = Question(
    "A",
    "Which resource is short?",
    (
        Branch("disk", plain("2"), is_expected=True),
        Branch("memory", plain("stop, playbook smtp-452-memory")),
        Branch("submission queue", plain("stop, playbook smtp-452-submission")),
        Branch("none", plain("stop, run on the next server")),
        Branch("not known", plain("stop, exit 6")),
    ),
)


def test_observe_step() -> None:
    """A step that only reads: wrapped command, what is read, the question with all answers."""
    parts = (
        Part("run", command=Command(METERS)),
        part("reads", "overall use, every meter with its marks, paused components"),
        Part("then", questions=(RESOURCE,)),
        part("undo", "not needed, only reads"),
    )
    block = Step("1", "Read the back-pressure meters", danger("OBSERVE"), aside="about 4 s", parts=parts)
    assert show(block) == cut_frame(3, "Step 1", "  undo")


def test_change_step() -> None:
    """A step that changes something: two lines of command, two lines of what follows."""
    parts = (
        Part("run", command=Command(MOVE_LOGS)),
        part("changes", "21.7 GiB go to D:\\exkit-archive\\R-20261124-EX02-9318"),
        part("notice", "nobody"),
        part("then", "6, when every listed file is there with the same size", "  not known        -> stop, exit 6"),
        part("undo", "moves the same files back; the archive is a debt until then"),
    )
    block = Step("5", "Move 3,412 old log files from C: to D:", danger("CHANGE"), aside="2 to 6 min", parts=parts)
    assert show(block) == cut_frame(3, "Step 5", "  undo")


def test_outage_step() -> None:
    """A step behind a gate: the condition before the command, which breaks at blanks only."""
    gate = "D says yes (D: room, D: no log volume, no setup running, EX01 healthy, under 5,000 messages wait). One no or not known: refused"
    parts = (
        part("only if", gate),
        Part("run", command=Command(MOVE_QUEUE)),
        part("changes", "five paths in EdgeTransport.exe.config; transport stops and starts"),
        part("notice", "mail through EX02 waits 1 to 3 min; waiting messages are kept"),
        part("then", "9"),
        part("undo", "sets the five paths back, restarts transport: OUTAGE again"),
    )
    block = Step("8", "Move the queue database to D:", danger("OUTAGE"), aside="1 to 3 min", parts=parts)
    assert show(block) == cut_frame(3, "Step 8", "  undo")


SUMMARY_ROWS = (
    ("1", "OBSERVE", "Read the back-pressure meters", "A"),
    ("2", "OBSERVE", "Read where the queue database lives", ""),
    ("3", "OBSERVE", "Measure free space by mount point", "B"),
    ("4", "OBSERVE", "List old files that may be moved", "B"),
    ("5", "CHANGE", "Move 3,412 old log files from C: to D:", "undo yes"),
    ("6", "OBSERVE", "Wait until the pressure is low", "C"),
    ("7", "OBSERVE", "Read the gate for step 8", "D   if B, C no"),
    ("8", "OUTAGE", "Move the queue database to D:", "undo yes, OUTAGE"),
    ("9", "OBSERVE", "Check that the queue moved whole", "if 8 ran"),
    ("10", "OBSERVE", "Ask EX02 whether it accepts mail", ""),
    ("11", "OBSERVE", "Watch the queue shrink", ""),
    ("H1", "LOSE DATA", "Start with an empty queue database", "by hand only"),
)


def test_summary_of_a_plan() -> None:
    """Twelve steps in twelve lines, all columns below each other."""
    block = Summary(tuple(SummaryRow(number, danger(word), title, note) for number, word, title, note in SUMMARY_ROWS))
    assert show(block) == cut_frame(3, "   1  OBSERVE", "  H1")


OUTCOME_ROWS = (
    ("1", "OBSERVE", StepWord.DONE, "2 s", "ese:452, logs 184210 to 184301 wanted"),
    ("2", "OBSERVE", StepWord.DONE, "3 s", "A: no copies elsewhere"),
    ("3", "OUTAGE", StepWord.SKIPPED, "0 s", "DB07 is dismounted already"),
    ("4", "OBSERVE", StepWord.DONE, "1 s", "Dirty Shutdown"),
    ("5", "OBSERVE", StepWord.DONE, "4 s", "53 of 92 logs missing"),
    ("6", "OBSERVE", StepWord.DONE, "1 s", "checkpoint in order"),
    ("7", "OBSERVE", StepWord.DONE, "48 s", "B: all 53 found in E:\\Old logs\\2026-11-21"),
    ("8", "OBSERVE", StepWord.DONE, "2 s", "C: G: has 1,410 GiB, 857 needed"),
)


def test_steps_of_a_run() -> None:
    """Each step is printed alone and still stands in the columns of the others."""
    rows = [OutcomeRow(number, danger(word), word_of_outcome(how), took, says) for number, word, how, took, says in OUTCOME_ROWS]
    assert "".join(show(Outcomes((row,))) for row in rows) == cut_frame(4, "   1  OBSERVE", "   8  OBSERVE")
