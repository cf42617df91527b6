"""Whether the checkpoint file may be used: one that has advanced too far looks like missing logs (ese-headers §6 rule 8; KB975978)."""

from toolkit.analysis.log_weighing import Weighed
from toolkit.model.ese_doubt import RefusedFile
from toolkit.model.ese_log import Checkpoint


def why_checkpoint_bad(weighed: Weighed) -> str:
    """Return why the checkpoint must be renamed; empty when it is good, missing, or could not be looked at."""
    checkpoint = weighed.case.checkpoint
    if isinstance(checkpoint, RefusedFile):
        return f"it is {checkpoint.refusal.value} (-533 JET_errCheckpointCorrupt)"
    if not isinstance(checkpoint, Checkpoint):
        return ""
    expected = weighed.stream.signature
    if expected is not None and checkpoint.signature is not None and checkpoint.signature.differs_from(expected):
        return "it carries another log signature than the database (-532 JET_errBadCheckpointSignature)"
    position, need = checkpoint.position, weighed.need
    if need is not None and position is not None and position.generation > need.low:
        return f"it stands at 0x{position.generation:X}, past the lowest required log 0x{need.low:X}, which recovery would skip"
    return ""
