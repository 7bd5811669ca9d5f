"""What the manager decides beside the board: what changed under the plan, and the rules."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from kitchen.accounts.deps import Db, May, Now, Site
from kitchen.core.actor import Actor
from kitchen.core.clock import site_date
from kitchen.core.errors import BadInput, NotFound
from kitchen.core.i18n import N_, gettext, ngettext
from kitchen.core.vocabulary import DIETS, MEAL_LABELS
from kitchen.production import queries as production
from kitchen.production import service as kitchen
from kitchen.web.forms import Fields
from kitchen.web.render import redirect, render
from kitchen.week import goal_prices, queries, service, settings
from kitchen.week.horizon import SERVICE_DAYS, start_of
from kitchen.week.menu_facts import FREQUENCIES
from kitchen.week.models import PlanRun, RuleLevel, Week
from kitchen.week.views import monday_of, week_of
from kitchen.week.words import CRITERIA
from planning.week.prices import priced

router = APIRouter()
Planner = Annotated[Actor, Depends(May("week.plan"))]
Ruler = Annotated[Actor, Depends(May("week.rules"))]
LEVELS: dict[str, str] = {
    RuleLevel.WARN.value: N_("a warning"),
    RuleLevel.HARD.value: N_("must be kept"),
    RuleLevel.OFF.value: N_("not looked at"),
}


@router.get("/week/{week}/changes", name="week:changes")
def changes(
    request: Request, db: Db, now: Now, site: Site, actor: Planner, week: str, kind: str = ""
) -> Response:
    """Ask what changed, and list what is down or away."""
    del actor
    return _changes(request, db, week_of(db, week), week, site_date(now, site.timezone), kind)


def _changes(
    request: Request,
    db: Db,
    row: Week,
    week: str,
    today: date,
    kind: str,
    *,
    typed: dict[str, str] | None = None,
    errors: list[tuple[str, str]] | None = None,
) -> Response:
    choices: Callable[..., dict[str, list[tuple[str, str]]]] = request.app.state.change_choices
    first, last = start_of(row.monday), row.monday + timedelta(days=SERVICE_DAYS - 1)
    known = choices(db, row)
    days = [row.monday + timedelta(days=one) for one in range(SERVICE_DAYS)]
    worked = sorted({one.day for one in production.shifts(db, first, last)})
    return render(
        request,
        "week/changes.html",
        status=422 if errors else 200,
        monday=row.monday,
        week=week,
        kind=kind,
        choices=known,
        days_open=[one for one in days if one >= today],
        worked=[one for one in worked if one >= today],
        outages=production.outages(db, first, last),
        stations=dict(known["station"]),
        meals=[(meal.value, gettext(label).capitalize()) for meal, label in MEAL_LABELS.items()],
        diets_known=[(diet.code, diet.label) for diet in DIETS],
        typed=typed or {},
        errors=errors or [],
        has_plan=queries.latest(db, row.id) is not None,
    )


@router.post("/week/{week}/changes", name="week:change")
def change(
    request: Request, db: Db, now: Now, site: Site, actor: Planner, fields: Fields, week: str
) -> Response:
    """Note what changed where it belongs, and plan again near the plan in force."""
    row = week_of(db, week)
    take: Callable[..., PlanRun] = request.app.state.change_week
    try:
        with db.begin_nested():
            run = take(db, actor, row, fields, site=site, at=now)
    except BadInput as error:
        today = site_date(now, site.timezone)
        return _changes(
            request,
            db,
            row,
            week,
            today,
            fields.get("kind", ""),
            typed=fields,
            errors=error.lines,
        )
    said = gettext("Noted. The new plan comes in a few seconds; nothing is published yet.")
    return redirect(
        request, "week:board", query={"week": week, "scenario": run.scenario}, notice=said
    )


@router.post("/week/{week}/outages/{outage}/end", name="week:end_outage")
def end_outage(
    request: Request, db: Db, now: Now, actor: Planner, week: str, outage: str
) -> Response:
    """Take an outage back, and plan again."""
    row = week_of(db, week)
    found = next(
        (
            one
            for one in production.outages(
                db, start_of(row.monday), row.monday + timedelta(days=SERVICE_DAYS - 1)
            )
            if str(one.id) == outage
        ),
        None,
    )
    if found is None:
        raise NotFound
    kitchen.end_outage(db, actor, found.id, at=now)
    run = service.ask_replan(db, actor, row, at=now)
    said = gettext("Noted. The new plan comes in a few seconds; nothing is published yet.")
    return redirect(
        request, "week:board", query={"week": week, "scenario": run.scenario}, notice=said
    )


@router.get("/week/{week}/rules", name="week:rules")
def rules(request: Request, db: Db, actor: Ruler, week: str) -> Response:
    """Show what the manager may set for the plans to come."""
    del actor
    return _rules(request, db, week)


def _rules(
    request: Request,
    db: Db,
    week: str,
    *,
    typed: dict[str, str] | None = None,
    errors: list[tuple[str, str]] | None = None,
) -> Response:
    row = week_of(db, week)
    known = queries.rules(db)
    shown = {
        "budget": str(known.budget_cents // 100),
        "repeat_days": str(known.repeat_days),
        "dishes_per_component": str(known.dishes_per_component),
        "vegetarian_services": str(known.vegetarian_services),
        "cold_room": str(known.cold_room_grams // 1000),
        "safety": str(known.safety_permille // 10),
        "promised": str(known.promised_permille // 10),
        "least_kcal": str(known.least_kcal),
        "most_kcal": str(known.most_kcal),
        "least_protein_g": str(known.least_protein_g),
    }
    prices = goal_prices.rows(priced(goal_prices.kept(known.prices)))
    shown |= {f"{goal_prices.FIELD}{row.goal}": row.typed for row in prices}
    return render(
        request,
        "week/rules.html",
        status=422 if errors else 200,
        monday=row.monday,
        week=week,
        typed=shown | (typed or {}),
        errors=errors or [],
        levels=LEVELS,
        prices=prices,
        priced=bool(known.prices),
        criteria=[
            (tag, CRITERIA[tag], least, most, known.levels.get(tag, RuleLevel.WARN.value))
            for tag, least, most in FREQUENCIES
        ],
    )


FIELDS = {
    "budget": ("budget_cents", 100),
    "repeat_days": ("repeat_days", 1),
    "dishes_per_component": ("dishes_per_component", 1),
    "vegetarian_services": ("vegetarian_services", 1),
    "cold_room": ("cold_room_grams", 1000),
    "safety": ("safety_permille", 10),
    "promised": ("promised_permille", 10),
    "least_kcal": ("least_kcal", 1),
    "most_kcal": ("most_kcal", 1),
    "least_protein_g": ("least_protein_g", 1),
}


@router.post("/week/{week}/rules", name="week:set_rules")
def set_rules(
    request: Request, db: Db, now: Now, actor: Ruler, fields: Fields, week: str
) -> Response:
    """Keep the manager's rules; the plan in force stays, the next one follows them."""
    values: dict[str, object] = {}
    wrong: list[tuple[str, str]] = []
    for name, (column, unit) in FIELDS.items():
        text = fields.get(name, "").strip().replace(" ", "")
        if not text.isdecimal():
            wrong.append((name, gettext("A whole number is needed.")))
        values[column] = int(text) * unit if text.isdecimal() else 0
    values["levels"] = {
        tag: fields[f"level-{tag}"]
        for tag, _, _ in FREQUENCIES
        if fields.get(f"level-{tag}") in set(LEVELS) - {RuleLevel.WARN.value}
    }
    by_column = {column: name for name, (column, _) in FIELDS.items()}
    if wrong:
        return _rules(request, db, week, typed=fields, errors=wrong)
    try:
        settings.set_rules(db, actor, values, at=now)
    except BadInput as error:
        named = [(by_column.get(name, name), words) for name, words in error.lines]
        return _rules(request, db, week, typed=fields, errors=named)
    said = gettext("Rules kept. Plan the week again to apply them.")
    return redirect(request, "week:board", query={"week": week}, notice=said)


@router.post("/week/{week}/prices", name="week:set_prices")
def set_prices(
    request: Request, db: Db, now: Now, actor: Ruler, fields: Fields, week: str
) -> Response:
    """Keep what each goal weighs, or go back to the original prices; the plan in force stays."""
    try:
        settings.set_prices(db, actor, {} if "reset" in fields else fields, at=now)
    except BadInput as error:
        return _rules(request, db, week, typed=fields, errors=error.lines)
    said = gettext("Prices kept. Plan the week again to apply them.")
    return redirect(request, "week:rules", week=week, notice=said)


@router.post("/week/{week}/staff", name="week:staff")
def staff(request: Request, db: Db, now: Now, actor: Planner, week: str) -> Response:
    """Staff a week like the one before, where nobody is down for a day yet."""
    monday = monday_of(week)
    last = monday + timedelta(days=SERVICE_DAYS - 1)
    made = kitchen.repeat_shifts(db, actor, first=start_of(monday), last=last, at=now)
    said = ngettext("%(count)s day staffed.", "%(count)s days staffed.", len(made))
    return redirect(request, "week:board", query={"week": week}, notice=said)
