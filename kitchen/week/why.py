"""Why a dish is on the board, why another is not, and what a new plan would change."""

from dataclasses import dataclass
from datetime import date

from kitchen.catalogue.queries import Dish
from kitchen.core.i18n import gettext
from kitchen.week.words import Names, of_reason
from planning.week import change, explain
from planning.week.plan import Plan
from planning.week.problem import Problem

FOODS_SAID = 3
OTHERS_TRIED = 3
KILOS_SAID = 4


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a chosen dish."""

    title: str = ""
    why: tuple[str, ...] = ()
    why_not: tuple[tuple[str, str], ...] = ()


NOTHING = Said()


def explain_choice(problem: Problem, plan: Plan, names: Names, chosen: str) -> Said:
    """Explain the chosen `service.recipe`; an unknown choice explains nothing."""
    title, said = why(problem, plan, names, chosen)
    if not title:
        return NOTHING
    return Said(title, tuple(said), tuple(why_not(problem, plan, names, chosen)))


def names_of(problem: Problem, dishes: dict[str, Dish], foods: dict[str, str]) -> Names:
    """Return what the codes of a problem are called."""
    lots = {row.code: foods.get(row.ingredient, row.ingredient) for row in problem.lots}
    return Names(
        start=date.fromisoformat(problem.start_date),
        foods=foods,
        dishes={code: dish.name for code, dish in dishes.items()},
        services={row.code: row.day for row in problem.services},
        lots={code: f"{name} ({code})" for code, name in lots.items()},
    )


def why(problem: Problem, plan: Plan, names: Names, chosen: str) -> tuple[str, list[str]]:
    """Explain `service.recipe` in a few sentences; an unknown choice explains nothing."""
    service, _, code = chosen.partition(".")
    if code not in names.dishes or not any(
        (row.service, row.recipe) == (service, code) for row in plan.batches
    ):
        return "", []
    title = gettext("Why %(dish)s on %(day)s?", dish=names.dishes[code], day=names.service(service))
    found = explain.why(problem, plan, service, code)
    food = [one for one in found if one.code in ("why.uses_lot", "why.uses_offer")]
    rest = [one for one in found if one not in food and one.code != "why.load"]
    loads = [one for one in found if one.code == "why.load"]
    heaviest = sorted(loads, key=lambda one: -int(one.fact("permille")))[:1]
    return title, [of_reason(one, names)[0] for one in (*food[:FOODS_SAID], *rest, *heaviest)]


def why_not(problem: Problem, plan: Plan, names: Names, chosen: str) -> list[tuple[str, str]]:
    """Say of the best liked dishes not served this week why they are not there: (dish, why)."""
    service, _, code = chosen.partition(".")
    served = {line.recipe for line in plan.menu}
    component = next((row.component for row in problem.recipes if row.code == code), "")
    others = sorted(
        (row for row in problem.recipes if row.component == component and row.code not in served),
        key=lambda row: (-row.liking, row.code),
    )
    said = []
    for row in others[:OTHERS_TRIED]:
        found = explain.why_not(problem, plan, service, component, row.code)
        # a clash with one diet explains little when the dish fails for everyone
        general = [one for one in found if one.code != "why_not.diet"] or found
        if general and row.code in names.dishes:
            line = of_reason(general[0], names)[0]
            said.append((names.dishes[row.code], line[:1].lower() + line[1:]))
    return said


def margins(problem: Problem, plan: Plan, names: Names) -> tuple[list[str], list[str]]:
    """Say what is close to full, and what a kilo or a euro more would change."""
    tight = [of_reason(one, names)[0] for one in explain.tight(problem, plan)]
    more = [*explain.one_more_kilo(problem, plan)[:KILOS_SAID], *explain.one_more_euro(plan)]
    return tight, [of_reason(one, names)[0] for one in more]


def changes(old: Plan, new: Plan, names: Names) -> list[str]:
    """Say line by line what a plan changes to the one in force, orders included."""
    return [of_reason(one, names)[0] for one in change.diff(old, new)]
