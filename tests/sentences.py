"""What every sentence made of a planner's reason must be."""

import re

from kitchen.core.i18n import using
from planning.reasons import CODES, reason

FACT = re.compile(r"`(\w+)`")
PLACE = re.compile(r"%\((\w+)\)s")


def made_up(code, texts, said_of):
    """Return the places of a code's texts that none of its facts fills."""
    facts = set(FACT.findall(CODES[code]))
    known = facts | {said_of[name] for name in facts if name in said_of}
    return {place for text in texts for place in PLACE.findall(text)} - known


def assert_said(code, language, say, value):
    """A reason with all its facts is said whole, in a language."""
    with using(language):
        what, advice = say(reason(code, **dict.fromkeys(FACT.findall(CODES[code]), value)))
    assert what
    assert "%(" not in what + advice
    assert "…" not in what + advice
