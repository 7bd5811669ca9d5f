"""Sentences for the planner's reason codes, and labels of scenarios; words live here only."""

from kitchen.core.i18n import N_, gettext, kilos
from planning.reasons import Reason

SCENARIO_LABELS: dict[str, str] = {
    "balanced": N_("Balanced"),
    "cheapest": N_("Cheaper"),
    "most_local": N_("More local"),
    "least_waste": N_("Less waste"),
}
CRITERIA: dict[str, str] = {
    "RAW_VEG": N_("raw vegetables or fruit"),
    "COOKED_VEG": N_("cooked vegetables"),
    "STARCH_PULSE": N_("starches and pulses"),
    "FISH70": N_("fish"),
    "RED_MEAT_WHOLE": N_("unminced red meat"),
    "RAW_FRUIT": N_("raw fruit"),
    "FAT_STARTER": N_("fatty starters"),
    "FAT_DESSERT": N_("fatty desserts"),
    "SWEET_DESSERT": N_("sweet desserts"),
    "PL_LE_1": N_("fatty protein dishes"),
}
# (what, advice); `%(name)s` places are filled with the reason's facts
SENTENCES: dict[str, tuple[str, str]] = {
    "demand.no_compatible_recipe": (
        N_("%(diet)s, %(component)s: no dish suits"),
        N_("Add a recipe that suits this diet, or allow one more dish."),
    ),
    "demand.short": (
        N_("%(diet)s, %(component)s: not made"),
        N_("Food is missing in time. Order it, or allow another dish."),
    ),
    "demand.no_time": (
        N_("%(diet)s, %(component)s: no time left"),
        N_("Machines or hands are full that day. Add a shift or a simpler dish."),
    ),
    "frequency.low": (
        N_("%(criterion)s: %(found)s this week, %(least)s advised"),
        N_("A warning only."),
    ),
    "frequency.high": (
        N_("%(criterion)s: %(found)s this week, %(most)s at most advised"),
        N_("A warning only."),
    ),
    "vegetarian.missing": (
        N_("No vegetarian menu for everyone this week"),
        N_("Lock a vegetarian dish on one day, then plan again."),
    ),
    "waste.at_risk": (
        N_("%(lot)s: %(weight)s will pass its date"),
        N_("Lock a dish that uses it, or give it away."),
    ),
    "budget.over": (
        N_("The week costs %(cents)s cents, above its budget"),
        N_("Look at the cheaper scenario."),
    ),
    "stock.blocked": (
        N_("%(name)s, %(lot)s: date missing"),
        N_("Blocked and not planned. Enter the date or throw it away."),
    ),
    "stock.expired": (
        N_("%(name)s, %(lot)s: past its use-by date"),
        N_("Not planned. Throw it away and write it down."),
    ),
    "offer.too_late": (
        N_("Offer %(offer)s comes too late"),
        N_("It cannot be cooked before its date."),
    ),
    "demand.door_closed": (
        N_("%(door)s is closed on %(day)s: %(portions)s meals not counted"),
        N_("Move the order to another day, or open the door."),
    ),
    "demand.partner_paused": (
        N_("%(portions)s meals of a paused partner are not counted"),
        N_("Resume the partner, or cancel the order."),
    ),
}


def sentence(code: str, facts: dict[str, object]) -> tuple[str, str]:
    """Say a reason: what, and what to try."""
    what, advice = SENTENCES.get(code, (N_("%(code)s"), ""))
    filled = {**facts, "code": code}
    if "criterion" in filled:
        filled["criterion"] = gettext(CRITERIA.get(str(filled["criterion"]), "%(code)s"), code="")
    if "grams" in filled:
        filled["weight"] = kilos(int(str(filled["grams"])))
    return gettext(what, **filled), gettext(advice) if advice else ""


def of_reason(found: Reason) -> tuple[str, str]:
    """Say a planner's reason."""
    return sentence(found.code, dict(found.facts))
