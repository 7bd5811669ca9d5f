"""Says the planner's reasons to people: codes become names, weights, prices and days."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from kitchen.core.i18n import N_, day_name, euros, gettext, kilos, number, percent
from kitchen.core.vocabulary import (
    ALLERGEN_LABELS,
    COMPONENT_LABELS,
    DIET_BY_CODE,
    FORMAT_LABELS,
    MEAL_LABELS,
    STATION_LABELS,
    TAG_LABELS,
    Meal,
)
from kitchen.stock.service import BLOCK_LABELS
from kitchen.week.sentences import GOALS, SENTENCES
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
EXCLUSIONS: dict[str, str] = {
    **{one.value: label for one, label in ALLERGEN_LABELS.items()},
    **{one.value: label for one, label in TAG_LABELS.items()},
}
FORMATS: dict[str, str] = {one.value: label for one, label in FORMAT_LABELS.items()}
KINDS: dict[str, str] = {
    "staff": N_("the team"),
    "staff:cook": N_("the trained cooks"),
    **{one.value: label for one, label in STATION_LABELS.items()},
}
SKILLS: dict[str, str] = {"cook": N_("hot work")}
LABELS: dict[str, Mapping[str, str]] = {
    "criterion": CRITERIA,
    "exclusion": EXCLUSIONS,
    "format": FORMATS,
    "goal": GOALS,
    "why": BLOCK_LABELS,
    "diet": {code: diet.label for code, diet in DIET_BY_CODE.items()},
    "component": {one.value: label for one, label in COMPONENT_LABELS.items()},
    "kind": KINDS,
    "meal": {one.value: label for one, label in MEAL_LABELS.items()},
    "skill": SKILLS,
}
DAYS = ("day", "last_day")
DATE = re.compile(r"\d{4}-\d\d-\d\d")  # what is left out of a problem has no index
WEIGHED = ("diff.order", "diff.offer")  # their before and after are grams


@dataclass(frozen=True, slots=True)
class Names:
    """What codes are called; a code without a name says itself."""

    start: date | None = None
    foods: Mapping[str, str] = field(default_factory=dict)
    dishes: Mapping[str, str] = field(default_factory=dict)
    services: Mapping[str, tuple[int, Meal]] = field(default_factory=dict)
    lots: Mapping[str, str] = field(default_factory=dict)

    def day(self, index: int) -> str:
        """The day of an index."""
        return day_name(self.start + timedelta(days=index)) if self.start else str(index)

    def service(self, code: str) -> str:
        """The day of a service; the meal too, on a day that has both."""
        if code not in self.services:
            return code
        day, meal = self.services[code]
        if meal is Meal.DINNER:
            return gettext("%(day)s, dinner", day=self.day(day))
        if (day, Meal.DINNER) in self.services.values():
            return gettext("%(day)s, lunch", day=self.day(day))
        return self.day(day)


NOBODY = Names()


def sentence(code: str, facts: Mapping[str, object], names: Names = NOBODY) -> tuple[str, str]:
    """Say a reason: what, and what to try."""
    if code not in SENTENCES:
        return code, ""
    what, advice = SENTENCES[code]
    said = _Facts((name, _say(code, name, value, names)) for name, value in facts.items())
    if "grams" in facts:
        said["weight"] = kilos(int(str(facts["grams"])))
    if "permille" in facts:
        said["share"] = percent(int(str(facts["permille"])))
    for name in ("cents", "cents_per_portion"):
        if name in facts:
            said["price"] = euros(int(str(facts[name])))
    filled = gettext(what) % said
    return filled[:1].upper() + filled[1:], gettext(advice) % said if advice else ""


class _Facts(dict[str, str]):
    """Facts of a reason; one that an older run did not keep is left out, not an error."""

    def __missing__(self, name: str) -> str:
        return "…"


def of_reason(found: Reason, names: Names = NOBODY) -> tuple[str, str]:
    """Say a planner's reason."""
    return sentence(found.code, dict(found.facts), names)


def _say(code: str, name: str, value: object, names: Names) -> str:
    text = str(value)
    if name in DAYS:
        return _day(value, names)
    if code in WEIGHED and isinstance(value, int):
        return kilos(value)
    if name == "rule":
        return gettext(RULES.get(text, text))
    if isinstance(value, int) and code.startswith(("labels.", "protein.")):
        return percent(value) if code.startswith("labels.") else _protein(value)
    if code == "more.euro" and name == "amount" and isinstance(value, int):
        return number(value)
    return _named(name, text, names)


def _day(value: object, names: Names) -> str:
    if isinstance(value, int):
        return names.day(value)
    text = str(value)
    return day_name(date.fromisoformat(text)) if DATE.fullmatch(text) else text


def named(kind: str, code: str) -> str:
    """Return what a code of a closed list is called: a diet, a component, a station kind."""
    return _named(kind, code, NOBODY)


def _protein(milligrams: int) -> str:
    return f"{number(milligrams / 1000)}\N{NO-BREAK SPACE}g"


def _named(name: str, text: str, names: Names) -> str:
    """Look a code up where codes of its kind are named; what has no name says itself."""
    if name == "service":
        return names.service(text)
    rows = {"ingredient": names.foods, "recipe": names.dishes, "lot": names.lots}
    if name in rows:
        return rows[name].get(text, text)
    label = LABELS.get(name, {}).get(text)
    return gettext(label) if label else text


RULES: dict[str, str] = {
    "clash.dishes": N_("one dish more in the component"),
    "clash.repeat": N_("the same dish sooner"),
    "clash.time": N_("more hands and longer hours"),
    "clash.ban": N_("the dishes that were taken off"),
}
