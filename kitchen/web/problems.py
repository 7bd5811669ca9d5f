"""Errors as people meet them: a page, a fragment for htmx, or problem+json for programs."""

import secrets
from http import HTTPStatus

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from kitchen.core.errors import BadInput, KitchenError, NotFound, NotSignedIn
from kitchen.core.i18n import gettext
from kitchen.web.forms import complaints
from kitchen.web.render import render

log = structlog.get_logger()


def install(app: FastAPI) -> None:
    """Turn every error of the application into an answer."""
    app.add_exception_handler(KitchenError, _known)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(ValidationError, _malformed)
    app.add_exception_handler(Exception, _unexpected)


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


def _unexpected(request: Request, error: Exception) -> Response:
    number = secrets.token_hex(3)
    log.error("unexpected", number=number, path=request.url.path, kind=type(error).__name__)
    words = gettext(
        "Something broke on our side; nothing was saved.\n"
        "Try again, or tell us the number %(number)s.",
        number=number,
    )
    return _answer(request, 500, "http.unexpected", words, [])


def _is_api(request: Request) -> bool:
    return request.url.path.startswith("/api/")


def _answer(
    request: Request, status: int, code: str, words: str, lines: list[tuple[str, str]]
) -> Response:
    if _is_api(request):
        body = {"type": code, "status": status, "detail": words, "errors": lines}
        return JSONResponse(body, status_code=status, media_type="application/problem+json")
    said, _, advice = words.partition("\n")
    return render(request, "web/problem.html", status=status, said=said, advice=advice, lines=lines)
