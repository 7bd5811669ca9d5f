"""The social worker's list and registration form. Names stay on these pages."""

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from distribution.beneficiaries import queries, service
from distribution.beneficiaries.models import AGE_LABELS, AgeClass
from distribution.partners.models import DropPoint
from distribution.partners.queries import doors
from kitchen.accounts.deps import Db, May, Now, Site
from kitchen.core.actor import Actor
from kitchen.core.clock import site_date
from kitchen.core.crypto import FieldCipher
from kitchen.core.errors import BadInput, KitchenError
from kitchen.core.i18n import gettext
from kitchen.core.vocabulary import DIETS
from kitchen.web.forms import FieldLists, complaints
from kitchen.web.render import redirect, render

router = APIRouter()
Viewer = Annotated[Actor, Depends(May("household.view"))]
Worker = Annotated[Actor, Depends(May("household.register"))]
RIGHT_DAYS = 92  # three months, the usual length of a right
SOON_DAYS = 21
ROWS = 6
LANGUAGES = ("fr", "en", "ar", "pl", "uk", "vi", "es", "pt", "ru", "tr")


@router.get("/households", name="households:list")
def households(
    request: Request, db: Db, now: Now, site: Site, actor: Viewer, words: str = ""
) -> Response:
    """List the worker's own households; who ends soon comes first."""
    today = site_date(now, site.timezone)
    rows = queries.caseload(db, FieldCipher(site.key()), actor.id, words)
    return render(
        request,
        "beneficiaries/list.html",
        rows=sorted(rows, key=lambda row: row.household.until_day),
        words=words,
        today=today,
        soon=today + timedelta(days=SOON_DAYS),
        ending=sum(row.household.until_day <= today + timedelta(days=SOON_DAYS) for row in rows),
        people=sum(len(row.people) for row in rows),
        doors={door.point.id: door.point.name for door in doors(db)},
    )


@router.get("/households/new", name="households:new")
def new(request: Request, db: Db, now: Now, site: Site, actor: Worker) -> Response:
    """Show the registration form."""
    del actor
    return _form(request, db, site_date(now, site.timezone), {}, [])


@router.post("/households", name="households:register")
def register(
    request: Request, db: Db, now: Now, site: Site, actor: Worker, lists: FieldLists
) -> Response:
    """Register a household, or show the form again with what was typed."""
    today = site_date(now, site.timezone)
    one = {name: values[0] for name, values in lists.items() if values}
    known = {door.point.code: door.point for door in doors(db)}
    try:
        door = _chosen(known, one.get("door", ""))
        made = service.register(
            db,
            actor,
            FieldCipher(site.key()),
            name=one.get("name", ""),
            door=door,
            people=_people(lists),
            meals_per_week=int(one.get("meals") or 0),
            from_day=today,
            until_day=_date(one.get("until", ""), today + timedelta(days=RIGHT_DAYS)),
            phone=one.get("phone", ""),
            language=one.get("language", "fr"),
            referred_by=one.get("referred_by", "")[:120],
            consent=one.get("consent") == "1",
            at=now,
        )
    except (BadInput, service.ConsentNeeded) as refused:
        return _form(request, db, today, lists, _said(refused))
    said = gettext("Household %(code)s registered.", code=made.code)
    return redirect(request, "households:list", notice=said)


def _chosen(known: dict[str, DropPoint], code: str) -> DropPoint:
    if code not in known:
        raise BadInput([("door", gettext("Choose where the meals are taken."))])
    return known[code]


def _said(refused: KitchenError) -> list[tuple[str, str]]:
    if isinstance(refused, BadInput):
        return complaints(refused)
    return [("consent", gettext(refused.message))]


def _people(lists: dict[str, list[str]]) -> list[service.Eater]:
    ages, wanted = lists.get("age", []), lists.get("diet", [])
    return [
        service.Eater(AgeClass(age), diet or "standard")
        for age, diet in zip(ages, wanted, strict=False)
        if age in set(AgeClass)
    ]


def _date(text: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return otherwise


def _form(
    request: Request,
    db: Db,
    today: date,
    lists: dict[str, list[str]],
    errors: list[tuple[str, str]],
) -> Response:
    return render(
        request,
        "beneficiaries/new.html",
        status=422 if errors else 200,
        errors=errors,
        typed={name: values[0] for name, values in lists.items() if values},
        ages_typed=lists.get("age", []),
        diets_typed=lists.get("diet", []),
        ages=AGE_LABELS,
        all_diets=DIETS,
        doors=doors(db),
        rows=range(ROWS),
        until=(today + timedelta(days=RIGHT_DAYS)).isoformat(),
        languages=LANGUAGES,
    )
