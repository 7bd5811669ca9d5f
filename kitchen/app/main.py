"""Makes the web application: hooks, error pages, static files, every slice's routes."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial

from fastapi import Depends, FastAPI
from sqlalchemy import Engine

from kitchen.accounts.deps import own_form
from kitchen.accounts.policy import can
from kitchen.app import changes, jobs, migrate, thread
from kitchen.app.routes import routers
from kitchen.app.tables import metadata
from kitchen.core import clock
from kitchen.core.config import Settings, settings
from kitchen.core.db import make_engine
from kitchen.web import problems, render, security


def create_app(
    site: Settings | None = None,
    *,
    engine: Engine | None = None,
    now: Callable[[], datetime] = clock.now,
) -> FastAPI:
    """Build the application over a database that is already at the needed schema.

    Raises:
        OldSchema: On start-up, when the database is at another version.
    """
    site = site or settings()
    metadata()
    database = engine or make_engine(site.url)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        migrate.require_current(database)
        yield
        database.dispose()

    app = FastAPI(
        title="Tablée",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=lifespan,
        dependencies=[Depends(own_form)],
    )
    app.state.settings = site
    app.state.engine = database
    app.state.clock = now
    app.state.can = can
    app.state.thread = thread.steps
    app.state.monday = thread.current_monday
    app.state.publish_week = jobs.publish_week
    app.state.plan_day = partial(jobs.plan_day, site=site)
    app.state.gather_week = jobs.gather
    app.state.change_week = changes.take
    app.state.change_choices = changes.choices
    render.install(app)
    problems.install(app)
    security.install(app)
    for router in routers(site.modules):
        app.include_router(router)
    return app
