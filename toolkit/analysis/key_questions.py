"""A key of EdgeTransport.exe.config for some hours: asked for, allowed, in the file, and back again."""

from dataclasses import replace

from toolkit.analysis.asking import question
from toolkit.analysis.conclusions import NO, YES, Known, NotKnown, given
from toolkit.knowledge.config_keys import config_key_rule, versions_documenting
from toolkit.model.changes import ConfigKeyChange
from toolkit.model.evidence import Conclusion
from toolkit.model.exchange import ExchangeVersion
from toolkit.model.facts import Question
from toolkit.model.server import ServerIdentity
from toolkit.model.transport_config import ConfigKeyState


def _wanted(name: str, parameter: str, asks: str) -> Question:
    def decide(known: Known) -> Conclusion:
        value = known.facts.text(parameter)
        if value:
            return known.concludes(YES, f"{parameter} is {value}.", [given(f"{parameter} is {value}")])
        return known.concludes(NO, f"No {parameter} was given.", [given(f"no {parameter}")])

    return question(name, asks, (), decide, {YES: f"{parameter} was given", NO: f"{parameter} was not given"})


def _decide_move_wanted(known: Known) -> Conclusion:
    target = known.facts.text("queue_to")
    if not target:
        return known.concludes(NO, "No queue_to was given.", [given("no queue_to")])
    wanted = known.concludes(YES, f"queue_to is {target}.", [given(f"queue_to is {target}")])
    # The folder for content conversion has a meter of its own: left on the full volume it keeps the pressure up.
    return replace(wanted, values={"temporary": target.rstrip("\\") + "\\Temp"})


KEY_WANTED = _wanted("back-pressure.key-wanted", "config_key", "Shall a key be set for some hours?")
QUEUE_MOVE_WANTED = question(
    "back-pressure.queue-move-wanted",
    "Shall the queue database move to another volume?",
    (),
    _decide_move_wanted,
    {YES: "queue_to was given", NO: "queue_to was not given"},
    offers=("temporary",),
)
ARCHIVE_WANTED = _wanted("back-pressure.archive-wanted", "archive_to", "Shall old logs go to an archive?")


def _version(known: Known) -> ExchangeVersion:
    server = known.must("server_identity", ServerIdentity)
    if server.version is None:
        raise NotKnown(f"build {server.build or '(none)'} is of no version that we know")
    return server.version


def _decide_documented(known: Known) -> Conclusion:
    name, value = known.facts.text("config_key"), known.facts.text("config_value")
    if not name or not value:
        return known.concludes(NO, "No key with a value was given (config_key, config_value).", [given("no key with a value")])
    version = _version(known)
    evidence = [given(f"{name}={value}"), known.seen("server_identity", f"Exchange {version.value}")]
    rule = config_key_rule(name, version)
    if rule is None:
        return known.concludes(NO, _undocumented(name, version), evidence)
    if not rule.allows(value):
        return known.concludes(NO, f"{value} is no value for {name}: a {rule.kind} is expected, the default is {rule.default}.", evidence)
    return known.concludes(YES, f"{name} is documented for Exchange {version.value}; its default is {rule.default}.", evidence)


def _undocumented(name: str, version: ExchangeVersion) -> str:
    others = versions_documenting(name)
    if others:
        return f"{name} is documented for Exchange {', '.join(others)}, not for {version.value}: it may do nothing there."
    return f"{name} is no documented back-pressure key. Names are case-sensitive."


KEY_DOCUMENTED = question(
    "back-pressure.key-documented",
    "Are key and value documented for this Exchange version?",
    ("server_identity",),
    _decide_documented,
    {
        YES: "Microsoft documents the key for this version, and the value is in its range",
        NO: "another version, another key, or out of range",
    },
)


def _decide_accepted(known: Known) -> Conclusion:
    accepted = known.facts.text("accept_undocumented") == "yes"
    evidence = [given(f"accept_undocumented is {'yes' if accepted else 'no'}")]
    if accepted:
        return known.concludes(YES, "An undocumented key was accepted by the person who started the run.", evidence)
    return known.concludes(NO, "An undocumented key was not accepted (accept_undocumented).", evidence)


UNDOCUMENTED_ACCEPTED = question(
    "back-pressure.undocumented-accepted", "Was the risk of an undocumented key accepted?", (), _decide_accepted
)


def _decide_allowed(known: Known) -> Conclusion:
    documented = _decide_documented(known)
    if documented.answer == YES:
        return documented
    accepted = _decide_accepted(known)
    evidence = (*documented.finding.evidence, *accepted.finding.evidence)
    if accepted.answer == YES and known.facts.text("config_key") and known.facts.text("config_value"):
        says = f"{documented.finding.says} It was accepted all the same."
        return known.concludes(YES, says, evidence, "The key has no effect, or another one than expected.")
    return known.concludes(NO, f"{documented.finding.says} Microsoft strongly discourages such changes.", evidence)


KEY_ALLOWED = question(
    "back-pressure.key-allowed",
    "May the key be set on this server?",
    ("server_identity",),
    _decide_allowed,
    {
        YES: "it is documented for this version, or the risk was accepted",
        NO: "it is not documented for this version, and nobody accepted that",
    },
)


def _decide_in_effect(known: Known) -> Conclusion:
    name, wanted = known.facts.text("config_key"), known.facts.text("config_value")
    state = known.must("config_key", ConfigKeyState)
    if state.key != name:
        raise NotKnown(f"{state.key} was read, not {name or 'a key'}")
    evidence = [known.seen("config_key", f"{name} is {state.value if state.present else 'not there'}")]
    if state.present and state.value == wanted:
        return known.concludes(YES, f"The file has {name}={wanted}.", evidence, "Transport reads the file only when it starts.")
    return known.concludes(NO, f"The file does not have {name}={wanted}.", evidence)


KEY_IN_EFFECT = question("back-pressure.key-in-effect", "Does the file have the wanted value?", ("config_key",), _decide_in_effect)


def _decide_returned(known: Known) -> Conclusion:
    change, state = known.must("set_config_key", ConfigKeyChange), known.must("config_key", ConfigKeyState)
    if state.key != change.key:
        raise NotKnown(f"{state.key} was read, not {change.key}")
    before = change.before.value if change.before.present else None
    evidence = [known.seen("config_key", f"{state.key} is {state.value if state.present else 'not there'}")]
    if state.value == before:
        return known.concludes(YES, f"{state.key} is as it was before.", evidence)
    return known.concludes(NO, f"{state.key} is not as it was: {before if change.before.present else 'it was not there'}.", evidence)


KEY_RETURNED = question("back-pressure.key-returned", "Is the key as it was before?", ("set_config_key", "config_key"), _decide_returned)
