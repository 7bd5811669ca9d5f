"""Plans beside each other, and what each goal weighs in one: figures and words for the manager."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kitchen.core.i18n import N_, euros, gettext, kilos, ngettext, number, percent
from kitchen.core.vocabulary import Component
from kitchen.week import goal_prices
from kitchen.week.words import SCENARIO_LABELS, Names
from planning.week.plan import Goals, Plan
from planning.week.prices import weights as weights_of
from planning.week.problem import Problem

CENT = 100
LEAST_WASTE_TOLD = 1000
LEAST_MONEY_TOLD = 100


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal of a plan: what a unit of it weighs, how much there is, and what that weighs.

    `original` is the price that the kitchen or the scenario replaced, if one.
    """

    label: str
    unit_price: str
    original: str
    amount: str
    cents: int


def goals(problem: Problem, plan: Plan) -> list[Goal]:
    """Return what a plan's goals weigh, at the prices it was made with; heaviest unit first."""
    weights, found = weights_of(problem, plan.scenario), plan.goals
    amounts = {
        "unfed_portion": found.unfed_portions,
        "lost_gram": found.lost_grams,
        "cash_cent": found.cash_cents,
        "over_budget_cent": found.over_budget_cents,
        "far_cent": found.far_cents,
        "frequency_miss": found.frequency_missed,
        "vegetarian_miss": found.vegetarian_missed,
        "disliked_portion": 100 * found.portions - found.liking,
        "family_again": found.family_again,
        "co2e_gram": found.co2e_grams,
        "dish": found.dishes,
        "variant": -found.variants,
        "changed_dish": found.changed,
    }
    return [
        Goal(
            label=row.label,
            unit_price=f"{row.unit} : {row.price}",
            original=row.original if row.changed else "",
            amount=_amount(row.goal, amounts[row.goal]),
            cents=getattr(weights, row.goal) * amounts[row.goal] // CENT,
        )
        for row in goal_prices.rows(weights)
    ]


def _amount(goal: str, amount: int) -> str:
    if goal in ("lost_gram", "co2e_gram"):
        return kilos(amount)
    return euros(amount) if goal.endswith("_cent") else number(abs(amount))


@dataclass(frozen=True, slots=True)
class Card:
    """A scenario on the board: its plan in a few figures, and in words beside the balanced one."""

    scenario: str
    label: str
    figures: tuple[str, ...] = ()  # none while it has no plan
    words: tuple[str, ...] = ()
    apart: bool = False  # made from other facts than the plan it is held beside


