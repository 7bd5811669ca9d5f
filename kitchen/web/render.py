"""Renders templates of every slice, as a full page or as the bare fragment htmx asks for."""

import hashlib
import json
import secrets
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.routing import NoMatchFound
from starlette.staticfiles import StaticFiles

from kitchen.core import clock, i18n
from kitchen.core.vocabulary import DIET_BY_CODE
from kitchen.web import navigation

ROOT = Path(__file__).parents[2]
PACKAGES = ("kitchen", "suppliers", "distribution", "reports")
STATIC = Path(__file__).parent / "static"
NOTICE_COOKIE = "tablee_notice"

THEMES = ("light", "dark")
# Answers with an error are swapped in too: they say what to try. No eval, no foreign address.
HTMX_CONFIG = json.dumps(
    {
        "selfRequestsOnly": True,
        "allowEval": False,
        "allowScriptTags": False,
        "includeIndicatorStyles": False,
        "historyCacheSize": 0,  # no page with names of people is kept in the browser
        "refreshOnHistoryMiss": True,
        "responseHandling": [
            {"code": "204", "swap": False},
            {"code": "[2345]..", "swap": True},
        ],
    }
)

# Macros are imported without the page's context, so the form tokens travel beside it.
_form: ContextVar[str] = ContextVar("form_token", default="")


def install(app: FastAPI) -> None:
    """Serve static files.

    Pages need, when they are rendered: `app.state.settings`; `app.state.clock() -> datetime`;
    `app.state.can(actor, action, scope) -> bool`; `app.state.thread(request) -> list` of steps
    with label, line, state and url.
    """
    app.mount("/static", StaticFiles(directory=STATIC), name="static")


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Return the template environment over every slice's templates folder."""
    folders = [
        FileSystemLoader(path)
        for package in PACKAGES
        for path in sorted((ROOT / package).glob("*/templates"))
    ]
    made = Environment(
        loader=ChoiceLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(i18n.gettext, i18n.ngettext, newstyle=False)  # type: ignore[attr-defined]
    made.globals |= {
        "_": i18n.gettext,
        "ngettext": i18n.ngettext,
        "kilos": i18n.kilos,
        "litres": i18n.litres,
        "euros": i18n.euros,
        "percent": i18n.percent,
        "number": i18n.number,
        "clock": i18n.clock,
        "duration": i18n.duration,
        "long_date": i18n.long_date,
        "day_name": i18n.day_name,
        "short_date": i18n.short_date,
        "numeric_date": i18n.numeric_date,
        "moment": i18n.moment,
        "week_title": i18n.week_title,
        "locale": i18n.locale,
        "diets": DIET_BY_CODE,
        "asset": asset,
        "form_token": _form.get,
        "form_key": lambda: secrets.token_urlsafe(16),
    }
    return made


@lru_cache(maxsize=64)
def asset(name: str) -> str:
    """Return the address of a static file, changing when its content does."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]
    return f"/static/{name}?{digest}"


def _context(request: Request) -> dict[str, Any]:
    state = request.state
    actor = getattr(state, "actor", None)
    site = request.app.state.settings

    def can(action: str, scope: Any = None) -> bool:  # noqa: ANN401 - a row's key
        return actor is not None and request.app.state.can(actor, action, scope)

    return {
        "request": request,
        "site": site,
        "actor": actor,
        "person": getattr(state, "display_name", ""),
        "csrf_token": getattr(state, "csrf", ""),
        "nonce": getattr(state, "nonce", ""),
        "theme": theme if (theme := request.cookies.get("theme", "")) in THEMES else "",
        "current_path": local_path(request.url.path),
        "htmx_config": HTMX_CONFIG,
        "notice": readable(request.cookies.get(NOTICE_COOKIE, "")),
        "url_for": request.url_for,
        "can": can,
        "entries": navigation.entries(request, actor),
        "thread": request.app.state.thread(request) if actor else [],
        "site_time": lambda at: clock.site_time(at, site.timezone),
        "now": getattr(state, "now", None) or request.app.state.clock(),
    }


def render(request: Request, template: str, *, status: int = 200, **context: Any) -> Response:  # noqa: ANN401 - what a template takes
    """Render a template: whole for a browser, its `main` block alone for htmx."""
    _form.set(getattr(request.state, "csrf", ""))
    fragment = is_fragment(request)
    layout = "web/fragment.html" if fragment else "web/base.html"
    text = (
        environment()
        .get_template(template)
        .render({**_context(request), "layout": layout, **context})
    )
    answer = Response(text, status_code=status, media_type="text/html; charset=utf-8")
    answer.headers["Vary"] = "HX-Request, Cookie"
    if NOTICE_COOKIE in request.cookies and not fragment:
        answer.delete_cookie(NOTICE_COOKIE)
    return answer


def is_fragment(request: Request) -> bool:
    """Tell whether htmx wants the bare block; boosted links and history want whole pages."""
    asked = request.headers
    whole = "true" in (asked.get("HX-Boosted"), asked.get("HX-History-Restore-Request"))
    return asked.get("HX-Request") == "true" and not whole


def local_path(target: str) -> str:
    """Return a path of our own site, or the way home for anything else."""
    printable = all(character > " " and character != "\\" for character in target)
    parts = urlsplit(target)
    ours = target.startswith("/") and not parts.scheme and not parts.netloc
    return target if printable and ours and not target.startswith("//") else "/"


def redirect(
    request: Request,
    name: str,
    *,
    notice: str = "",
    query: dict[str, str] | None = None,
    **path: Any,  # noqa: ANN401 - what a route takes
) -> Response:
    """Send the browser on after a command, with a sentence to show there."""
    try:
        target = str(request.app.url_path_for(name, **path))
    except NoMatchFound:
        target = "/"
    if query:
        target += f"?{urlencode(query)}"
    answer = RedirectResponse(target, status_code=303)
    if notice:
        answer.set_cookie(
            NOTICE_COOKIE,
            _ascii(notice),
            max_age=60,
            httponly=True,
            samesite="lax",
            secure=request.app.state.settings.https,
        )
    return answer


def _ascii(text: str) -> str:
    """Write a sentence so that a cookie can hold it."""
    return text.encode("unicode_escape").decode("ascii").replace(";", "\\x3b").replace(",", "\\x2c")


def readable(cookie: str) -> str:
    """Read a sentence back from a cookie; anything else reads as nothing."""
    try:
        return cookie.encode("ascii").decode("unicode_escape")[:300]
    except (UnicodeDecodeError, UnicodeEncodeError):
        return ""


def markup(text: str) -> Markup:
    """Mark server-made SVG as safe; its texts were escaped by its maker."""
    return Markup(text)  # noqa: S704 - never user text
