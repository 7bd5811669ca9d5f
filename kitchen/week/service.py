"""Commands on a week: open it, ask for a plan, take the result, lock dishes, publish."""

from datetime import date, datetime, timedelta
from functools import lru_cache

from sqlmodel import Session

from kitchen.accounts.policy import allow
from kitchen.core.actor import Actor
from kitchen.core.audit import audit
from kitchen.core.errors import Conflict, KitchenError, NotFound
from kitchen.core.i18n import N_
from kitchen.core.vocabulary import Meal
from kitchen.week import publish as publishing
from kitchen.week import queries
from kitchen.week.horizon import start_of
from kitchen.week.models import DishLock, PlanRun, RunState, Week
from kitchen.week.snapshot import Snapshot
from kitchen.week.words import NOBODY, Names, of_reason
from planning.week import check as verifier
from planning.week.against import Swap, breaks
from planning.week.plan import Plan
from planning.week.problem import Problem
from planning.week.validate import read_plan, read_problem, write_problem

DEFAULT_BUDGET_MILLI = 12_000
REPLAN_BUDGET_MILLI = 800  # an answer within three seconds, near a plan that is good already


class PlanBroken(KitchenError):
    """The verifier refused a plan: it is never saved."""

    code = "week.plan_broken"
    status = 500
    message = N_("The computed plan breaks a rule and was not saved: %(reasons)s.")


class NothingToPublish(Conflict):
    """There is no plan to follow yet."""

    code = "week.nothing_to_publish"
    message = N_("There is no plan to publish.\nPress Plan the week first.")


class AlreadyCooking(Conflict):
    """Batches were started after the plan was made: it would cook or change them again."""

    code = "week.already_cooking"
    message = N_(
        "Cooking has begun since this plan was made: %(batches)s.\n"
        "Plan again from the plan in force; what is cooked stays as it is."
    )


class BreaksRules(Conflict):
    """A dish cannot stand there: what it breaks is said."""

    code = "week.breaks_rules"
    message = N_("Not changed, it would break a rule: %(reasons)s.\nChoose another dish or day.")


class Published(Conflict):
    """The plan in force is not a draft."""

    code = "week.published"
    message = N_("This plan is published: it cannot be dropped.\nPublish another one instead.")


class NothingInForce(Conflict):
    """There is no plan to start from."""

    code = "week.nothing_in_force"
    message = N_("There is no plan to change yet.\nPress Plan the week first.")


def open_week(db: Session, monday: date) -> Week:
    """Return the week of a Monday, making its row the first time."""
    week = queries.week_by_monday(db, monday)
    if week is None:
        week = Week(monday=monday)
        db.add(week)
        db.flush()
    return week


def ask_plan(
    db: Session,
    actor: Actor,
    week: Week,
    *,
    at: datetime,
    scenario: str = "balanced",
    seed: int = 1,
    budget_milli: int = DEFAULT_BUDGET_MILLI,
) -> PlanRun:
    """Queue a plan; one that waits or works for this week and scenario is returned instead."""
    allow(actor, "week.plan")
    waiting = queries.going(db, week.id, scenario)
    if waiting is not None:
        return waiting
    run = PlanRun(
        week_id=week.id, scenario=scenario, seed=seed, budget_milli=budget_milli, asked_at=at
    )
    db.add(run)
    db.flush()
    audit(db, actor, "week.plan_asked", run.id, at=at, scenario=scenario)
    return run


def ask_replan(db: Session, actor: Actor, week: Week, *, at: datetime) -> PlanRun:
    """Queue a plan near the one in force (else the latest), after something changed.

    Raises:
        NothingInForce: When there is no plan to start from.
    """
    allow(actor, "week.plan")
    base = in_force(db, week) or queries.latest(db, week.id)
    if base is None:
        raise NothingInForce
    for waiting in queries.runs(db, week.id):
        if waiting.start_run == base.id and waiting.state is RunState.QUEUED:
            return waiting
    run = PlanRun(
        week_id=week.id,
        scenario=base.scenario,
        seed=base.seed,
        budget_milli=REPLAN_BUDGET_MILLI,
        asked_at=at,
        start_run=base.id,
    )
    db.add(run)
    db.flush()
    audit(db, actor, "week.replan_asked", run.id, at=at)
    return run