def cards(
    plans: Mapping[str, tuple[Problem, Plan] | None], shown: tuple[Problem, Plan] | None
) -> list[Card]:
    """Return every scenario, held beside the balanced plan, else beside the one shown."""
    beside = plans.get("balanced") or shown
    found = []
    for scenario, label in SCENARIO_LABELS.items():
        both = plans.get(scenario)
        if both is None:
            found.append(Card(scenario, gettext(label)))
            continue
        problem, plan = both
        meals = max(1, sum(row.portions for row in problem.demands))
        figures = (
            gettext("%(price)s a meal", price=euros(plan.goals.cash_cents // meals)),
            gettext("local %(share)s", share=percent(_local(plan.goals))),
            gettext("%(weight)s lost", weight=kilos(round(plan.goals.lost_grams, -3))),
        )
        apart = beside is not None and _facts(beside[0]) != _facts(problem)
        words = _words(plan, beside[1]) if beside and beside[1] != plan and not apart else []
        found.append(Card(scenario, gettext(label), figures, tuple(words), apart))
    return found


def _facts(problem: Problem) -> Problem:
    """What a plan answers to; today's hours, which run out as the day goes, left aside."""
    return replace(problem, shifts=(), stations=())


def _local(found: Goals) -> int:
    """The share of the food's value from neighbouring farms, in thousandths."""
    return found.local_value_cents * 1000 // max(1, found.value_cents)


@dataclass(frozen=True, slots=True)
class Side:
    """A scenario in figures, and how it differs from the one it is held beside, in words."""

    scenario: str
    label: str
    figures: tuple[str, ...]
    words: tuple[str, ...]
    menu: dict[str, tuple[str, ...]]  # meal, main dishes


FIGURES: tuple[str, ...] = (
    N_("Portions short"),
    N_("To spend a meal"),
    N_("Food value a meal"),
    N_("From neighbouring farms"),
    N_("Lost past its date"),
    N_("Saved before its date"),
    N_("CO₂e for a meal"),
    N_("Liking, out of 100"),
    N_("Batches"),
)


def side(
    scenario: str,
    label: str,
    both: tuple[Problem, Plan],
    beside: tuple[Problem, Plan] | None,
    names: Names,
) -> Side:
    """Describe a plan, and what it changes to another."""
    problem, plan = both
    found = plan.goals
    meals = max(1, sum(row.portions for row in problem.demands))
    return Side(
        scenario,
        gettext(label),
        (
            number(found.unfed_portions),
            euros(found.cash_cents // meals),
            euros(found.value_cents // meals),
            percent(_local(found)),
            kilos(found.lost_grams),
            kilos(found.rescued_grams),
            kilos(found.co2e_grams // meals),
            number(found.liking // max(1, found.portions)),
            number(found.dishes),
        ),
        tuple(_beside(both, beside)) if beside else (),
        _mains(problem, plan, names),
    )


def _beside(both: tuple[Problem, Plan], other: tuple[Problem, Plan]) -> list[str]:
    if _facts(both[0]) != _facts(other[0]):
        return [gettext("computed on other data: not comparable")]
    return _words(both[1], other[1])


def _words(plan: Plan, other: Plan) -> list[str]:
    one, two = plan.goals, other.goals
    said = []
    for amount, least, more, less, say in (
        (
            one.cash_cents - two.cash_cents,
            LEAST_MONEY_TOLD,
            N_("%(amount)s more to spend"),
            N_("%(amount)s less to spend"),
            euros,
        ),
        (
            _share(one) - _share(two),
            1,
            N_("%(amount)s points more local"),
            N_("%(amount)s points less local"),
            number,
        ),
        (
            one.lost_grams - two.lost_grams,
            LEAST_WASTE_TOLD,
            N_("%(amount)s more lost"),
            N_("%(amount)s less lost"),
            kilos,
        ),
        (
            one.co2e_grams - two.co2e_grams,
            LEAST_WASTE_TOLD,
            N_("%(amount)s more CO₂e"),
            N_("%(amount)s less CO₂e"),
            kilos,
        ),
    ):
        if abs(amount) >= least:
            said.append(gettext(more if amount > 0 else less, amount=say(abs(amount))))
    mine = {(row.service, row.recipe) for row in plan.batches}
    theirs = {(row.service, row.recipe) for row in other.batches}
    count = len(mine - theirs)
    said.append(
        ngettext("%(count)s other dish", "%(count)s other dishes", count)
        if count
        else gettext("the same dishes")
    )
    return said


def _share(found: Goals) -> int:
    return found.local_value_cents * 100 // max(1, found.value_cents)


def _mains(problem: Problem, plan: Plan, names: Names) -> dict[str, tuple[str, ...]]:
    rows = {}
    for service in problem.services:
        eaten: dict[str, int] = {}
        for line in plan.menu:
            if line.service == service.code and line.component == Component.MAIN:
                eaten[line.recipe] = eaten.get(line.recipe, 0) + line.portions
        dishes = sorted(eaten, key=lambda code: (-eaten[code], code))
        mains = tuple(names.dishes.get(code, code) for code in dishes)
        rows[names.service(service.code)] = mains
    return rows


@dataclass(frozen=True, slots=True)
class Need:
    """A food of a plan: all of it, where it comes from, and the dishes it goes into."""

    name: str
    grams: int
    stock: int
    ordered: int
    offers: int
    bought: int
    packs: str
    cents: int
    order_by: date | None
    dishes: tuple[str, ...]


def needs(problem: Problem, plan: Plan, names: Names, leads: dict[str, int]) -> list[Need]:
    """Return the needs of a plan in grams and packs, what must be ordered first at the top.

    `leads` gives the days each food takes to come.
    """
    start = date.fromisoformat(problem.start_date)
    kind = {row.code: row.kind for row in problem.lots} | {"": "bought"}
    batch = {row.code: row.recipe for row in plan.batches}
    used: dict[str, dict[str, int]] = {}
    into: dict[str, dict[str, int]] = {}
    for pick in plan.picks:
        where = {"donation": "stock"}.get(kind[pick.lot], kind[pick.lot])
        sums = used.setdefault(pick.ingredient, {})
        sums[where] = sums.get(where, 0) + pick.grams
        dishes = into.setdefault(pick.ingredient, {})
        dishes[batch[pick.batch]] = dishes.get(batch[pick.batch], 0) + pick.grams
    bought = {row.ingredient: row for row in plan.purchases}
    packs = {row.code: row.pack_grams for row in problem.ingredients}
    found = []
    for code, sums in used.items():
        row = bought.get(code)
        by = start + timedelta(days=row.day - leads.get(code, 1)) if row else None
        found.append(
            Need(
                name=names.foods.get(code, code),
                grams=sum(sums.values()),
                stock=sums.get("stock", 0),
                ordered=sums.get("order", 0),
                offers=sums.get("offer", 0),
                bought=row.grams if row else 0,
                packs=f"{number(row.grams // packs[code])} × {kilos(packs[code])}" if row else "",
                cents=row.cents if row else 0,
                order_by=by,
                dishes=tuple(
                    f"{names.dishes.get(recipe, recipe)} {kilos(grams)}"
                    for recipe, grams in sorted(into[code].items(), key=lambda one: -one[1])
                ),
            )
        )
    return sorted(found, key=lambda one: (one.order_by or date.max, one.name.casefold()))
