"""Reads of weeks, runs and locks."""

from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from kitchen.week.models import DishLock, PlanRun, RunState, Week, WeekRules


def week_by_monday(db: Session, monday: date) -> Week | None:
    """Return a week, when someone opened it."""
    return db.exec(select(Week).where(Week.monday == monday)).one_or_none()


def runs(db: Session, week_id: UUID) -> list[PlanRun]:
    """Return the runs of a week, the latest first."""
    query = select(PlanRun).where(PlanRun.week_id == week_id)
    return list(db.exec(query.order_by(col(PlanRun.asked_at).desc())))


def latest(db: Session, week_id: UUID, scenario: str | None = None) -> PlanRun | None:
    """Return the latest run that ended well, of a scenario when given."""
    for run in runs(db, week_id):
        if run.state is RunState.DONE and scenario in (None, run.scenario):
            return run
    return None


def latest_by_scenario(db: Session, week_id: UUID) -> dict[str, PlanRun]:
    """Return the latest run of each scenario that ended well."""
    found: dict[str, PlanRun] = {}
    for run in runs(db, week_id):
        if run.state is RunState.DONE:
            found.setdefault(run.scenario, run)
    return found


def going(db: Session, week_id: UUID, scenario: str | None = None) -> PlanRun | None:
    """Return the run that works, else the one whose turn is next; of a scenario when given."""
    found = [run for run in reversed(runs(db, week_id)) if scenario in (None, run.scenario)]
    for state in (RunState.RUNNING, RunState.QUEUED):
        for run in found:
            if run.state is state:
                return run
    return None


def next_queued(db: Session) -> PlanRun | None:
    """Return the oldest run that waits."""
    query = select(PlanRun).where(PlanRun.state == RunState.QUEUED)
    return db.exec(query.order_by(col(PlanRun.asked_at))).first()


def locks(db: Session, week_id: UUID) -> list[DishLock]:
    """Return the manager's decisions on dishes, in order."""
    query = select(DishLock).where(DishLock.week_id == week_id)
    order = (col(DishLock.service_date), col(DishLock.meal).desc(), col(DishLock.recipe_code))
    return list(db.exec(query.order_by(*order)))


def run_by_id(db: Session, run_id: UUID) -> PlanRun | None:
    """Return one run."""
    return db.get(PlanRun, run_id)


def rules(db: Session) -> WeekRules:
    """Return what the manager set for plans, the defaults where nothing was."""
    return db.exec(select(WeekRules)).first() or WeekRules()


def unanswered(db: Session) -> PlanRun | None:
    """Return the latest plan about which nothing is said yet."""
    query = select(PlanRun).where(PlanRun.state == RunState.DONE, col(PlanRun.answers).is_(None))
    return db.exec(query.order_by(col(PlanRun.asked_at).desc())).first()
