"""Words of a finding: its states, what can be found, what may follow from it."""

from enum import StrEnum

__all__ = ["BLAMING", "HEARD", "SANCTIONS", "FindingState", "Measure", "Result"]


class FindingState(StrEnum):
    """Where the finding track stands."""

    ALLEGED = "alleged"
    NOTIFIED = "notified"
    REPLIED = "replied"
    EXPIRED = "expired"
    PROPOSED = "proposed"
    DECIDED = "decided"
    STAFF_APPEAL = "staff_appeal"
    FINAL = "final"


class Result(StrEnum):
    """What was found about the person named."""

    UPHELD = "upheld"
    PARTLY = "partly"
    NOT_UPHELD = "not_upheld"
    INSUFFICIENT = "insufficient"


class Measure(StrEnum):
    """What follows for the person named; the last two are sanctions and need two signatures."""

    NONE = "none"
    GUIDANCE = "guidance"
    TRAINING = "training"
    REMINDER = "written_reminder"
    TRANSFER = "transfer"
    CHANGE_OF_POST = "change_of_post"


HEARD = frozenset({FindingState.REPLIED, FindingState.EXPIRED})
BLAMING = frozenset({Result.UPHELD, Result.PARTLY})
SANCTIONS = frozenset({Measure.TRANSFER, Measure.CHANGE_OF_POST})
