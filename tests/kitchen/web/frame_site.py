"""A small application with the frame of every page around pages of its own, for these tests."""

from datetime import UTC, datetime

from fastapi import FastAPI, Request
from fastapi.responses import Response
from fastapi.testclient import TestClient
from pydantic import BaseModel, Field

from kitchen.core.actor import Actor, Grant, Role
from kitchen.core.config import Settings
from kitchen.core.errors import BadInput, Conflict, NotAllowed
from kitchen.web import problems, render, security
from kitchen.web.forms import Fields, read
from kitchen.web.render import redirect

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


class Weight(BaseModel):
    """A form of one number."""

    grams: int = Field(gt=0)


def small_site(**options: object) -> FastAPI:
    """Build an application with one page of each kind of outcome."""
    app = FastAPI(openapi_url=None)
    app.state.settings = Settings.model_validate(options)
    app.state.clock = lambda: NOW
    app.state.can = lambda _actor, _action, _scope: True
    app.state.thread = lambda _request: []
    render.install(app)
    problems.install(app)
    security.install(app)
    _pages(app)
    return app


def _pages(app: FastAPI) -> None:
    @app.get("/week", name="week:board")
    def week(request: Request) -> Response:
        request.state.actor = Actor(None, "cook", (Grant(Role.COOK),))
        return render.render(request, "web/components.html", themes=("light",))

    @app.get("/stock", name="stock:list")
    def stock() -> Response:
        raise NotAllowed

    @app.get("/broken")
    def broken() -> Response:
        person = "Amina Tahiri"
        raise RuntimeError(person)

    @app.post("/weigh")
    def weigh(request: Request, fields: Fields) -> Response:
        read(Weight, fields)
        return redirect(request, "week:board", notice="Pesé : 12 kg, à l'heure ; ½")

    @app.post("/file")
    def file() -> Response:
        raise BadInput([("line 2", "grams: <b>x</b>"), ("line 7", "date")])

    @app.get("/api/lots")
    def lots() -> Response:
        raise Conflict


def browser(app: FastAPI) -> TestClient:
    """Return a client that meets answers as a browser does, breakdowns included."""
    return TestClient(app, raise_server_exceptions=False, follow_redirects=False)
