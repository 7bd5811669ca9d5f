"""Sign in and out, the way home, the profile, languages, and people."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kitchen.accounts import queries, service
from kitchen.accounts.deps import (
    CurrentActor,
    Db,
    May,
    MaybeActor,
    Now,
    Site,
    public,
    session_cookie,
)
from kitchen.accounts.models import User
from kitchen.core.actor import ROLE_LABELS, Actor, Role
from kitchen.core.config import Settings
from kitchen.core.errors import KitchenError, NotFound
from kitchen.core.i18n import LOCALES, N_, gettext
from kitchen.web import navigation
from kitchen.web.forms import Fields, complaints, read
from kitchen.web.render import THEMES, local_path, redirect, render

router = APIRouter()
YEAR = int(timedelta(days=365).total_seconds())
DEMO_PASSWORD = "tablee-demo"  # noqa: S105 - shown on the demo's own sign-in page
DEMO_PEOPLE: tuple[tuple[str, str, str], ...] = (
    ("responsable", N_("Kitchen manager"), N_("the week board, the plan, the stock")),
    ("cuisine", N_("Cook"), N_("what to cook now, the sheets")),
    ("sociale", N_("Social worker"), N_("households and their diets")),
    ("ferme", N_("Farmer"), N_("what may I offer, what was taken")),
    ("coordination", N_("Coordinator"), N_("tours, partners, offers")),
    ("chauffeur", N_("Driver"), N_("my next stop")),
    ("partenaire", N_("Partner association"), N_("my meals of the week")),
    ("admin", N_("Administrator"), N_("people and roles")),
)

PERSON_LABELS = {
    "name": N_("Name"),
    "login": N_("Sign-in name"),
    "password": N_("Password"),
    "role": N_("Role"),
}


@router.get("/", name="home")
def go_home(request: Request, actor: MaybeActor) -> Response:
    """Open the first screen of the person's role."""
    return RedirectResponse(
        navigation.home(request, actor) if actor else "/sign-in", status_code=303
    )


@router.get("/sign-in", name="accounts:sign_in", dependencies=[Depends(public)])
def ask(request: Request, site: Site) -> Response:
    """Show the sign-in form."""
    return _form(request, site)


@router.post("/sign-in", name="accounts:take", dependencies=[Depends(public)])
def take(request: Request, db: Db, now: Now, site: Site, fields: Fields) -> Response:
    """Sign a person in, or say that the name or password is wrong, beside what was typed."""
    login = fields.get("login", "")
    try:
        opened = service.sign_in(db, login=login, password=fields.get("password", ""), at=now)
    except service.TooManyTries as refused:
        return _form(request, site, login=login, refused=refused)
    if opened is None:  # a result, not an error: the failure is committed, so that it counts
        return _form(request, site, login=login, refused=service.WrongCredentials())
    session, token = opened
    answer = RedirectResponse(local_path(fields.get("next", "/")), status_code=303)
    answer.set_cookie(
        session_cookie(site), token, httponly=True, samesite="lax", secure=site.https, path="/"
    )
    if "locale" not in request.cookies:
        user = _user(db, session.user_id)
        _keep(answer, site, "locale", user.locale)
    return answer


def _form(
    request: Request, site: Settings, *, login: str = "", refused: KitchenError | None = None
) -> Response:
    return render(
        request,
        "accounts/sign_in.html",
        status=refused.status if refused else 200,
        people=DEMO_PEOPLE if site.demo else (),
        password=DEMO_PASSWORD if site.demo else "",
        login=login,
        refused=gettext(refused.message).splitlines() if refused else [],
        target=local_path(request.query_params.get("next", "/")),
    )


@router.post("/sign-out", name="accounts:sign_out")
def sign_out(request: Request, db: Db, now: Now, site: Site, actor: CurrentActor) -> Response:
    """End the session of this browser."""
    service.sign_out(db, actor, request.state.login_session, at=now)
    answer = RedirectResponse("/sign-in", status_code=303)
    answer.delete_cookie(session_cookie(site))
    return answer


