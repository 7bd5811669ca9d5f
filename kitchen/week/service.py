"""Commands on a week: open it, ask for a plan, take the result, lock dishes, publish."""

from datetime import date, datetime

from sqlmodel import Session

from kitchen.accounts.policy import allow
from kitchen.core.actor import Actor
from kitchen.core.audit import audit
from kitchen.core.errors import Conflict, KitchenError
from kitchen.core.i18n import N_
from kitchen.week import publish as publishing
from kitchen.week import queries
from kitchen.week.models import DishLock, PlanRun, RunState, Week
from kitchen.week.snapshot import Snapshot
from kitchen.week.words import of_reason
from planning.week import check as verifier
from planning.week.plan import Plan
from planning.week.problem import Problem
from planning.week.validate import read_plan, read_problem, write_problem

DEFAULT_BUDGET_MILLI = 8_000


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
    """Batches of this week are started: the plan cannot be replaced as a whole."""

    code = "week.already_cooking"
    message = N_("Batches of this week are already cooking.\nChange them one by one.")


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
    """Queue a plan; one that already waits or works for this week is returned instead."""
    allow(actor, "week.plan")
    waiting = queries.going(db, week.id)
    if waiting is not None and waiting.scenario == scenario:
        return waiting
    run = PlanRun(
        week_id=week.id, scenario=scenario, seed=seed, budget_milli=budget_milli, asked_at=at
    )
    db.add(run)
    db.flush()
    audit(db, actor, "week.plan_asked", run.id, at=at, scenario=scenario)
    return run


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
    *,
    service_date: date,
    recipe_code: str,
    keep: bool | None,
    at: datetime,
) -> None:
    """Keep a dish at a service, ban it, or forget the decision (None)."""
    allow(actor, "week.lock")
    for row in queries.locks(db, week.id):
        if (row.service_date, row.recipe_code) == (service_date, recipe_code):
            db.delete(row)
    db.flush()
    if keep is not None:
        db.add(
            DishLock(week_id=week.id, service_date=service_date, recipe_code=recipe_code, keep=keep)
        )
        db.flush()
    audit(db, actor, "week.dish_locked", week.id, at=at, recipe=recipe_code, keep=keep)


def read_run(run: PlanRun) -> tuple[Problem, Plan] | None:
    """Return the problem and plan of a run that ended well."""
    problem, _ = read_problem(run.problem.encode())
    plan, _ = read_plan(run.plan.encode())
    return (problem, plan) if problem is not None and plan is not None else None


def publish(
    db: Session, actor: Actor, week: Week, run: PlanRun, *, at: datetime
) -> publishing.ToOrder:
    """Make a plan the one the kitchen follows: batches, picks and portions, all or nothing.

    Publishing the same run twice changes nothing. Returns what has to be ordered.

    Raises:
        NothingToPublish: When the run holds no plan.
        AlreadyCooking: When batches of the week were started.
    """
    allow(actor, "week.publish")
    both = read_run(run)
    if both is None:
        raise NothingToPublish
    problem, plan = both
    if week.published_run == run.id:
        return publishing.to_order(problem, plan)
    if publishing.is_cooking(db, week.monday):
        raise AlreadyCooking
    publishing.write_batches(db, week.monday, problem, plan)
    week.published_run = run.id
    week.published_at = at
    week.version += 1
    db.add(week)
    audit(db, actor, "week.published", week.id, at=at, version=week.version)
    return publishing.to_order(problem, plan)
