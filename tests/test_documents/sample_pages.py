"""Every kind of page, made from the samples; goldens, code pages and colour are tried on all of them."""

from collections.abc import Callable, Mapping

from tests.test_documents.sample_errors import SAMPLE_ERRORS
from tests.test_documents.sample_explanations import BARE_NUMBER, ONE_ANSWER, TOOL_OUTPUT, UNKNOWN_TEXT
from tests.test_documents.sample_triage import triage_sample
from tests.test_documents.samples import DEBTS, OUTCOMES, PATHS, PLAN, PLAYBOOK, VOCABULARY, at, report, script_of
from toolkit.documents.blocks import Page
from toolkit.documents.debts import debts_page
from toolkit.documents.errors import error_page
from toolkit.documents.explaining import explain_page
from toolkit.documents.plan_page import approval_page, paths_page, plan_page
from toolkit.documents.playbook_pages import playbook_show, playbooks_list, scenarios_page
from toolkit.documents.run_pages import runs_list, runs_show, step_line, summary_page
from toolkit.documents.run_step import run_step_page
from toolkit.model.command import Command, Policy
from toolkit.model.danger import Danger
from toolkit.model.run import Verdict

ASKED = (
    Command("move-logs", script_of("move-logs").replace("(known after step 2)", "'C:\\inetpub\\logs'"), Danger.CHANGE, Policy.ONCE, 900),
    Command("move-queue", script_of("move-queue"), Danger.OUTAGE, Policy.ONCE, 600),
)
REFUSED = report(
    Verdict.REFUSED,
    "The archive volume has 3.1 GiB, 21.7 are needed.",
    why="Files are moved only to a volume that has room for all of them.",
    slug="gate.archive-room",
    do=("exkit plan smtp-452-back-pressure -t EX02 -p archive_to=E:\\archive",),
    state="EX02 is unchanged: the gate is before the first change.",
    debts=(),
)
UNKNOWN = report(
    Verdict.UNKNOWN,
    "We cannot see what step 3 does now.",
    why="EX02 has not answered since 05:20:14. The step runs on EX02 and does not need us.",
    slug="reach.lost-in-step",
    do=("exkit runs show R-20261124-EX02-9318",),
    state="Step 3 runs, is done or has stopped: not known. It will not be started twice.",
)

PAGES: Mapping[str, Callable[[], Page]] = {
    "triage": triage_sample,
    "explain-answer": lambda: explain_page(ONE_ANSWER, {PLAYBOOK.id: PLAYBOOK}),
    "explain-bare-number": lambda: explain_page(BARE_NUMBER),
    "explain-output": lambda: explain_page(TOOL_OUTPUT),
    "explain-unknown": lambda: explain_page(UNKNOWN_TEXT),
    "plan": lambda: plan_page(PLAN, PATHS, VOCABULARY, ("plan-ex02.json", "plan-ex02.html"), "exkit run smtp-452-back-pressure -t EX02"),
    "paths": lambda: paths_page(PLAN, PATHS),
    "approval": lambda: approval_page(PLAN, ASKED),
    "step-line": lambda: step_line(OUTCOMES[2]),
    "run-done": lambda: summary_page(report()),
    "run-refused": lambda: summary_page(REFUSED),
    "run-unknown": lambda: summary_page(UNKNOWN),
    "run-handed-over": lambda: summary_page(
        report(Verdict.HANDED_OVER, "Memory is short.", why="Moving files does not help.", do=("exkit explain -",), debts=())
    ),
    "runs-list": lambda: runs_list((report(), REFUSED, UNKNOWN)),
    "runs-list-empty": lambda: runs_list(()),
    "runs-show": lambda: runs_show(report()),
    "runs-show-step": lambda: run_step_page(OUTCOMES[0]),
    "debts": lambda: debts_page(DEBTS, at(20), ("EX02", "EX03"), ("EX03",)),
    "debts-none": lambda: debts_page((), at(20)),
    "playbooks-list": lambda: playbooks_list((PLAYBOOK,)),
    "playbooks-show": lambda: playbook_show(PLAYBOOK),
    "lab-list": lambda: scenarios_page((("back-pressure-disk", "C: is full; old logs make room, and D: can hold them"),)),
    "error": lambda: error_page(SAMPLE_ERRORS["NoAnswer"]),
    "error-refused": lambda: error_page(SAMPLE_ERRORS["GateClosed"]),
    "error-unknown": lambda: error_page(SAMPLE_ERRORS["StepUnknown"]),
    "error-problems": lambda: error_page(SAMPLE_ERRORS["PlaybookInvalid"]),
}
