"""The manager's week under way: what changed is noted, planned again, read, then published."""

import re
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from kitchen.app import demo, jobs, worker
from kitchen.app.main import create_app
from kitchen.app.standby import Standby
from kitchen.core.db import make_engine, unit_of_work
from kitchen.production import queries as production
from kitchen.production.models import BatchState
from kitchen.week import queries as weeks
from kitchen.week.models import PlanRun, Week
from kitchen.week.service import read_run
from planning.week.against import Swap, breaks
from planning.week.check import check

WEEK = "/week?week=2026-W48"
CHANGES = "/week/2026-W48/changes"
FRIDAY_BEFORE = demo.MONDAY.replace(day=20)
TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)  # 11:00 in Calais


def token(page):
    return re.search(r'name="csrf" value="([^"]+)"', page.text)[1]


@pytest.fixture
def engine(site):
    made = make_engine(site.url)
    yield made
    made.dispose()


def latest(engine):
    with unit_of_work(engine, writes=False) as db:
        run = db.exec(select(PlanRun).order_by(PlanRun.asked_at.desc())).first()
        return (run.id, run.scenario), read_run(run)


@pytest.fixture
def tuesday(site, engine, monkeypatch):
    """The manager signed in on Tuesday at 11:00, what was planned before cooked."""
    monkeypatch.setattr("kitchen.core.clock.now", lambda: TUESDAY)
    with unit_of_work(engine) as db:
        for row in production.batches(db, (FRIDAY_BEFORE, TUESDAY.date())):
            if row.batch.cook_date < TUESDAY.date() or row.start < 11 * 60:
                row.batch.state = BatchState.FINISHED
                db.add(row.batch)
    with TestClient(create_app(site, now=lambda: TUESDAY), follow_redirects=True) as client:
        client.post("/sign-in", data={"login": "responsable", "password": demo.PASSWORD})
        yield client


def post(client, address, **fields):
    page = client.get(WEEK)
    return client.post(address, data={"csrf": token(page), **fields})


@pytest.fixture
def solver(monkeypatch):
    """The child that waits with a solver loaded, of this test alone."""
    made = Standby("week")
    monkeypatch.setattr(jobs, "SOLVER", made)
    yield made
    if made.child:
        made.child.kill()
        made.child.communicate()


def test_carrots_given_on_tuesday_are_planned_read_then_published(tuesday, site, engine, solver):
    with unit_of_work(engine, writes=False) as db:
        cooked = {
            row.batch.code: row.batch.recipe_code
            for row in production.batches(db, (demo.MONDAY, demo.MONDAY.replace(day=27)))
            if row.batch.state is BatchState.FINISHED
        }
    assert cooked
    noted = post(tuesday, CHANGES, kind="donation", food="carotte", kilos="80", use_by="2026-11-27")
    assert noted.status_code == 200
    worker.solve(engine, site)
    assert solver.child, "no solver is loaded for the next change"
    assert solver.child.poll() is None
    (_, scenario), (problem, plan) = latest(engine)
    assert check(problem, plan) == []
    assert "carotte" in {lot.ingredient for lot in problem.lots if lot.kind == "donation"}
    assert {row.recipe for row in problem.made} >= set(cooked.values())
    assert min(row.day for row in plan.batches) >= 4
    board = tuesday.get(f"{WEEK}&scenario={scenario}")
    assert "Publier ces changements" in board.text
    assert "tout est cuit" in board.text
    published = post(tuesday, "/week/2026-W48/publish", scenario=scenario)
    assert published.status_code == 200
    with unit_of_work(engine, writes=False) as db:
        after = {
            row.batch.code: row.batch.state
            for row in production.batches(
                db, (demo.MONDAY.replace(day=20), demo.MONDAY.replace(day=27))
            )
        }
        week = db.exec(select(Week).where(Week.monday == demo.MONDAY)).one()
        assert week.version == 2
    assert {code: after[code] for code in cooked} == dict.fromkeys(cooked, BatchState.FINISHED)


