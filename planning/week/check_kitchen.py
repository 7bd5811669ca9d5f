"""The verifier's reading of the kitchen: batches, machines, hands, cooling, the cold room."""

from collections import defaultdict
from itertools import pairwise

from planning.reasons import Reason, reason
from planning.week.plan import Batch, Plan, Task
from planning.week.problem import Problem, Recipe, Station, Step

LONGEST_WAIT = 60  # minutes kept hot before the chiller


def check(problem: Problem, plan: Plan) -> list[Reason]:
    """Return every rule of the kitchen that a plan breaks."""
    return [
        *_portions(problem, plan),
        *_reserve(problem, plan),
        *(wrong for batch in plan.batches for wrong in _batch(problem, batch)),
        *_stations(problem, plan),
        *_staff(problem, plan),
        *_cold_room(problem, plan),
    ]


def _portions(problem: Problem, plan: Plan) -> list[Reason]:
    """Portions of the menu and of the batches agree, in number and in weight."""
    permille = {row.code: row.permille for row in problem.sizes}
    count: dict[tuple[str, str], int] = defaultdict(int)
    weight: dict[tuple[str, str], int] = defaultdict(int)
    for line in plan.menu:
        cooked = line.portions + line.reserve
        count[line.service, line.recipe] += cooked
        weight[line.service, line.recipe] += cooked * permille[line.size]
    for batch in plan.batches:
        count[batch.service, batch.recipe] -= batch.portions
        weight[batch.service, batch.recipe] -= batch.standard_permille
    return [
        reason("batch.missing", service=service, recipe=recipe, portions=left)
        for (service, recipe), left in sorted(count.items())
        if left or weight[service, recipe]
    ]


def _reserve(problem: Problem, plan: Plan) -> list[Reason]:
    """Nobody cooks for more people than may come, nor beyond what is asked without a rule."""
    wrong = []
    for line in plan.menu:
        may_come = sum(
            max(0, row.high - row.portions)
            for row in problem.demands
            if (row.service, row.diet, row.size, row.format)
            == (line.service, line.diet, line.size, line.format)
        )
        most = may_come if problem.rules.safety_permille else 0
        if not 0 <= line.reserve <= most:
            wrong.append(
                reason(
                    "menu.reserve",
                    service=line.service,
                    recipe=line.recipe,
                    diet=line.diet,
                    found=line.reserve,
                    most=most,
                )
            )
    return wrong


def _batch(problem: Problem, batch: Batch) -> list[Reason]:
    recipe = next(row for row in problem.recipes if row.code == batch.recipe)
    service = next(row for row in problem.services if row.code == batch.service)
    wrong = []
    most = recipe.most_portions or batch.portions
    if not recipe.least_portions <= batch.portions <= most:
        wrong.append(
            reason(
                "batch.size",
                batch=batch.code,
                portions=batch.portions,
                least=recipe.least_portions,
                most=most,
            )
        )
    open_days = {row.day for row in problem.shifts}
    too_late = batch.day >= service.day if recipe.ahead else batch.day > service.day
    if open_days and (batch.day not in open_days or too_late):
        wrong.append(reason("batch.day", batch=batch.code, day=batch.day))
    use_by = batch.day + recipe.shelf_life_days
    if batch.use_by_day > use_by or service.day > use_by:
        wrong.append(
            reason(
                "batch.use_by",
                batch=batch.code,
                service=service.code,
                use_by_day=batch.use_by_day,
            )
        )
    if batch.grams != recipe.portion_grams * batch.standard_permille // 1000:
        right = recipe.portion_grams * batch.standard_permille // 1000
        goal = f"batches[{batch.code}].grams"
        wrong.append(reason("goal.differs", goal=goal, found=batch.grams, value=right))
    end = max((task.end for task in batch.tasks), default=0)
    if batch.day == service.day and end > service.ready_minute:
        wrong.append(
            reason("batch.late", batch=batch.code, end=end, ready_minute=service.ready_minute)
        )
    return wrong + _steps(problem, recipe, batch)


