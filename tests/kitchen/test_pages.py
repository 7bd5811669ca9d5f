"""Stock, production and the week through the whole application, as people meet them."""

import random
import re
import shutil
import sys
import warnings
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

sys.path.insert(0, str(Path(__file__).parent / "week"))
from small_week import BOSS, MONDAY, NOW, frozen

from kitchen.accounts import service as accounts
from kitchen.accounts.deps import COOKIE
from kitchen.app.main import create_app
from kitchen.app.tables import metadata
from kitchen.catalogue import queries as catalogue
from kitchen.catalogue.service import import_catalogue
from kitchen.core.actor import Role
from kitchen.core.config import Settings
from kitchen.core.db import make_engine, unit_of_work
from kitchen.production import demo as machines
from kitchen.production import queries as production
from kitchen.stock import demo as stores
from kitchen.stock import queries as stock
from kitchen.week import queries, service
from planning.params import SolveParams
from planning.week.validate import write_plan
from suppliers.directory import service as directory
from suppliers.directory.geography import Point
from suppliers.directory.models import SupplierKind

with warnings.catch_warnings():
    # Starlette would rather have httpx's successor; the project pins httpx.
    warnings.simplefilter("ignore")
    from fastapi.testclient import TestClient

PASSWORD = "un mot de passe"
FRIDAY = MONDAY + timedelta(days=4)
BOARD = "/week?week=2026-W48"


class Person(TestClient):
    """A browser in which one person is signed in."""

    csrf = ""

    def submit(self, path, **fields):
        return self.post(path, data={"csrf": self.csrf, **fields}, follow_redirects=False)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    from planning.week.answers import answers  # noqa: PLC0415 - cold import: OR-Tools
    from planning.week.solve import solve  # noqa: PLC0415 - the same

    folder = tmp_path_factory.mktemp("kitchen")
    metadata()
    engine = make_engine(Settings(data_folder=folder).url)
    metadata().create_all(engine)
    with unit_of_work(engine) as db:
        import_catalogue(db, BOSS, at=NOW)
        foods = catalogue.ingredients(db)
        rng = random.Random(1)  # noqa: S311 - demo data
        stores.build(db, BOSS, monday=MONDAY, ingredients=foods, rng=rng, at=NOW)
        machines.build(db, BOSS, monday=MONDAY, at=NOW)
        week = service.open_week(db, MONDAY)
        run = service.ask_plan(db, BOSS, week, at=NOW)
        snapshot = frozen(db)
        service.begin(db, run, snapshot, at=NOW)
        plan = solve(snapshot.problem, SolveParams(budget=0.3))
        service.take_result(db, BOSS, run, write_plan(plan), at=NOW)
        run.answers = answers(snapshot.problem, plan)
        for login, role in (("chef", Role.MANAGER), ("cuisine", Role.COOK)):
            user = accounts.create_user(
                db, BOSS, login=login, display_name=login, password=PASSWORD, at=NOW
            )
            accounts.grant(db, BOSS, user, role, at=NOW)
        driver = accounts.create_user(
            db, BOSS, login="chauffeur", display_name="chauffeur", password=PASSWORD, at=NOW
        )
        accounts.grant(db, BOSS, driver, Role.DRIVER, at=NOW)
    engine.dispose()
    return folder / "tablee.db"


@pytest.fixture
def opened(built, tmp_path):
    """The application on a copy of the database of this test's own."""
    shutil.copy(built, tmp_path / "tablee.db")
    site = Settings(data_folder=tmp_path, allowed_hosts=("testserver",))
    engine = make_engine(site.url)
    yield create_app(site, engine=engine, now=lambda: NOW), engine
    engine.dispose()