def test_a_broken_chiller_and_two_cooks_away_are_never_planned_on(tuesday, site, engine):
    post(tuesday, CHANGES, kind="station", station="chiller-1", day="2026-11-25")
    post(tuesday, CHANGES, kind="absence", heads="2", day="2026-11-25")
    jobs.run_queued(engine, site)
    _, (problem, plan) = latest(engine)
    assert check(problem, plan) == []
    used = {t.station for row in plan.batches if row.day == 5 for t in row.tasks}
    assert "chiller-1" not in used
    assert sum(row.heads for row in problem.shifts if row.day == 5) == 2
    page = tuesday.get(CHANGES)
    assert "C&#39;est rétabli" in page.text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "donation", "food": "carotte", "kilos": "beaucoup"}, "poids en kilos"),
        ({"kind": "donation", "food": "kryptonite", "kilos": "3"}, "denrée du catalogue"),
        ({"kind": "absence", "day": "2026-11-23", "heads": "1"}, "jour est passé"),
        ({"kind": "lot", "lot": "L-9999"}, "lot présent en stock"),
        ({"kind": "storm"}, "ce qui a changé"),
    ],
)
def test_a_change_that_cannot_be_noted_says_why_and_plans_nothing(tuesday, engine, fields, words):
    answer = post(tuesday, CHANGES, **fields)
    assert answer.status_code == 422
    assert words in answer.text
    with unit_of_work(engine, writes=False) as db:
        assert weeks.next_queued(db) is None


def test_a_farm_that_cannot_deliver_is_closed_and_struck_off_its_orders(tuesday, site, engine):
    page = tuesday.get(CHANGES + "?kind=offer")
    offer = re.search(r'<option value="([0-9a-f-]{36})"', page.text)[1]
    post(tuesday, CHANGES, kind="offer", offer=offer)
    assert offer not in tuesday.get(CHANGES + "?kind=offer").text
    again = post(tuesday, CHANGES, kind="offer", offer=offer)
    assert again.status_code == 409


def test_a_count_changed_after_the_hour_limit_and_a_moved_service_are_asked_anew(
    tuesday, site, engine
):
    _, (before, _) = latest(engine)
    door = next(row.door for row in before.demands if row.service == "d7")
    post(
        tuesday, CHANGES, kind="headcount", door=door, day="2026-11-27", diet="vegan", portions="9"
    )
    post(tuesday, CHANGES, kind="service", day="2026-11-26", to="2026-11-27")
    jobs.run_queued(engine, site)
    _, (problem, plan) = latest(engine)
    assert check(problem, plan) == []
    asked = {row.service for row in problem.demands}
    assert "d6" not in asked
    vegans = sum(row.portions for row in problem.demands if row.diet == "vegan")
    assert vegans == 9
    moved = sum(row.portions for row in before.demands if row.service in ("d6", "d7"))
    assert sum(row.portions for row in problem.demands if row.service == "d7") == moved + 9


def swap_of(page, component):
    """Two dishes of a component on two days to come, as the board offers them."""
    found = re.findall(
        r'data-service="(d[67])" data-recipe="([a-z0-9-]+)" data-component="' + component + '"',
        page.text,
    )
    by_day = dict(reversed(found))
    return by_day["d6"], by_day["d7"]


def exchange(problem, plan):
    """Two dishes of the last days that may change places."""
    component = {row.code: row.component for row in problem.recipes}
    days = [
        sorted({line.recipe for line in plan.menu if line.service == day}) for day in ("d6", "d7")
    ]
    return next(
        (one, two)
        for one, two in product(*days)
        if component[one] == component[two] and one not in days[1] and two not in days[0]
        if not breaks(problem, plan, (Swap("d6", one, two), Swap("d7", two, one)))
    )


def test_dishes_of_two_days_are_exchanged_checked_and_dropped_again(tuesday, site, engine):
    with unit_of_work(engine, writes=False) as db:
        week = db.exec(select(Week).where(Week.monday == demo.MONDAY)).one()
        now = jobs.gather(db, week, at=TUESDAY, timezone=site.timezone).problem
    one, two = exchange(now, latest(engine)[1][1])
    answer = post(
        tuesday,
        "/week/2026-W48/swap",
        scenario="balanced",
        service="d6",
        old=one,
        new=two,
        to="d7",
    )
    assert answer.status_code == 200
    assert jobs.run_queued(engine, site) == 1
    (draft, scenario), (problem, plan) = latest(engine)
    assert check(problem, plan) == []
    served = {(row.service, row.recipe) for row in plan.menu}
    assert {("d6", two), ("d7", one)} <= served
    assert ("d6", two) in {(row.service, row.recipe) for row in problem.locks if row.keep}
    post(tuesday, "/week/2026-W48/drop", scenario=scenario)
    (left, _), _ = latest(engine)
    assert left != draft


