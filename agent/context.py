"""What the nodes of a turn work with, beside the state; never stored, never shown to a model."""

from dataclasses import dataclass, field

from agent.models import ChosenModel
from agent.recorder import RunRecorder
from tools.turn import TurnContext


@dataclass(frozen=True, slots=True, kw_only=True)
class RunContext(TurnContext):
    """The run's recorder, its model, and where time went (milliseconds by stage)."""

    recorder: RunRecorder
    model: ChosenModel
    timings_ms: dict[str, float] = field(default_factory=dict)
