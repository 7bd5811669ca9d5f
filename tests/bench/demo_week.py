"""The week problem of the app's own demo: its thirteen diets, lunches and dinners, real recipes."""

import tempfile
from pathlib import Path

from kitchen.app import demo, jobs, migrate
from kitchen.app.tables import metadata
from kitchen.core.config import Settings
from kitchen.core.db import make_engine, unit_of_work
from kitchen.week import service as weeks
from planning.week.problem import Problem


def demo_problem() -> Problem:
    """Fill a database with the demo territory and freeze its week, as the app does."""
    with tempfile.TemporaryDirectory() as folder:
        site = Settings(data_folder=Path(folder), demo=True)
        metadata()
        migrate.upgrade(site.url)
        engine = make_engine(site.url)
        with unit_of_work(engine) as db:
            demo.fill(db, site, seed=1)
            week = weeks.open_week(db, demo.MONDAY)
            return jobs.gather(db, week, at=demo.NOW, timezone=site.timezone).problem
