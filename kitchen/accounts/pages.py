"""Sign in and out, the way home, the profile, languages, and people."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

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
from kitchen.core.actor import ROLE_LABELS, Actor, Role
from kitchen.core.i18n import LOCALES, N_, gettext
from kitchen.web.forms import Fields
from kitchen.web.navigation import home
from kitchen.web.render import redirect, render

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


@router.get("/", name="home")
def go_home(request: Request, actor: MaybeActor) -> Response:
    """Open the first screen of the person's role."""
    return RedirectResponse(home(request, actor) if actor else "/sign-in", status_code=303)


@router.get("/sign-in", name="accounts:sign_in", dependencies=[Depends(public)])
def ask(request: Request, site: Site) -> Response:
    """Show the sign-in form."""
    return _form(request, demo=site.demo, login="", refused="")


@router.post("/sign-in", name="accounts:take", dependencies=[Depends(public)])
def take(request: Request, db: Db, now: Now, site: Site, fields: Fields) -> Response:
    """Sign a person in, or say that the name or password is wrong."""
    login = fields.get("login", "")
    opened = service.sign_in(db, login=login, password=fields.get("password", ""), at=now)
    if opened is None:
        return _form(
            request,
            demo=site.demo,
            login=login,
            refused=gettext(service.WrongCredentials.message),
        )
    _, token = opened
    target = fields.get("next", "/")
    safe = target.startswith("/") and not target.startswith(("//", "/\\"))
    answer = RedirectResponse(target if safe else "/", status_code=303)
    answer.set_cookie(
        session_cookie(site), token, httponly=True, samesite="lax", secure=site.https, path="/"
    )
    return answer


def _form(request: Request, *, demo: bool, login: str, refused: str) -> Response:
    return render(
        request,
        "accounts/sign_in.html",
        status=401 if refused else 200,
        people=DEMO_PEOPLE if demo else (),
        password=DEMO_PASSWORD if demo else "",
        login=login,
        refused=refused,
        target=request.query_params.get("next", "/"),
    )


@router.post("/sign-out", name="accounts:sign_out")
def sign_out(request: Request, db: Db, now: Now, site: Site, actor: CurrentActor) -> Response:
    """End the session of this browser."""
    service.sign_out(db, actor, request.state.login_session, at=now)
    answer = RedirectResponse("/sign-in", status_code=303)
    answer.delete_cookie(session_cookie(site))
    return answer


@router.post("/language", name="accounts:language", dependencies=[Depends(public)])
def language(fields: Fields) -> Response:
    """Keep the language or the theme of this browser."""
    answer = RedirectResponse("/", status_code=303)
    if fields.get("locale") in LOCALES:
        answer.set_cookie("locale", fields["locale"], max_age=YEAR, samesite="lax")
    if fields.get("theme") in ("dark", "light"):
        answer.set_cookie("theme", fields["theme"], max_age=YEAR, samesite="lax")
    return answer


@router.get("/profile", name="accounts:profile")
def profile(request: Request, actor: CurrentActor) -> Response:
    """Show who is signed in and with which roles."""
    return render(request, "accounts/profile.html", roles=[_role(g.role) for g in actor.grants])


def _role(role: Role) -> str:
    return ROLE_LABELS[role]


@router.get("/users", name="accounts:users")
def users(request: Request, db: Db, actor: Annotated[Actor, Depends(May("user.view"))]) -> Response:
    """List the people who may sign in."""
    del actor
    rows = [(user, queries.actor_of(db, user)) for user in queries.users(db)]
    return render(request, "accounts/users.html", rows=rows, labels=ROLE_LABELS)


@router.post("/users", name="accounts:create")
def create(
    request: Request,
    db: Db,
    now: Now,
    fields: Fields,
    actor: Annotated[Actor, Depends(May("user.create"))],
) -> Response:
    """Register a person with one role."""
    user = service.create_user(
        db,
        actor,
        login=fields.get("login", ""),
        display_name=fields.get("name", ""),
        password=fields.get("password", ""),
        at=now,
    )
    if fields.get("role") in set(Role):
        service.grant(db, actor, user, Role(fields["role"]), at=now)
    return redirect(request, "accounts:users", notice=gettext("Person added."))