def _steps(problem: Problem, recipe: Recipe, batch: Batch) -> list[Reason]:
    """Every step has its work, in order; cooling follows cooking."""
    kind_of = {row.code: row.kind for row in problem.stations}
    wrong = [
        reason("station.wrong", batch=batch.code, station=task.station, kind=task.kind)
        for task in batch.tasks
        if kind_of[task.station] != task.kind
    ]
    finished = 0
    for index, step in enumerate(recipe.steps):
        tasks = [task for task in batch.tasks if task.step == index]
        if not tasks or min(task.start for task in tasks) < finished:
            wrong.append(reason("batch.order", batch=batch.code))
            continue
        wrong += _work(step, tasks, batch)
        wait = max(task.start for task in tasks) - finished
        if tasks[0].kind == "chiller":
            if finished and wait > LONGEST_WAIT:
                wrong.append(reason("cooling.late", batch=batch.code, minutes=wait))
            if sum(task.grams for task in tasks) != batch.grams:
                wrong.append(reason("batch.order", batch=batch.code))
        finished = max(task.end for task in tasks)
    if any(task.step >= len(recipe.steps) for task in batch.tasks):
        wrong.append(reason("batch.order", batch=batch.code))
    return wrong


def _work(step: Step, tasks: list[Task], batch: Batch) -> list[Reason]:
    """The tasks of a step are of its kind, long enough, and held by enough hands."""
    small = bool(step.small_kind) and batch.portions <= step.small_portions
    kind = step.small_kind if small else step.kind
    loads = 1 if small or not step.load_portions else -(-batch.portions // step.load_portions)
    if any(task.kind != kind or task.hands < step.hands for task in tasks) or len(tasks) < loads:
        return [reason("batch.order", batch=batch.code)]
    minutes = sum(task.end - task.start for task in tasks)
    least = loads * step.load_minutes + step.fixed_minutes
    shortest = min(task.end - task.start for task in tasks)
    if minutes >= least and shortest >= step.load_minutes:
        return []
    return [
        reason(
            "station.duration",
            batch=batch.code,
            station=tasks[0].station,
            minutes=minutes,
            least=least,
        )
    ]


def _stations(problem: Problem, plan: Plan) -> list[Reason]:
    wrong: list[Reason] = []
    for station in problem.stations:
        by_day: dict[int, list[tuple[Task, str]]] = defaultdict(list)
        for batch in plan.batches:
            for task in batch.tasks:
                if task.station == station.code:
                    by_day[batch.day].append((task, batch.code))
        for day, entries in sorted(by_day.items()):
            entries.sort(key=lambda entry: (entry[0].start, entry[0].end, entry[1]))
            windows = [row for row in station.windows if row.day == day]
            wrong += [
                reason("station.closed", batch=code, station=station.code)
                for task, code in entries
                if not any(row.start <= task.start and task.end <= row.end for row in windows)
            ]
            wrong += (
                _shared(station, entries) if station.capacity_grams else _alone(station, entries)
            )
    return wrong


def _alone(station: Station, entries: list[tuple[Task, str]]) -> list[Reason]:
    return [
        reason("station.overlap", batch=code, other=other, station=station.code)
        for (task, code), (later, other) in pairwise(entries)
        if later.start < task.end
    ]


def _shared(station: Station, entries: list[tuple[Task, str]]) -> list[Reason]:
    most = station.capacity_grams
    held = {
        task.start: sum(row.grams for row, _ in entries if row.start <= task.start < row.end)
        for task, _ in entries
    }
    return [
        reason("station.full", station=station.code, grams=grams, most=most)
        for grams in held.values()
        if grams > most
    ]


def _staff(problem: Problem, plan: Plan) -> list[Reason]:
    if not problem.shifts:
        return []
    wrong = []
    for day in sorted({batch.day for batch in plan.batches}):
        tasks = [task for batch in plan.batches if batch.day == day for task in batch.tasks]
        shifts = [row for row in problem.shifts if row.day == day]
        marks = sorted({task.start for task in tasks} | {row.end for row in shifts})
        for minute in marks:
            needed = sum(task.hands for task in tasks if task.start <= minute < task.end)
            heads = sum(row.heads for row in shifts if row.start <= minute < row.end)
            if needed > heads:
                wrong.append(
                    reason("staff.overload", day=day, minute=minute, needed=needed, heads=heads)
                )
    return wrong


def _cold_room(problem: Problem, plan: Plan) -> list[Reason]:
    """What is cooked ahead lies in the cold room from its day to the day before it is served."""
    most = problem.rules.cold_room_grams
    if not most:
        return []
    day_of = {row.code: row.day for row in problem.services}
    held: dict[int, int] = defaultdict(int)
    for batch in plan.batches:
        for day in range(batch.day, day_of[batch.service]):
            held[day] += batch.grams
    return [
        reason("cold.full", day=day, grams=grams, most=most)
        for day, grams in sorted(held.items())
        if grams > most
    ]