def test_a_dish_that_breaks_a_rule_is_refused_at_once_with_the_rule(tuesday, engine):
    page = tuesday.get(WEEK)
    one, _ = swap_of(page, "main")
    _, (problem, plan) = latest(engine)
    eaters = {row.diet for row in plan.menu if (row.service, row.recipe) == ("d6", one)}
    assert eaters
    starter = next(row.code for row in problem.recipes if row.component == "starter")
    answer = post(
        tuesday, "/week/2026-W48/swap", scenario="balanced", service="d6", old=one, new=starter
    )
    assert answer.status_code == 409
    assert "une règle serait enfreinte" in answer.text
    with unit_of_work(engine, writes=False) as db:
        assert weeks.next_queued(db) is None


def test_what_is_cooked_is_not_swapped(tuesday):
    page = tuesday.get(WEEK)
    _, two = swap_of(page, "dessert")
    cooked = re.search(r"why=d4\.([a-z0-9-]+)", page.text)[1]
    answer = post(
        tuesday, "/week/2026-W48/swap", scenario="balanced", service="d4", old=cooked, new=two
    )
    assert answer.status_code == 409
    assert "La cuisson a commencé" in answer.text


def test_rules_are_kept_and_followed_by_the_next_plan(tuesday, site, engine):
    page = tuesday.get("/week/2026-W48/rules")
    fields = dict(re.findall(r'name="([a-z_]+)" type="number" value="(\d+)"', page.text))
    assert set(fields) >= {"budget", "repeat_days", "safety"}
    wrong = post(tuesday, "/week/2026-W48/rules", **(fields | {"repeat_days": "50"}))
    assert wrong.status_code == 422
    assert "Entre 0 et 20" in wrong.text
    post(tuesday, "/week/2026-W48/rules", **fields | {"budget": "300", "level-FISH70": "hard"})
    post(tuesday, "/week/2026-W48/plan", scenario="cheapest")
    jobs.run_queued(engine, site)
    _, (problem, plan) = latest(engine)
    assert check(problem, plan) == []
    assert problem.rules.budget_cents == 30_000
    assert {row.tag: row.times for row in problem.frequencies}["FISH70"] == 10


def test_prices_of_goals_are_kept_and_the_run_made_with_them_shows_them(tuesday, site, engine):
    wrong = post(tuesday, "/week/2026-W48/prices", **{"price-unfed_portion": "3"})
    assert wrong.status_code == 422
    assert 'value="3"' in wrong.text
    assert "au moins 250,00" in wrong.text
    page = post(tuesday, "/week/2026-W48/prices", **{"price-lost_gram": "4,50"})
    assert "Prix enregistrés" in page.text
    assert 'value="4,50"' in page.text
    post(tuesday, "/week/2026-W48/plan", scenario="cheapest")
    jobs.run_queued(engine, site)
    _, (problem, plan) = latest(engine)
    assert check(problem, plan) == []
    assert [(row.goal, row.hundredths_of_cent) for row in problem.prices] == [("lost_gram", 45)]
    again = post(tuesday, "/week/2026-W48/prices", reset="1")
    assert 'value="3,00"' in again.text
    shown = tuesday.get("/week/2026-W48/compare?scenario=cheapest").text
    # a kilo lost: 4.50, a sixth of it in this scenario, as far as whole steps go
    assert "un kilo perdu : 0,70" in shown
    assert "valeur d&#39;origine : 3,00" in shown


def test_answers_are_made_beside_the_plan_and_every_page_of_it_opens(tuesday, engine):
    assert not jobs.explain_plan(engine)
    board = tuesday.get(WEEK)
    choice = re.search(r"why=(d7\.[a-z0-9-]+)", board.text)[1]
    assert "Pourquoi pas un autre" in tuesday.get(f"{WEEK}&why={choice}").text
    for page, words in (
        ("compare", "Nourrir tout le monde"),
        ("needs", "Denrée par denrée"),
        ("day/2026-11-25", "Marmite"),
    ):
        answer = tuesday.get(f"/week/2026-W48/{page}")
        assert answer.status_code == 200
        assert words in answer.text


def test_a_plan_after_a_change_that_moves_nothing_says_so(tuesday, engine):
    with unit_of_work(engine) as db:
        published = weeks.run_by_id(db, db.exec(select(Week)).one().published_run)
        told = published.model_dump(exclude={"id", "start_run", "asked_at"})
        db.add(PlanRun(**told, start_run=published.id, asked_at=TUESDAY))
    assert "Le plan publié tient" in tuesday.get(WEEK).text


