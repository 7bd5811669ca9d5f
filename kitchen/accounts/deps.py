"""What a page asks for: a session on the database, the actor, the time, a permission."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import Depends, Request
from sqlmodel import Session

from kitchen.accounts import queries, service
from kitchen.accounts.models import LoginSession, User
from kitchen.accounts.policy import allow
from kitchen.core.actor import Actor
from kitchen.core.config import Settings
from kitchen.core.db import unit_of_work
from kitchen.core.errors import NotSignedIn
from kitchen.core.i18n import set_locale
from kitchen.web.security import check_token

COOKIE = "tablee_session"
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
SEEN_EVERY = timedelta(minutes=5)  # a reader stays signed in; not every page needs a write


def session_cookie(site: Settings) -> str:
    """Return the cookie's name: the `__Host-` prefix needs HTTPS."""
    return f"__Host-{COOKIE}" if site.https else COOKIE


def site_settings(request: Request) -> Settings:
    """Return the settings this application was made with."""
    found: Settings = request.app.state.settings
    return found


def present(request: Request) -> datetime:
    """Return the instant of the request, read once from the application's clock."""
    clock: Callable[[], datetime] = request.app.state.clock
    if not hasattr(request.state, "now"):
        request.state.now = clock()
    found: datetime = request.state.now
    return found


def database(request: Request) -> Iterator[Session]:
    """Open one unit of work for the request; a GET cannot write."""
    with unit_of_work(request.app.state.engine, writes=request.method not in SAFE_METHODS) as db:
        yield db


Site = Annotated[Settings, Depends(site_settings)]
Now = Annotated[datetime, Depends(present)]
# scope="function": the commit happens before the answer leaves, so that a failed commit is
# never told as a success.
Db = Annotated[Session, Depends(database, scope="function")]


def known_actor(request: Request, db: Db, now: Now, site: Site) -> Actor | None:
    """Return who is signed in on this browser, or None."""
    token = request.cookies.get(session_cookie(site))
    session = queries.session_by_token(db, token) if token else None
    if session is None:
        return None
    user = db.get(User, session.user_id)
    if user is None or not user.active:
        return None
    actor = queries.actor_of(db, user)
    if not service.is_alive(session, actor, now):
        return None
    if request.method not in SAFE_METHODS:
        session.seen_at = now
        db.add(session)
    elif now - session.seen_at > SEEN_EVERY:
        with unit_of_work(request.app.state.engine) as other:
            other.get_one(LoginSession, session.id).seen_at = now
    request.state.actor = actor
    request.state.display_name = user.display_name
    request.state.csrf = session.csrf
    request.state.login_session = session
    set_locale(request.cookies.get("locale") or user.locale)
    return actor


MaybeActor = Annotated[Actor | None, Depends(known_actor, scope="function")]


def signed_in(actor: MaybeActor) -> Actor:
    """Return who is signed in.

    Raises:
        NotSignedIn: When nobody is.
    """
    if actor is None:
        raise NotSignedIn
    return actor


CurrentActor = Annotated[Actor, Depends(signed_in, scope="function")]


async def own_form(request: Request, _actor: MaybeActor) -> None:
    """Refuse a write of a signed-in person that does not carry the session's own token.

    Raises:
        ForeignRequest: When the token is missing or another session's.
    """
    expected = getattr(request.state, "csrf", "")
    if request.method in SAFE_METHODS or not expected:
        return
    given = request.headers.get("X-CSRF-Token") or (await request.form()).get("csrf") or ""
    check_token(expected, str(given))


class May:
    """A dependency that lets a request through only with a permission, and hands the actor on.

    Every route has one, or the `public` mark; a test refuses a route without.
    """

    def __init__(self, action: str) -> None:
        self.action = action

    def __call__(self, actor: CurrentActor) -> Actor:
        """Check the permission table; rows are checked again by the command."""
        allow(actor, self.action)
        return actor


def public() -> None:
    """Mark a route that needs no sign-in."""