def in_force(db: Session, week: Week) -> PlanRun | None:
    """Return the published run of a week."""
    return queries.run_by_id(db, week.published_run) if week.published_run else None


def begun(db: Session, week: Week) -> dict[tuple[date, Meal, str], str]:
    """Return the code of each batch that is cooking or cooked, by day, meal and recipe."""
    return publishing.at_work(db, week.monday)


def swap_dishes(
    db: Session,
    actor: Actor,
    week: Week,
    base: PlanRun,
    swaps: list[Swap],
    *,
    problem: Problem,
    at: datetime,
    names: Names = NOBODY,
) -> PlanRun:
    """Check a person's change of dishes at once, and queue the plan it makes.

    `problem` is the week as it is now: food that ran out since the plan was made is missed.

    Each dish put somewhere is kept there, and each dish taken off is no longer kept, by the plans
    that follow.

    Raises:
        NothingInForce: When the plan cannot be read.
        Conflict: When a dish is no longer where the person saw it.
        BreaksRules: When it breaks a rule; every one is named.
        AlreadyCooking: When a dish of the change is cooking or cooked.
    """
    allow(actor, "week.lock")
    both = read_run(base)
    if both is None:
        raise NothingInForce
    plan = both[1]
    meals = _meals(week, problem)
    cooking = begun(db, week)
    stuck = [
        cooking[*meals[one.service], one.old]
        for one in swaps
        if one.service in meals and (*meals[one.service], one.old) in cooking
    ]
    if stuck:
        raise AlreadyCooking(batches=", ".join(sorted(stuck)))
    wrong = breaks(problem, plan, tuple(swaps))
    if any(one.code == "plan.unknown_code" for one in wrong):
        raise Conflict
    if wrong:
        said = dict.fromkeys(of_reason(one, names)[0] for one in wrong)
        raise BreaksRules(reasons="; ".join(said))
    for one in swaps:
        for code, keep in ((one.old, None), (one.new, True)):
            lock_dish(db, actor, week, *meals[one.service], recipe_code=code, keep=keep, at=at)
    run = PlanRun(
        week_id=week.id,
        scenario=base.scenario,
        seed=base.seed,
        budget_milli=REPLAN_BUDGET_MILLI,
        asked_at=at,
        start_run=base.id,
        swaps=[[one.service, one.old, one.new] for one in swaps],
    )
    db.add(run)
    db.flush()
    audit(db, actor, "week.dishes_swapped", run.id, at=at, swaps=len(swaps))
    return run


def _meals(week: Week, problem: Problem) -> dict[str, tuple[date, Meal]]:
    """Return the day and meal of each service of a problem."""
    start = start_of(week.monday)
    return {row.code: (start + timedelta(days=row.day), Meal(row.meal)) for row in problem.services}


def drop_draft(db: Session, actor: Actor, week: Week, run: PlanRun, *, at: datetime) -> None:
    """Forget a draft, to return to the plan before it; the published plan stays.

    Raises:
        NotFound: When the run is another week's.
        Published: When it is the plan in force.
    """
    allow(actor, "week.plan")
    if run.week_id != week.id:
        raise NotFound
    if week.published_run == run.id:
        raise Published
    db.delete(run)
    audit(db, actor, "week.draft_dropped", run.id, at=at)


def begin(db: Session, run: PlanRun, snapshot: Snapshot, *, at: datetime) -> PlanRun:
    """Freeze the problem of a run and mark it as working."""
    run.problem = write_problem(snapshot.problem)
    run.left_out = snapshot.left_out
    run.state = RunState.RUNNING
    run.started_at = at
    db.add(run)
    return run


