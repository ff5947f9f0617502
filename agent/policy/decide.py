"""The policy's next step, as a pure function of the situation."""

from agent.policy.plan import stages
from agent.policy.situation import Call, Decision, Situation
from agent.policy.words import answer


def decide(situation: Situation, *, offered: frozenset[str] | None = None) -> Decision:
    """The tool calls to make now, or the words of the answer when none is left.

    A call whose tool has answered, well or not, is not made again; one whose tool is not `offered`
    is left out.
    """
    done = {_key(Call(name=r.name, arguments=r.arguments)) for r in situation.tool_results}
    for stage in stages(situation):
        calls = [
            call
            for call in stage
            if _key(call) not in done and (offered is None or call.name in offered)
        ]
        if calls:
            return Decision(tool_calls=calls)
    return Decision(text=answer(situation))


def _key(call: Call) -> str:
    return f"{call.name} {sorted((k, str(v)) for k, v in call.arguments.items())}"
