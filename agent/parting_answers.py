"""The yes or no to the question that is asked before clothes go: plain, or it is none."""

import re
from typing import Final

from stylist.confirmations import Answer

MOST_HEARD: Final = 400
"""Characters of an answer that are looked at."""
_KINDLY: Final = (
    r"(?:please|though|for\s+now|after\s+all|actually|thanks|thank\s+you|now|then|sure|really"
    r"|i['’]?m\s+sure|i\s+am\s+sure)"
)
_THEM: Final = r"(?:it|them|those|these|all|everything|both|all\s+of\s+(?:it|them))"
_WELL: Final = (
    r"(?:(?:oh|ah|um+|uh|hm+|well|so|actually|and|but|then|on\s+second\s+thoughts?|ok(?:ay)?)"
    r"[\s,.]+)*"
)
_AWAY: Final = (
    r"(?:delete|remove|erase|archive|retire|bin|trash|toss|chuck|dump|sell|donate|get\s+rid\s+of"
    r"|throw\s+(?:out|away)|give\s+away)"
)
_YES: Final = re.compile(
    rf"\W*{_WELL}(?:(?:y|yes|yep|yeah|yup|sure|ok|okay|confirm(?:ed)?|correct|absolutely|definitely"
    r"|certainly|of\s+course|do\s+(?:it|so|that)|go\s+ahead|please\s+do|go\s+for\s+it|go\s+on"
    rf"|get\s+rid(?!\s+of)|(?:throw|chuck|toss|give)\s+{_THEM}\s+(?:out|away)"
    rf"|{_AWAY}\s+{_THEM})(?:[\s,.!]+|$)(?:{_KINDLY}[\s,.!]*)*)+\W*",
    re.IGNORECASE,
)
_NO: Final = re.compile(
    rf"\W*{_WELL}(?:(?:no|nope|nah|stop|cancel|wait|hang\s+on|not\s+really|not\s+now|not\s+yet"
    r"|never\s*mind|nevermind|better\s+not|rather\s+not|forget\s+it|do\s*n['’]?t|do\s+not"
    r"|please\s+do\s*n['’]?t|i\s+changed\s+my\s+mind|i['’]?ve\s+changed\s+my\s+mind"
    rf"|(?:i\s+)?(?:(?:want|need|like)\s+to\s+keep|like|love)\s+{_THEM}"
    rf"|i(?:['’]?ll|\s+will|['’]?d\s+rather|\s+still)\s+(?:keep|wear|like|need)\s+{_THEM}"
    rf"|(?:let|i['’]?d\s+like|i\s+want)(?:\s+me)?(?:\s+to)?\s+keep\s+{_THEM}"
    rf"|let\s+{_THEM}\s+(?:stay|be)|i\s+take\s+(?:it|that)\s+back"
    rf"|(?:(?:do\s*n['’]?t|do\s+not)\s+)?(?:keep|leave|delete|remove|archive)\s+{_THEM}"
    rf"(?:\s+(?:there|alone|in))?)(?:[\s,.!]+|$)(?:{_KINDLY}[\s,.!]*)*)+\W*",
    re.IGNORECASE,
)


def answer_in(text: str) -> Answer | None:
    """A plain yes or no and nothing else; whatever says more is neither."""
    if not any(char.isalpha() for char in text) or len(text) > MOST_HEARD:
        return None
    if _YES.fullmatch(text):
        return "yes"
    return "no" if _NO.fullmatch(text) else None