def take_result(
    db: Session, actor: Actor, run: PlanRun, plan_text: str, *, at: datetime
) -> PlanRun:
    """Keep a computed plan once the verifier finds nothing in it.

    Raises:
        PlanBroken: When the plan breaks a rule or cannot be read.
    """
    problem, _ = read_problem(run.problem.encode())
    plan, wrong = read_plan(plan_text.encode())
    if problem is not None and plan is not None:
        wrong = verifier.check(problem, plan)
    if problem is None or plan is None or wrong:
        raise PlanBroken(reasons="; ".join(of_reason(one)[0] for one in wrong[:5]))
    run.plan = plan_text
    run.best, run.bound = plan.objective, plan.bound
    run.state = RunState.DONE
    run.ended_at = at
    db.add(run)
    audit(db, actor, "week.planned", run.id, at=at, scenario=run.scenario)
    return run


def fail(db: Session, run: PlanRun, why: str, *, at: datetime) -> PlanRun:
    """Mark a run as failed, with what the manager should read."""
    run.state = RunState.FAILED
    run.failure = why[:500]
    run.ended_at = at
    db.add(run)
    return run


def ask_stop(db: Session, actor: Actor, run: PlanRun, *, at: datetime) -> PlanRun:
    """Ask a working run to end with the best plan so far."""
    allow(actor, "week.plan")
    run.stop_asked = True
    db.add(run)
    audit(db, actor, "week.stop_asked", run.id, at=at)
    return run


def lock_dish(
    db: Session,
    actor: Actor,
    week: Week,
    service_date: date,
    meal: Meal = Meal.LUNCH,
    *,
    recipe_code: str,
    keep: bool | None,
    at: datetime,
) -> None:
    """Keep a dish at a service, ban it, or forget the decision (None)."""
    allow(actor, "week.lock")
    for row in queries.locks(db, week.id):
        if (row.service_date, row.meal, row.recipe_code) == (service_date, meal, recipe_code):
            db.delete(row)
    db.flush()
    if keep is not None:
        db.add(
            DishLock(
                week_id=week.id,
                service_date=service_date,
                meal=meal,
                recipe_code=recipe_code,
                keep=keep,
            )
        )
        db.flush()
    audit(db, actor, "week.dish_locked", week.id, at=at, recipe=recipe_code, keep=keep)


def read_run(run: PlanRun) -> tuple[Problem, Plan] | None:
    """Return the problem and plan of a run that ended well."""
    return _read_texts(run.problem, run.plan)


# a board shows one plan a scenario, page after page; what is read is never changed
@lru_cache(maxsize=8)
def _read_texts(problem_text: str, plan_text: str) -> tuple[Problem, Plan] | None:
    problem, _ = read_problem(problem_text.encode())
    plan, _ = read_plan(plan_text.encode())
    return (problem, plan) if problem is not None and plan is not None else None


def publish(
    db: Session, actor: Actor, week: Week, run: PlanRun, *, at: datetime
) -> publishing.ToOrder:
    """Make a plan the one the kitchen follows: batches, picks and portions, all or nothing.

    Publishing the same run twice changes nothing. Returns what has to be ordered.

    Raises:
        NothingToPublish: When the run holds no plan.
        AlreadyCooking: When batches were started since the plan was made.
    """
    allow(actor, "week.publish")
    both = read_run(run)
    if both is None:
        raise NothingToPublish
    problem, plan = both
    if week.published_run == run.id:
        return publishing.to_order(problem, plan)
    meals = _meals(week, problem)
    counted = {(*meals[row.service], row.recipe) for row in problem.made}
    cooking = begun(db, week)
    missed = sorted(code for where, code in cooking.items() if where not in counted)
    if missed:
        raise AlreadyCooking(batches=", ".join(missed))
    publishing.write_batches(db, week.monday, problem, plan)
    week.published_run = run.id
    week.published_at = at
    week.version += 1
    db.add(week)
    audit(db, actor, "week.published", week.id, at=at, version=week.version)
    return publishing.to_order(problem, plan)
