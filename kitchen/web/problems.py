"""Errors as people meet them: a page, a fragment for htmx, or problem+json for programs."""

import secrets
import traceback
from http import HTTPStatus

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from kitchen.core.errors import BadInput, KitchenError, NotFound, NotSignedIn
from kitchen.core.i18n import N_, gettext
from kitchen.web.forms import complaints
from kitchen.web.render import is_fragment, render

log = structlog.get_logger()

# The sentences of kitchen.core.errors, marked here, where they are translated and shown.
CORE_SENTENCES = (
    N_("This page or record was not found.\nMaybe it was moved: go back to your home page."),
    N_("Someone changed this meanwhile.\nReload the page and try again."),
    N_("Your role does not allow this.\nAsk the coordinator of the kitchen."),
    N_("Please sign in."),
    N_("Nothing was saved: %(count)s entries need a correction."),
)


def install(app: FastAPI) -> None:
    """Turn every error of the application into an answer.

    `app.state.unexpected` is for the guard of kitchen.web.security: it answers inside the
    guard, so that a page about a breakdown carries the protective headers too.
    """
    app.state.unexpected = unexpected
    app.add_exception_handler(KitchenError, _known)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(ValidationError, _malformed)
    app.add_exception_handler(Exception, unexpected)


def _known(request: Request, error: Exception) -> Response:
    if not isinstance(error, KitchenError):
        raise error
    if isinstance(error, NotSignedIn) and not _is_api(request):
        return _to_sign_in(request)
    lines = error.lines if isinstance(error, BadInput) else []
    words = gettext(error.message, **error.facts)
    return _answer(request, error.status, error.code, words, lines)


def _to_sign_in(request: Request) -> Response:
    if request.headers.get("HX-Request") == "true":
        return Response(status_code=401, headers={"HX-Redirect": "/sign-in"})
    target = request.url.path if request.method == "GET" else "/"
    return RedirectResponse(f"/sign-in?next={target}", status_code=303)


def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status == HTTPStatus.NOT_FOUND:
        return _known(request, NotFound())
    words = gettext("This cannot be done here.\nGo back to your home page.")
    return _answer(request, status, "http.refused", words, [])


def _malformed(request: Request, error: Exception) -> Response:
    words = gettext("What was sent cannot be read.\nGo back, correct it and try again.")
    lines = complaints(error) if isinstance(error, ValidationError) else []
    return _answer(request, 422, "http.malformed", words, lines)


def unexpected(request: Request, error: Exception) -> Response:
    """Answer a breakdown with a number to tell; the log has the number, no personal data."""
    number = secrets.token_hex(3)
    request.state.actor = None  # what broke may be what the top bar needs
    log.error(
        "unexpected",
        number=number,
        route=getattr(request.scope.get("route"), "path", ""),
        kind=type(error).__name__,
        where=_where(error),
    )
    words = gettext(
        "Something broke on our side; nothing was saved.\n"
        "Try again, or tell us the number %(number)s.",
        number=number,
    )
    return _answer(request, 500, "http.unexpected", words, [])


def _where(error: Exception) -> str:
    """Return file and line of the breakdown; the message of the error may hold data of people."""
    last = traceback.extract_tb(error.__traceback__)[-1:]
    return f"{last[0].filename}:{last[0].lineno}" if last else ""


def _is_api(request: Request) -> bool:
    return request.url.path.startswith("/api/")


def _answer(
    request: Request, status: int, code: str, words: str, lines: list[tuple[str, str]]
) -> Response:
    if _is_api(request):
        body = {"type": code, "status": status, "detail": words, "errors": lines}
        return JSONResponse(body, status_code=status, media_type="application/problem+json")
    said, _, advice = words.partition("\n")
    answer = render(
        request,
        "web/problem.html",
        status=status,
        said=said,
        advice=advice,
        lines=lines,
        alert=is_fragment(request),
    )
    if is_fragment(request):  # shown above the page, which keeps what was typed
        answer.headers["HX-Retarget"] = "#main"
        answer.headers["HX-Reswap"] = "afterbegin show:top"
    return answer