@router.post("/language", name="accounts:language", dependencies=[Depends(public)])
def language(fields: Fields, site: Site, db: Db, now: Now, actor: MaybeActor) -> Response:
    """Keep the language or the theme of this browser, and go back to the page."""
    answer = RedirectResponse(local_path(fields.get("next", "/")), status_code=303)
    if fields.get("locale") in LOCALES:
        _keep(answer, site, "locale", fields["locale"])
        if actor:
            service.choose_locale(db, actor, fields["locale"], at=now)
    if fields.get("theme") in THEMES:
        _keep(answer, site, "theme", fields["theme"])
    elif fields.get("theme"):  # as the device
        answer.delete_cookie("theme")
    return answer


def _keep(answer: Response, site: Settings, name: str, value: str) -> None:
    """Remember a choice of this browser; no secret, so the page's own script may read it."""
    answer.set_cookie(name, value, max_age=YEAR, samesite="lax", secure=site.https)


@router.get("/profile", name="accounts:profile")
def profile(request: Request, actor: CurrentActor) -> Response:
    """Show who is signed in, with which roles, and what this browser remembers."""
    places = [(address, label) for address, label, _here in navigation.entries(request, actor)]
    roles = [ROLE_LABELS[grant.role] for grant in actor.grants]
    return render(request, "accounts/profile.html", roles=roles, places=places)


@router.get("/components", name="web:components", dependencies=[Depends(public)])
def components(request: Request) -> Response:
    """Show every part of the design system in both themes, with invented data."""
    return render(request, "web/components.html", themes=(*THEMES,))


class NewPerson(BaseModel):
    """What is asked to let a person sign in."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: str = Field(min_length=2, max_length=80)
    login: str = Field(min_length=3, max_length=60, pattern=r"^[A-Za-z0-9._-]+$")
    password: str = Field(min_length=12, max_length=128)
    role: Role


@router.get("/users", name="accounts:users")
def users(request: Request, db: Db, actor: Annotated[Actor, Depends(May("user.view"))]) -> Response:
    """List the people who may sign in."""
    del actor
    return _users(request, db)


def _users(
    request: Request,
    db: Db,
    *,
    typed: dict[str, str] | None = None,
    errors: list[tuple[str, str]] | None = None,
) -> Response:
    rows = [(user, queries.actor_of(db, user)) for user in queries.users(db)]
    return render(
        request,
        "accounts/users.html",
        status=422 if errors else 200,
        rows=rows,
        labels=ROLE_LABELS,
        choices=[(role.value, gettext(label)) for role, label in ROLE_LABELS.items()],
        typed=typed or {},
        errors=errors or [],
    )


@router.post("/users", name="accounts:create")
def create(
    request: Request,
    db: Db,
    now: Now,
    fields: Fields,
    actor: Annotated[Actor, Depends(May("user.create"))],
) -> Response:
    """Register a person with one role; what was typed stays when something is wrong."""
    try:
        wanted = read(NewPerson, fields)
        user = service.create_user(
            db,
            actor,
            login=wanted.login,
            display_name=wanted.name,
            password=wanted.password,
            at=now,
        )
    except (ValidationError, service.LoginTaken) as wrong:
        labels = {name: gettext(label) for name, label in PERSON_LABELS.items()}
        return _users(request, db, typed=fields, errors=complaints(wrong, labels))
    service.grant(db, actor, user, wanted.role, at=now)
    return redirect(request, "accounts:users", notice=gettext("Person added."))


@router.post("/users/{user_id}/roles", name="accounts:grant")
def grant(
    request: Request,
    user_id: UUID,
    db: Db,
    now: Now,
    fields: Fields,
    actor: Annotated[Actor, Depends(May("user.grant"))],
) -> Response:
    """Give a person one more role."""
    user = _user(db, user_id)
    if fields.get("role") not in set(Role):
        raise NotFound
    role = Role(fields["role"])
    if not queries.actor_of(db, user).has(role):
        service.grant(db, actor, user, role, at=now)
    return redirect(request, "accounts:users", notice=gettext("Role added."))


def _user(db: Db, user_id: UUID) -> User:
    """Find a person; a kitchen's team fits on one page, so the list is read.

    Raises:
        NotFound: When nobody has this id.
    """
    found = next((user for user in queries.users(db) if user.id == user_id), None)
    if found is None:
        raise NotFound
    return found
