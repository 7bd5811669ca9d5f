"""The scheduler's process: takes queued plans one at a time, and does the nightly chores."""

import logging
from datetime import UTC, date, timedelta

from apscheduler.schedulers.blocking import BlockingScheduler
from sqlalchemy import Engine
from sqlmodel import Session, col, delete, select

from kitchen.accounts.models import LoginFailure, LoginSession
from kitchen.app import jobs
from kitchen.app.models import JobDone
from kitchen.core import clock
from kitchen.core.config import Settings
from kitchen.core.db import make_engine, unit_of_work
from kitchen.core.idempotency import IdempotencyKey

POLL_SECONDS = 0.2
CHORES = "nightly"
CHORES_HOUR = 3
KEEP_SESSIONS = timedelta(days=7)
KEEP_KEYS = timedelta(days=30)


def run(site: Settings) -> None:
    """Work until the process is told to stop.

    One scheduler, one thread for solves: the machine is small, and a plan that waits a few
    seconds is better than two plans that fight for two cores.
    """
    engine = make_engine(site.url)
    jobs.SOLVER.warm()
    # a solve that lasts longer than the poll is no news
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    scheduler = BlockingScheduler(timezone=UTC)
    options = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
    scheduler.add_job(solve, "interval", seconds=POLL_SECONDS, args=[engine, site], **options)
    for explain in (jobs.explain_plan, jobs.explain_tours):
        scheduler.add_job(explain, "interval", seconds=POLL_SECONDS, args=[engine], **options)
    scheduler.add_job(chores, "interval", minutes=10, args=[engine, site], **options)
    try:
        scheduler.start()
    except (KeyboardInterrupt, SystemExit):
        scheduler.shutdown(wait=False)
    finally:
        engine.dispose()


def solve(engine: Engine, site: Settings) -> None:
    """Run the plans that wait, then have a solver loaded for the next, which will be a change."""
    if jobs.run_queued(engine, site):
        jobs.SOLVER.warm()


def once_a_day(db: Session, job: str, day: date) -> bool:
    """Take a day's turn of a job; False when it was already taken."""
    if db.exec(select(JobDone).where(JobDone.job == job, JobDone.day == day)).first():
        return False
    db.add(JobDone(job=job, day=day, at=clock.now()))
    db.flush()
    return True


def chores(engine: Engine, site: Settings) -> None:
    """Once a night: forget old sessions, refused sign-ins and used idempotency keys."""
    at = clock.now()
    local = clock.site_time(at, site.timezone)
    if local.hour < CHORES_HOUR:
        return
    with unit_of_work(engine) as db:
        if not once_a_day(db, CHORES, local.date()):
            return
        db.exec(delete(LoginSession).where(col(LoginSession.created_at) < at - KEEP_SESSIONS))
        db.exec(delete(LoginFailure).where(col(LoginFailure.at) < at - timedelta(days=1)))
        db.exec(delete(IdempotencyKey).where(col(IdempotencyKey.at) < at - KEEP_KEYS))
