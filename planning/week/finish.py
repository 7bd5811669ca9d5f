"""From a menu to a plan: minutes and picks; what cannot be made is given up, and said.

The day schedules say yes or no to the minute. Of a day that says no, reserves go first, then the
smallest batches, and the people concerned are listed.
"""

from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from planning.outcome import Status
from planning.reasons import reason
from planning.week import check as verifier
from planning.week.derive import REPEATABLE, Derived, Key, Menu
from planning.week.lanes import LANES, Search
from planning.week.loads import Job
from planning.week.plan import Batch, Goals, MenuLine, Plan, Shortage, Task, note
from planning.week.reserve import Dish, Reserves, lessened, reserves
from planning.week.schedule import DaySchedule
from planning.week.score import add_up, objective
from planning.week.supply import Supplied, supply
from planning.week.warnings import warnings

# work spent on a day to see whether it holds, and once more before anybody goes short for it
DAY_BUDGET, INSIST = 0.5, 2.0
HASTE, HASTE_INSIST = 0.1, 0.4  # the same, when people wait for the answer to a change


Entry = tuple[int, tuple[Job, ...]]  # a day and its batches


def jobs_of(facts: Derived, menu: Menu, more: Reserves | None = None) -> list[Job]:
    """Turn a menu, with what is cooked beyond it, into batches to place, in a fixed order."""
    portions: dict[tuple[str, str], int] = defaultdict(int)
    weight: dict[tuple[str, str], int] = defaultdict(int)
    sold: dict[tuple[str, str], bool] = defaultdict(bool)
    avoids: dict[tuple[str, str], frozenset[str]] = defaultdict(frozenset)
    for key, code in menu.items():
        sold[key[0], code] |= (key[0], key[2]) in facts.paying
        avoids[key[0], code] |= facts.excluded[key[2][0]]
        portions[key[0], code] += facts.count(key)
        weight[key[0], code] += facts.weight(key)
    for dish, shares in (more or {}).items():
        portions[dish] += sum(shares.values())
        weight[dish] += sum(count * facts.sizes[size] for (_, size, _), count in shares.items())
    jobs = []
    for service, code in sorted(portions):
        recipe = facts.recipes[code]
        day = facts.cook_day(recipe, facts.services[service])
        jobs.append(
            Job(
                code=f"{service}.{code}",
                recipe=code,
                service=service,
                day=facts.services[service].day if day is None else day,
                portions=portions[service, code],
                permille=weight[service, code],
                grams=recipe.portion_grams * weight[service, code] // 1000,
                sold=sold[service, code],
                avoids=avoids[service, code],
            )
        )
    return jobs


def schedule(search: Search, jobs: list[Job]) -> tuple[dict[str, tuple[Task, ...]], list[int]]:
    """Place every batch; return the tasks and the days that are too full."""
    tasks: dict[str, tuple[Task, ...]] = {}
    full = []
    by_day: dict[int, tuple[Job, ...]] = defaultdict(tuple)
    for job in jobs:
        by_day[job.day] += (job,)
    _place(search, sorted(by_day.items()))
    for day, mine in sorted(by_day.items()):
        placed = search.scheduled[day, mine]
        if placed is None or _too_cold(search.facts, day, jobs) or _odd(search.facts, mine):
            full.append(day)
        else:
            tasks |= placed
    return tasks, full


def _place(search: Search, entries: Iterable[Entry], *, insist: bool = False) -> None:
    """Put the batches of days that are not known yet on machines and hands, side by side."""
    usual = (HASTE, HASTE_INSIST) if search.known else (DAY_BUDGET, INSIST)
    unknown = [entry for entry in entries if insist or entry not in search.scheduled]

    def place(entry: Entry) -> dict[str, tuple[Task, ...]] | None:
        model = DaySchedule(search.facts, entry[0], list(entry[1]), search.known)
        return model.solve(usual[insist], search.params.seed)

    with ThreadPoolExecutor(LANES) as pool:
        search.scheduled |= dict(zip(unknown, pool.map(place, unknown), strict=True))


def _insist(search: Search, made: "_Made", full: list[int]) -> bool:
    """Look longer, once a day, for minutes that were not found; True when a day holds after all."""
    fresh = [day for day in full if day not in made.insisted]
    made.insisted.update(fresh)
    entries = [(day, tuple(job for job in made.jobs if job.day == day)) for day in fresh]
    unfound = [entry for entry in entries if search.scheduled[entry] is None]
    _place(search, unfound, insist=True)
    return any(search.scheduled[entry] is not None for entry in unfound)


def _too_cold(facts: Derived, day: int, jobs: list[Job]) -> bool:
    most = facts.problem.rules.cold_room_grams
    held = sum(job.grams for job in jobs if job.day <= day < facts.services[job.service].day)
    return bool(most) and held > most


def _hopeless(search: Search, jobs: list[Job]) -> list[Job]:
    """Batches that would not fit were they alone that day: no other need go for them."""
    _place(search, [(job.day, (job,)) for job in jobs])
    return [job for job in jobs if search.scheduled[job.day, (job,)] is None]


def _odd(facts: Derived, jobs: Iterable[Job]) -> list[Job]:
    """Batches out of their recipe's limits."""
    rows = facts.recipes
    return [
        job
        for job in jobs
        if job.portions < rows[job.recipe].least_portions
        or 0 < rows[job.recipe].most_portions < job.portions
    ]