@pytest.fixture
def person(opened):
    app, engine = opened
    clients = []

    def signed_in(login):
        client = Person(app, raise_server_exceptions=True)
        with unit_of_work(engine) as db:
            session, token = accounts.sign_in(db, login=login, password=PASSWORD, at=NOW)
            client.csrf = session.csrf
        client.cookies.set(COOKIE, token)
        clients.append(client)
        return client

    yield signed_in
    for client in clients:
        client.close()


@pytest.fixture
def look(opened):
    """Read the database with a question."""

    def ask(question, *args, **named):
        with Session(opened[1], expire_on_commit=False) as db:
            return question(db, *args, **named)

    return ask


@pytest.fixture
def wholesaler(opened):
    with unit_of_work(opened[1]) as db:
        directory.register(
            db,
            BOSS,
            name="Grossiste d'essai",
            kind=SupplierKind.WHOLESALER,
            commune="Calais",
            point=Point(50_948_000, 1_858_000),
            at=NOW,
        )


@pytest.mark.parametrize(
    "path",
    [
        "/stock", "/stock?area=chilled", "/stock?words=lait", "/stock/L-0001", "/production",
        "/production?on=2026-11-23", "/production?on=nonsense", BOARD, "/week?week=nonsense",
        f"{BOARD}&why=nonsense", f"{BOARD}&scenario=nonsense",
    ],
)  # fmt: skip
def test_every_page_opens_for_the_cook(person, path):
    answer = person("cuisine").get(path)
    assert answer.status_code == 200
    assert "%(" not in answer.text


def test_a_scenario_not_computed_yet_leaves_the_plan_in_sight(person):
    page = person("chef").get(f"{BOARD}&scenario=cheapest").text
    assert "Lundi 23" in page
    assert page.count("Le calculer") == 3
    assert "Calculer tous les scénarios" in page


def test_all_scenarios_are_asked_for_at_once_and_only_once(person, look):
    client = person("chef")
    for _ in range(2):
        assert client.submit("/week/2026-W48/plan", scenario="missing").status_code == 303
    monday = look(queries.week_by_monday, MONDAY)
    waiting = [run.scenario for run in look(queries.runs, monday.id) if not run.plan]
    assert sorted(waiting) == ["cheapest", "least_waste", "most_local"]


@pytest.mark.parametrize("path", ["/stock", "/production", BOARD])
def test_a_driver_does_not_open_the_kitchens_pages(person, path):
    assert person("chauffeur").get(path).status_code == 403


@pytest.mark.parametrize("path", ["/stock/L-9999", "/production/PR-99-99"])
def test_what_does_not_exist_is_not_found(person, path):
    assert person("chef").get(path).status_code == 404


def test_the_board_shows_every_dish_and_says_who_eats_it(person, look):
    page = person("chef").get(BOARD).text
    dishes = look(catalogue.dishes)
    run = look(lambda db: queries.runs(db, queries.week_by_monday(db, MONDAY).id))[0]
    _, plan = service.read_run(run)
    for line in plan.menu:
        assert dishes[line.recipe].recipe.name_fr in page.replace("&#39;", "'")
    assert "Lundi 23" in page
    assert "date absente" in page


def test_a_dish_is_explained_and_can_be_kept(person, look):
    client = person("chef")
    run = look(lambda db: queries.runs(db, queries.week_by_monday(db, MONDAY).id))[0]
    line = next(row for row in service.read_run(run)[1].menu if row.component == "main")
    page = client.get(f"{BOARD}&why={line.service}.{line.recipe}").text
    assert 'id="why"' in page
    assert "la portion" in page
    answer = client.submit(
        "/week/2026-W48/lock", day="2026-11-23", recipe=line.recipe, decision="keep"
    )
    assert answer.status_code == 303
    locks = look(lambda db: queries.locks(db, queries.week_by_monday(db, MONDAY).id))
    assert [(row.recipe_code, row.keep) for row in locks] == [(line.recipe, True)]


def test_a_decision_without_a_day_is_refused_with_the_field_named(person):
    answer = person("chef").submit("/week/2026-W48/lock", day="demain", recipe="x")
    assert answer.status_code == 422
    assert "day" in answer.text