def test_a_plan_that_could_not_be_explained_claims_nothing(tuesday, engine):
    with unit_of_work(engine) as db:
        for run in weeks.runs(db, weeks.week_by_monday(db, demo.MONDAY).id):
            run.answers = {}
            db.add(run)
    page = tuesday.get(WEEK).text
    assert "n&#39;ont pas pu être établies" in page
    assert "au-dessus des neuf dixièmes" not in page


def test_a_week_nobody_is_down_for_is_staffed_like_the_one_before(tuesday, engine):
    page = tuesday.get("/week?week=2026-W49")
    assert "Personne n&#39;est prévu en cuisine 5 jours" in page.text
    tuesday.post("/week/2026-W49/staff", data={"csrf": token(page)})
    assert "Personne n&#39;est prévu" not in tuesday.get("/week?week=2026-W49").text
    with unit_of_work(engine, writes=False) as db:
        before, after = (
            [
                (row.start_minute, row.end_minute, row.heads)
                for row in production.shifts(db, monday, monday + timedelta(days=4))
            ]
            for monday in (demo.MONDAY, demo.MONDAY + timedelta(days=7))
        )
    assert before == after


def hours_form(page):
    inputs = re.findall(
        r'name="((?:start|end|heads|cooks)-[0-9-]+)"[^>]*? value="([^"]*)"', page.text
    )
    return dict(inputs) | {"seen": re.search(r'name="seen" value="(\w+)"', page.text)[1]}


def test_hours_changed_on_screen_are_planned_at_once_and_never_beyond(tuesday, site, engine):
    page = tuesday.get("/week/2026-W48/hours")
    fields = hours_form(page)
    assert "start-2026-11-23-0" not in fields  # Monday is past
    day = "2026-11-25-0"
    wrong = post(tuesday, "/week/2026-W48/hours", **fields | {f"end-{day}": "6:00"})
    assert wrong.status_code == 422
    assert "Mercredi 25 : la fin doit suivre le début" in wrong.text
    fields |= {f"end-{day}": "12:00", f"heads-{day}": "3", f"cooks-{day}": "1"}
    board = post(tuesday, "/week/2026-W48/hours", **fields)
    assert "rien n&#39;est encore publié" in board.text
    jobs.run_queued(engine, site)
    _, (problem, plan) = latest(engine)
    assert check(problem, plan) == []
    assert {row.end for row in problem.shifts if row.day == 5} == {720}
    assert sum(row.heads for row in problem.shifts if row.day == 5) == 3
    assert "Les horaires de la cuisine ont changé" not in tuesday.get(WEEK).text
    again = post(tuesday, "/week/2026-W48/hours", **fields)
    assert "Rien n&#39;a changé" in again.text


def test_the_week_before_is_copied_into_the_form_and_kept_only_when_said(tuesday, engine):
    page = tuesday.get("/week/2026-W49/hours?copy=1")
    assert "pas encore enregistré" in page.text
    fields = hours_form(page)
    assert fields["heads-2026-12-01-0"] == "4"
    empty = hours_form(tuesday.get("/week/2026-W49/hours"))
    assert empty["heads-2026-12-01-0"] == ""
    said = post(tuesday, "/week/2026-W49/hours", **fields)
    assert "Horaires enregistrés" in said.text
    assert hours_form(said)["heads-2026-12-01-0"] == "4"


def test_machine_hours_are_changed_on_screen_and_the_plan_shown_says_it_is_behind(tuesday, engine):
    page = tuesday.get("/week/2026-W48/hours")
    fields = dict(
        re.findall(r'name="((?:open|close)-[a-z_0-9-]+)"[^>]*? value="([^"]*)"', page.text)
    )
    assert "open-oven-1" in fields
    wrong = post(tuesday, "/week/2026-W48/open", **fields | {"close-oven-1": "1:00"})
    assert wrong.status_code == 422
    assert "la fermeture doit suivre" in wrong.text
    post(tuesday, "/week/2026-W48/open", **fields | {"close-oven-1": "15:00"})
    with unit_of_work(engine) as db:
        going = weeks.going(db, weeks.week_by_monday(db, demo.MONDAY).id)
        db.delete(going)
    shown = tuesday.get(WEEK).text
    assert "Les horaires de la cuisine ont changé depuis ce plan : mercredi 25" in shown
