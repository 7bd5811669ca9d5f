"""Says the reasons of the tours to people: codes become names, hours, durations and prices."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from distribution.tours.sentences import SENTENCES
from kitchen.core.i18n import N_, clock, duration, euros, gettext, number, percent
from planning.reasons import Reason
from planning.week.plan import Note

KINDS: dict[str, str] = {"meals": N_("meals"), "boxes": N_("boxes")}
POSITIONS: dict[str, str] = {"first": N_("first"), "last": N_("last")}
KITCHEN = N_("the kitchen")


@dataclass(frozen=True, slots=True)
class Names:
    """What stops and vans are called; a code without a name says itself."""

    stops: Mapping[str, str] = field(default_factory=dict)
    vans: Mapping[str, str] = field(default_factory=dict)

    def stop(self, code: str) -> str:
        """A stop; none is the kitchen."""
        return self.stops.get(code, code) or gettext(KITCHEN)

    def van(self, code: str) -> str:
        """A van."""
        return self.vans.get(code, code)


NOBODY = Names()


def sentence(code: str, facts: Mapping[str, object], names: Names = NOBODY) -> tuple[str, str]:
    """Say a reason: what, and what to try."""
    if code not in SENTENCES:
        return code, ""
    said = _Facts()
    for name, value in facts.items():
        key, say = _how(code, name, names)
        said[key] = say(str(value))
    what, advice = SENTENCES[code]
    filled = gettext(what) % said
    return filled[:1].upper() + filled[1:], gettext(advice) % said if advice else ""


def of_reason(found: Reason, names: Names = NOBODY) -> tuple[str, str]:
    """Say a reason of the planner or the verifier."""
    return sentence(found.code, dict(found.facts), names)


def why_unserved(
    code: str, facts: Mapping[str, object], helps: Iterable[Note], names: Names
) -> tuple[str, str]:
    """Say why a stop is left, and each single thing that would let it be served."""
    what, advice = sentence(code, facts, names)
    said = [of_reason(one.reason(), names)[0].rstrip(".") for one in helps]
    if said:
        advice = gettext("Any of these would do: %(helps)s", helps="; ".join(said) + ".")
    return what, advice


class _Facts(dict[str, str]):
    """Facts of a reason; one that an older plan did not keep is left out, not an error."""

    def __missing__(self, name: str) -> str:
        return "…"


Say = Callable[[str], str]
LASTING = ("tour.too_far", "tour.too_long", "tour.paid")  # their `most` is a time
TIMED = ("tour.diff_time", "tour.diff_depart")


def _how(code: str, name: str, names: Names) -> tuple[str, Say]:
    """Return under which name a fact is said, and how."""
    if name in ("before", "after"):
        return name, _compared(code, names)
    if code.startswith("input.") or (name == "most" and code not in LASTING):
        return name, str
    ways: dict[str, tuple[str, Say]] = {
        "stop": ("stop", names.stop),
        "vehicle": ("vehicle", names.van),
        "minute": ("minute", lambda text: clock(int(text))),
        "minutes": ("minutes", lambda text: duration(int(text))),
        "most": ("most", lambda text: duration(int(text))),
        "cents": ("price", lambda text: euros(int(text))),
        "permille": ("share", lambda text: percent(int(text))),
        "metres": ("distance", lambda text: f"{number(int(text) / 1000, 1)} km"),
        "kind": ("kind", lambda text: _label(KINDS, text)),
        "position": ("position", lambda text: _label(POSITIONS, text)),
    }
    return ways.get(name, (name, str))


def _compared(code: str, names: Names) -> Say:
    """Say what stands on either side: an hour, a price, a van, or a stop."""
    if code in TIMED:
        return lambda text: clock(int(text))
    if code == "tour.diff_cost":
        return lambda text: euros(int(text))
    return names.van if code == "tour.diff_van" else names.stop


def _label(labels: Mapping[str, str], text: str) -> str:
    return gettext(labels[text]) if text in labels else text
