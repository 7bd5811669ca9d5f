"""What is said of a plan: why a dish, why not another, what is tight, at risk, or clashes.

The answers were made by the planner beside the plan (`planning.week.answers`); here they are put
into words, so that a page waits for no solver.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from kitchen.catalogue.queries import Dish
from kitchen.core.i18n import gettext, number
from kitchen.core.vocabulary import Meal
from kitchen.week.models import PlanRun
from kitchen.week.words import Names, named, of_reason
from planning.reasons import Reason, reason, reasons_of
from planning.week import change
from planning.week.plan import Plan
from planning.week.problem import Problem

FOODS_SAID = 3
OTHERS_SAID = 3
KILOS_SAID = 4
HELPS_SAID = 6
FOOD = ("why.uses_lot", "why.uses_offer")


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a chosen dish."""

    title: str = ""
    service: str = ""
    recipe: str = ""
    component: str = ""
    why: tuple[str, ...] = ()
    why_not: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Stuck:
    """People who cannot be fed as asked: the smallest set of rules that clash, and what helps."""

    who: str
    rules: tuple[str, ...]
    help: tuple[str, ...]


NOTHING = Said()


def explain_choice(run: PlanRun, problem: Problem, plan: Plan, names: Names, chosen: str) -> Said:
    """Explain the chosen `service.recipe`; an unknown choice explains nothing."""
    service, _, code = chosen.partition(".")
    batch = next(
        (row for row in plan.batches if (row.service, row.recipe) == (service, code)), None
    )
    if batch is None or code not in names.dishes:
        return NOTHING
    component = next(row.component for row in problem.recipes if row.code == code)
    slot = "main" if component == "complete" else component
    answers = run.answers or {}
    found = reasons_of(answers.get("why", {}).get(batch.code, []))
    food = [one for one in found if one.code in FOOD]
    loads = [one for one in found if one.code == "why.load"]
    rest = [one for one in found if one not in food and one not in loads]
    heaviest = sorted(loads, key=lambda one: -int(one.fact("permille")))[:1]
    others = answers.get("why_not", {}).get(f"{service}.{slot}", {})
    return Said(
        title=gettext(
            "Why %(dish)s on %(day)s?", dish=names.dishes[code], day=names.service(service)
        ),
        service=service,
        recipe=code,
        component=slot,
        why=tuple(of_reason(one, names)[0] for one in (*food[:FOODS_SAID], *rest, *heaviest)),
        why_not=tuple(_why_not(others, names)[:OTHERS_SAID]),
    )


def _why_not(others: Mapping[str, Any], names: Names) -> list[tuple[str, str]]:
    """Say of dishes not served there what stands against them: (dish, why)."""
    said = []
    for code, rows in others.items():
        found = reasons_of(rows)
        # a clash with one diet explains little when the dish fails for everyone
        general = [one for one in found if one.code != "why_not.diet"] or found
        if general and code in names.dishes:
            line = of_reason(general[0], names)[0]
            said.append((names.dishes[code], line[:1].lower() + line[1:]))
    return said


def names_of(problem: Problem, dishes: dict[str, Dish], foods: dict[str, str]) -> Names:
    """Return what the codes of a problem are called."""
    lots = {row.code: foods.get(row.ingredient, row.ingredient) for row in problem.lots}
    return Names(
        start=date.fromisoformat(problem.start_date),
        foods=foods,
        dishes={code: dish.name for code, dish in dishes.items()},
        services=_meals(problem),
        lots={code: f"{name} ({code})" for code, name in lots.items()},
    )


def _meals(problem: Problem) -> dict[str, tuple[int, Meal]]:
    return {row.code: (row.day, Meal(row.meal)) for row in problem.services}


def margins(run: PlanRun, names: Names) -> tuple[list[str], list[str]]:
    """Say what is close to full, and what a kilo, an hour or a euro more would change."""
    answers = run.answers or {}
    tight = [of_reason(one, names)[0] for one in reasons_of(answers.get("tight", []))]
    more = reasons_of(answers.get("more", []))
    kilos = [one for one in more if one.code == "more.kilo"][:KILOS_SAID]
    rest = [one for one in more if one.code != "more.kilo"]
    return tight, [of_reason(one, names)[0] for one in (*kilos, *rest)]


def stuck(run: PlanRun, names: Names) -> list[Stuck]:
    """Say who cannot be fed as asked, which rules clash, and what would help.

    Diets that the same rules stop at one service are said together, most portions first.
    """
    groups: dict[tuple[str, str, tuple[str, ...]], list[dict[str, Any]]] = {}
    for one in (run.answers or {}).get("clashes", []):
        rules = tuple(of_reason(rule, names)[0] for rule in reasons_of(one["rules"]))
        groups.setdefault((one["service"], one["component"], rules), []).append(one)
    found = []
    for (service, component, rules), rows in sorted(
        groups.items(), key=lambda group: -_portions(group[1])
    ):
        diets = [f"{named('diet', one['diet'])} {number(one['portions'])}" for one in rows]
        who = reason(
            "clash.who",
            service=service,
            component=component,
            portions=_portions(rows),
            diet=", ".join(diets),
        )
        helps = [of_reason(line, names)[0] for line in _together(rows)]
        found.append(
            Stuck(of_reason(who, names)[0], rules, tuple(dict.fromkeys(helps))[:HELPS_SAID])
        )
    return found


def _portions(rows: list[dict[str, Any]]) -> int:
    return sum(int(one["portions"]) for one in rows)


def _together(rows: list[dict[str, Any]]) -> list[Reason]:
    """What would help several diets: portions of the same help are added up, one dish is asked."""
    found: list[Reason] = []
    fed: dict[Reason, int] = {}
    without: dict[str, Reason] = {}
    for one in rows:
        for line in reasons_of(one["help"]):
            facts = dict(line.facts)
            if line.code in ("help.lift", "help.lift_time"):
                portions = int(facts.pop("portions"))
                same = reason(line.code, **facts)
                fed[same] = fed.get(same, 0) + portions
            elif line.code == "help.add_dish":
                without[named("diet", str(facts["diet"]))] = line
            else:
                found.append(line)
    if without:
        asked = dict(next(iter(without.values())).facts) | {"diet": ", ".join(without)}
        found.insert(0, reason("help.add_dish", **asked))
    lifted = sorted(fed.items(), key=lambda entry: (-entry[1], entry[0]))
    return [
        *found,
        *(reason(same.code, **dict(same.facts), portions=count) for same, count in lifted),
    ]


def changes(
    old: tuple[Problem, Plan], new: tuple[Problem, Plan], names: Names
) -> list[tuple[str, str]]:
    """Say line by line what a plan changes to the one in force: (about what, sentence)."""
    # a meal that nobody asks for any more still has its name
    names = replace(names, services=_meals(old[0]) | dict(names.services))
    found = change.diff(old[1], new[1], (old[0], new[0]))
    short: dict[tuple[str, str], int] = {}
    for one in found:
        if one.code == "diff.short":
            key = (str(one.fact("service")), str(one.fact("component")))
            short[key] = short.get(key, 0) + int(one.fact("after"))
    people = [
        reason("diff.short_sum", service=service, component=component, after=after)
        for (service, component), after in sorted(short.items())
    ]
    told = [*people, *(one for one in found if one.code != "diff.short")]
    return [(ABOUT.get(one.code, "menu"), of_reason(one, names)[0]) for one in told]


ABOUT = {
    "diff.order": "orders",
    "diff.offer": "orders",
    "diff.order_more": "orders",
    "diff.order_less": "orders",
    "diff.short_sum": "people",
}
