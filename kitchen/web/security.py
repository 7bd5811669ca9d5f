"""Protection of every answer and every write: headers, hosts, sizes, cross-site requests."""

import hmac
import secrets
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse, Response
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kitchen.core.errors import KitchenError
from kitchen.core.i18n import DEFAULT_LOCALE, LOCALES, N_, set_locale

LARGEST_BODY = 5_000_000
SAFE = ("GET", "HEAD", "OPTIONS")
Next = Callable[[Request], Awaitable[Response]]


class ForeignRequest(KitchenError):
    """A write that does not come from one of our own pages."""

    code = "web.foreign_request"
    status = 403
    message = N_("This form has expired.\nReload the page and send it again.")


def install(app: FastAPI) -> None:
    """Guard the application. Needs app.state.settings, and app.state.unexpected of problems."""
    site = app.state.settings
    app.add_middleware(BodyLimit, limit=LARGEST_BODY)
    app.middleware("http")(_guard)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(site.allowed_hosts))


class BodyLimit:
    """Stops reading a body at the limit, whatever length its sender declared."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count what is read of the body of one request."""
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self.limit:
                raise HTTPException(status_code=413)
            return message

        await self.app(scope, counted if scope["type"] == "http" else receive, send)


async def _guard(request: Request, call_next: Next) -> Response:
    length = request.headers.get("content-length", "0")
    request.state.nonce = secrets.token_urlsafe(16)
    set_locale(_wanted_locale(request))
    refused = None
    if not length.isdigit() or int(length) > LARGEST_BODY:
        refused = PlainTextResponse("too large", status_code=413)
    elif request.method not in SAFE and _is_foreign(request):
        refused = PlainTextResponse("cross-site request refused", status_code=403)
    if refused:
        _headers(request, refused)
        return refused
    try:
        answer = await call_next(request)
    except Exception as error:  # noqa: BLE001 - whatever broke, the answer is a page with headers
        answer = request.app.state.unexpected(request, error)
    _headers(request, answer)
    return answer


def _wanted_locale(request: Request) -> str:
    """Return the language chosen in this browser (signing in sets it), else the default."""
    chosen = request.cookies.get("locale", "")
    return chosen if chosen in LOCALES else DEFAULT_LOCALE


def _is_foreign(request: Request) -> bool:
    """Tell a cross-site write by Fetch Metadata first, by Origin where it is missing."""
    fetch = request.headers.get("sec-fetch-site")
    if fetch:
        return fetch not in ("same-origin", "none")
    origin = request.headers.get("origin")
    return bool(origin) and urlsplit(origin or "").netloc != request.headers.get("host")


def _headers(request: Request, answer: Response) -> None:
    nonce = request.state.nonce
    answer.headers["Content-Security-Policy"] = (
        f"default-src 'self'; script-src 'self'; style-src 'self' 'nonce-{nonce}';"
        " img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self';"
        " frame-ancestors 'none'"
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    answer.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    if request.app.state.settings.https:
        answer.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if request.url.path.startswith("/static/"):
        answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    else:
        answer.headers["Cache-Control"] = "no-store"


def check_token(expected: str, given: str) -> None:
    """Refuse a form whose token is not the session's.

    Raises:
        ForeignRequest: When it is missing or another session's.
    """
    if not expected or not hmac.compare_digest(expected, given):
        raise ForeignRequest
