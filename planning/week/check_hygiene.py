"""The verifier's reading of cleanliness, of who may do a task, and of food that may not be sold."""

from collections import defaultdict
from itertools import combinations, pairwise, product

from planning.reasons import Reason, reason
from planning.week.plan import Batch, Plan, Task
from planning.week.problem import Problem, Shift

Work = tuple[Task, Batch]


def check(problem: Problem, plan: Plan) -> list[Reason]:
    """Return every rule on cleaning, skills and resale that a plan breaks."""
    return [*_cleaning(problem, plan), *_skills(problem, plan), *_resale(problem, plan)]


def _cleaning(problem: Problem, plan: Plan) -> list[Reason]:
    """Between raw and ready food, or an allergen and those who avoid it, a place is cleaned."""
    least = problem.rules.cleaning_minutes
    if not least:
        return []
    alone = {row.code for row in problem.stations if not row.capacity_grams}
    held = _holds(problem)
    avoided = _avoided(problem, plan)
    raw = {row.code: tuple(step.raw for step in row.steps) for row in problem.recipes}
    places: dict[tuple[str, int], list[Work]] = defaultdict(list)
    for batch in plan.batches:
        for task in batch.tasks:
            if task.station in alone:
                places[task.station, batch.day].append((task, batch))
    wrong = []
    for (station, _), works in sorted(places.items()):
        works.sort(key=lambda work: (work[0].start, work[0].end, work[1].code))
        for (one, before), (other, after) in pairwise(works):
            minutes = other.start - one.end
            to_ready = raw[before.recipe][one.step] and not raw[after.recipe][other.step]
            to_allergic = held[before.recipe] & avoided[after.service, after.recipe]
            if minutes < least and before.code != after.code and (to_ready or to_allergic):
                wrong.append(
                    reason(
                        "station.unclean",
                        batch=after.code,
                        other=before.code,
                        station=station,
                        minutes=minutes,
                    )
                )
    return wrong


def _holds(problem: Problem) -> dict[str, set[str]]:
    foods = {row.code: {*row.contains, *row.unknown} for row in problem.ingredients}
    return {
        row.code: {code for line in row.lines for code in foods[line.ingredient]}
        for row in problem.recipes
    }


def _avoided(problem: Problem, plan: Plan) -> dict[tuple[str, str], set[str]]:
    """What the people who eat a dish at a service leave out."""
    excludes = {row.code: set(row.excludes) for row in problem.diets}
    table: dict[tuple[str, str], set[str]] = defaultdict(set)
    for line in plan.menu:
        table[line.service, line.recipe] |= excludes[line.diet]
    return table


def _skills(problem: Problem, plan: Plan) -> list[Reason]:
    """Every minute, for any set of skills: no more hands than heads who have one of them."""
    skill_of = {row.code: tuple(step.skill for step in row.steps) for row in problem.recipes}
    skills = sorted({skill for steps in skill_of.values() for skill in steps if skill})
    sets = [chosen for size in range(len(skills)) for chosen in combinations(skills, size + 1)]
    if not problem.shifts or not sets:
        return []
    wrong = []
    for day in sorted({batch.day for batch in plan.batches}):
        works = [
            (task, skill_of[batch.recipe][task.step])
            for batch in plan.batches
            if batch.day == day
            for task in batch.tasks
        ]
        shifts = [row for row in problem.shifts if row.day == day]
        marks = sorted({task.start for task, _ in works} | {row.end for row in shifts})
        for chosen, minute in product(sets, marks):
            needed, heads = _trained(works, shifts, chosen, minute)
            if needed > heads:
                facts = {"day": day, "minute": minute, "needed": needed, "heads": heads}
                wrong.append(reason("staff.skill", skill=" ".join(chosen), **facts))
    return wrong


def _trained(
    works: list[tuple[Task, str]], shifts: list[Shift], chosen: tuple[str, ...], minute: int
) -> tuple[int, int]:
    """Hands at work that need one of some skills, and heads there who have one."""
    needed = sum(
        task.hands for task, skill in works if skill in chosen and task.start <= minute < task.end
    )
    heads = sum(
        row.heads
        for row in shifts
        if row.start <= minute < row.end and set(row.skills) & set(chosen)
    )
    return needed, heads


def _resale(problem: Problem, plan: Plan) -> list[Reason]:
    """Food whose funding forbids resale never reaches people who pay (F-15)."""
    tied = {row.code for row in problem.lots if row.no_resale}
    payers = {(row.service, row.diet, row.size, row.format) for row in problem.demands if row.sold}
    sold = {
        (line.service, line.recipe)
        for line in plan.menu
        if (line.service, line.diet, line.size, line.format) in payers
    }
    batches = {row.code: (row.service, row.recipe) for row in plan.batches}
    return [
        reason("stock.resale", batch=pick.batch, lot=pick.lot)
        for pick in plan.picks
        if pick.lot in tied and batches[pick.batch] in sold
    ]