def test_the_cook_may_not_publish(person):
    assert person("cuisine").submit("/week/2026-W48/publish").status_code == 403


def test_pressing_plan_queues_a_run_and_shows_its_progress(person, look):
    client = person("chef")
    assert client.submit("/week/2026-W48/plan", scenario="cheapest").status_code == 303
    page = client.get(BOARD).text
    assert 'hx-trigger="every 1s"' in page
    assert '<noscript><meta http-equiv="refresh"' in page
    assert client.submit("/week/2026-W48/stop").status_code == 303
    assert look(queries.next_queued).stop_asked


def test_without_a_wholesaler_to_buy_from_nothing_of_a_plan_is_published(person, look):
    answer = person("chef").submit("/week/2026-W48/publish", scenario="balanced")
    assert answer.status_code == 409
    assert look(production.batches, (MONDAY - timedelta(days=3), FRIDAY)) == []
    assert look(queries.week_by_monday, MONDAY).published_run is None


@pytest.mark.usefixtures("wholesaler")
def test_a_published_week_fills_the_kitchens_day(person, look):
    client = person("chef")
    assert client.submit("/week/2026-W48/publish", scenario="balanced").status_code == 303
    rows = look(production.batches, (MONDAY - timedelta(days=3), FRIDAY))
    first = next(row for row in rows if row.steps)
    page = client.get(f"/production?on={first.batch.cook_date}").text
    assert "<svg" in page
    assert first.batch.code in page
    sheet = client.get(f"/production/{first.batch.code}")
    assert sheet.status_code == 200
    assert str(first.batch.portions) in sheet.text


@pytest.mark.usefixtures("wholesaler")
def test_a_batch_is_started_and_finished_from_its_page(person, look):
    person("chef").submit("/week/2026-W48/publish", scenario="balanced")
    rows = look(production.batches, (MONDAY - timedelta(days=3), FRIDAY))
    code = next(
        row.batch.code
        for row in rows
        if all(pick.lot for pick in look(production.picks_of, row.batch.id))
    )
    cook = person("cuisine")
    for verb in ("start", "finish"):
        assert cook.submit(f"/production/{code}/{verb}").status_code == 303
    assert look(production.batch_by_code, code).batch.state == "finished"


def test_a_lot_is_weighed_blocked_released_and_thrown_away(person, look):
    client = person("chef")
    assert client.submit("/stock/L-0001/count", kilos="39,5").status_code == 303
    assert look(stock.lot_row, "L-0001").grams == 39_500
    assert client.submit("/stock/L-0001/block", reason="recall").status_code == 303
    assert "rappel" in client.get("/stock/L-0001").text
    assert client.submit("/stock/L-0001/release").status_code == 303
    assert client.submit("/stock/L-0001/discard", reason="moisi").status_code == 303
    assert look(stock.lot_row, "L-0001").grams == 0


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/stock/L-0001/count", {"kilos": "beaucoup"}),
        ("/stock/L-0001/count", {"kilos": "NaN"}),
        ("/stock/L-0001/count", {"kilos": "-3"}),
        ("/stock/L-0001/discard", {"reason": " "}),
        ("/stock/L-0001/date", {"use_by": "demain"}),
        ("/stock/L-0001/block", {"reason": "parce que"}),
    ],
)
def test_what_cannot_be_taken_changes_nothing(person, look, path, fields):
    before = look(stock.lot_row, "L-0001").grams
    assert person("chef").submit(path, **fields).status_code == 422
    row = look(stock.lot_row, "L-0001")
    assert (row.grams, row.lot.blocked) == (before, "")


def test_stock_lists_what_ends_first_first(person):
    page = person("cuisine").get("/stock").text
    shown = re.findall(r"L-\d{4}", page)
    assert len(set(shown)) > 60
    assert "date absente" in page