def _too_near(search: Search, jobs: list[Job]) -> list[Job]:
    """Batches that return too soon, or are one too many in their component."""
    facts = search.facts
    locked = {(row.service, row.recipe) for row in facts.problem.locks if row.keep}
    free = [job for job in jobs if (job.service, job.recipe) not in locked]
    most = facts.problem.rules.dishes_per_component
    wrong = []
    for job in free:
        recipe = facts.recipes[job.recipe]
        alike = [
            other
            for other in jobs
            if other.service == job.service
            and facts.recipes[other.recipe].component == recipe.component
        ]
        near = recipe.component not in REPEATABLE and any(
            other.recipe == job.recipe
            and other.service != job.service
            and abs(facts.services[other.service].day - facts.services[job.service].day)
            < max(1, facts.problem.rules.repeat_days)
            for other in jobs
        )
        if near or len(alike) > most:
            wrong.append(job)
    return wrong


@dataclass
class _Made:
    """What a menu comes to, on the way to being whole."""

    menu: Menu
    more: Reserves
    given_up: dict[Key, str] = field(default_factory=dict)
    lessened: set[Dish] = field(default_factory=set)
    insisted: set[int] = field(default_factory=set)
    jobs: list[Job] = field(default_factory=list)
    tasks: dict[str, tuple[Task, ...]] = field(default_factory=dict)
    supplied: Supplied = field(default_factory=lambda: Supplied((), (), (), ()))

    def lessen(self, crowded: list[Job]) -> bool:
        """Halve the reserves among some batches; False when there are none."""
        spare = {(job.service, job.recipe) for job in crowded} & self.more.keys()
        self.more = lessened(self.more, spare)
        self.lessened |= spare
        return bool(spare)

    def give_up(self, job: Job, why: str) -> None:
        """Leave a batch out: those who would eat it are short of it."""
        dish = (job.service, job.recipe)
        for key in [key for key, code in self.menu.items() if (key[0], code) == dish]:
            del self.menu[key]
            self.given_up[key] = why
        self.more.pop(dish, None)


def finish(search: Search, menu: Menu) -> Plan:
    """Make a menu whole: minutes and picks; give up what cannot be made, and say so.

    What is cooked beyond what is asked goes before anybody's meal does.
    """
    facts = search.facts
    made = _Made(menu, reserves(facts, menu))
    while True:
        made.jobs = jobs_of(facts, made.menu, made.more)
        made.tasks, full = schedule(search, made.jobs)
        made.supplied = supply(facts, search.weights, made.jobs)
        hungry = made.supplied.hungry
        near = _too_near(search, made.jobs)
        if not full and not hungry and not near:
            return _plan(search, made)
        crowded = [job for job in made.jobs if job.day in full or job.code in hungry]
        if made.lessen(crowded) or _insist(search, made, full):
            continue
        worst = near or _odd(facts, crowded) or _hopeless(search, crowded) or crowded
        dropped = min(worst, key=lambda job: (job.portions, job.code))
        why = "demand.no_time"
        if near:
            why = "demand.short"
        elif dropped.code in hungry:
            why = "demand.no_food"
        made.give_up(dropped, why)


def _plan(search: Search, made: _Made) -> Plan:
    facts = search.facts
    draft = Plan(
        problem_sha256=verifier.sha256(facts.problem),
        scenario=search.params.scenario,
        seed=search.params.seed,
        status=search.status.value,
        objective=0,
        bound=search.bound,
        work=search.work,
        stopped_by_clock=search.stopped,
        menu=_menu_lines(facts, made),
        batches=tuple(
            Batch(
                code=job.code,
                recipe=job.recipe,
                service=job.service,
                day=job.day,
                portions=job.portions,
                standard_permille=job.permille,
                grams=job.grams,
                use_by_day=job.day + facts.recipes[job.recipe].shelf_life_days,
                tasks=made.tasks[job.code],
            )
            for job in made.jobs
        ),
        picks=made.supplied.picks,
        takes=made.supplied.takes,
        purchases=made.supplied.purchases,
        shortages=_shortages(facts, made),
        notes=(),
        goals=Goals(),
    )
    goals = add_up(facts.problem, draft)
    price = objective(search.weights, goals)
    # the bound is about what is asked: a reserve may also save food, and cost less than nothing
    is_best = price <= search.bound and not made.more
    counted = replace(
        draft,
        goals=goals,
        objective=price,
        bound=min(search.bound, price),
        status=Status.OPTIMAL.value if is_best else draft.status,
    )
    told = tuple(
        note(reason("reserve.lessened", service=service, recipe=recipe))
        for service, recipe in sorted(made.lessened)
    )
    return replace(counted, notes=(*warnings(facts.problem, counted), *told))


def _menu_lines(facts: Derived, made: _Made) -> tuple[MenuLine, ...]:
    return tuple(
        MenuLine(
            service=key[0],
            component=key[1],
            recipe=code,
            diet=key[2][0],
            size=size,
            portions=count,
            format=key[2][1],
            reserve=made.more.get((key[0], code), {}).get((key[2][0], size, key[2][1]), 0),
        )
        for key, code in sorted(made.menu.items())
        for size, count in facts.portions[key].items()
    )


def _shortages(facts: Derived, made: _Made) -> tuple[Shortage, ...]:
    rows = []
    for key, dishes in sorted(facts.choices.items()):
        if key in made.menu or facts.covered(made.menu, key):
            continue
        usual = "demand.short" if dishes else "demand.no_compatible_recipe"
        rows += [
            Shortage(
                service=key[0],
                component=key[1],
                diet=key[2][0],
                size=size,
                portions=count,
                code=made.given_up.get(key, usual),
                format=key[2][1],
            )
            for size, count in facts.portions[key].items()
        ]
    return tuple(rows)
