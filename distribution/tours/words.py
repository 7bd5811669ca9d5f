"""Sentences for the routing reasons: why a stop is left, and what would let it be served."""

from kitchen.core.i18n import N_, gettext

SENTENCES: dict[str, tuple[str, str]] = {
    "tour.closed": (
        N_("%(door)s is closed that day."),
        N_("Open it, or move the order to another day."),
    ),
    "tour.too_early": (
        N_("%(door)s closes before any van can be there."),
        N_("Have it open %(minutes)s min longer, or leave the kitchen earlier."),
    ),
    "tour.no_room": (
        N_("%(door)s: no van has room for its %(boxes)s boxes."),
        N_("Add a van, or a second trip."),
    ),
    "tour.no_time": (
        N_("%(door)s cannot be reached in time by any tour."),
        N_("%(minutes)s min more would do: a longer opening or a longer shift."),
    ),
}


def why_unserved(code: str, door: str, facts: dict[str, str]) -> tuple[str, str]:
    """Say why a stop is left, and what would let it be served."""
    what, advice = SENTENCES.get(code, (N_("%(door)s is not served."), ""))
    filled = {**facts, "door": door}
    return gettext(what, **filled), gettext(advice, **filled) if advice else ""
