"""Counting and taking a forecast through the whole application, as people meet them."""

import re
import warnings
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session, select

from distribution.demand import service
from distribution.demand.models import MealOrder, ServedCount
from distribution.partners import service as partners
from distribution.partners.models import DropPoint
from kitchen.accounts import service as accounts
from kitchen.accounts.deps import COOKIE
from kitchen.app import demo_history
from kitchen.app.main import create_app
from kitchen.app.tables import metadata
from kitchen.core.actor import Role, system
from kitchen.core.config import Settings
from kitchen.core.db import make_engine, unit_of_work
from kitchen.core.vocabulary import Meal, SizeClass

with warnings.catch_warnings():
    # Starlette would rather have httpx's successor; the project pins httpx.
    warnings.simplefilter("ignore")
    from fastapi.testclient import TestClient

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
MONDAY = date(2026, 11, 23)
BOSS = system("tests")
PARIS = "Europe/Paris"
PASSWORD = "un mot de passe"


def build(db):
    partner = partners.register(db, BOSS, name="Escale", kind="accueil", at=NOW)
    door = partners.open_door(
        db,
        BOSS,
        partner,
        name="Escale",
        address="Rue",
        commune="Calais",
        lat_microdeg=50_951_200,
        lon_microdeg=1_852_300,
        formats=("chilled",),
        most_meals=60,
        windows=[(weekday, 570, 690) for weekday in range(5)],
        at=NOW,
    )
    service.order(
        db,
        BOSS,
        door,
        day=NOW.date(),
        lines={("standard", SizeClass.STANDARD): 12, ("no_pork", SizeClass.STANDARD): 4},
        timezone=PARIS,
        at=NOW,
    )
    demo_history.build(db, BOSS, monday=MONDAY, seed=1, timezone=PARIS, at=NOW)
    for login, role, scope in (
        ("coordination", Role.COORDINATOR, None),
        ("partenaire", Role.PARTNER, partner.id),
    ):
        user = accounts.create_user(
            db, BOSS, login=login, display_name=login, password=PASSWORD, at=NOW
        )
        accounts.grant(db, BOSS, user, role, scope=scope, at=NOW)
    return door.code


@pytest.fixture
def opened(tmp_path):
    site = Settings(data_folder=tmp_path, allowed_hosts=("testserver",))
    metadata()
    engine = make_engine(site.url)
    metadata().create_all(engine)
    with unit_of_work(engine) as db:
        door = build(db)
    yield create_app(site, engine=engine, now=lambda: NOW), engine, door
    engine.dispose()


@pytest.fixture
def person(opened):
    app, engine, _ = opened
    clients = []

    def signed_in(login):
        client = TestClient(app)
        with unit_of_work(engine) as db:
            session, token = accounts.sign_in(db, login=login, password=PASSWORD, at=NOW)
            client.csrf = session.csrf
        client.cookies.set(COOKIE, token)
        clients.append(client)
        return client

    yield signed_in
    for client in clients:
        client.close()


def rows(engine, question):
    with Session(engine) as db:
        return db.exec(question).all()


def test_a_partner_counts_a_day_with_one_number(opened, person):
    _, engine, door = opened
    client = person("partenaire")
    page = client.get("/my-meals").text
    assert "à compter" in page
    answer = client.post(
        f"/my-meals/{door}/2026-11-20/count",
        data={"csrf": client.csrf, "left-standard": "2"},
        follow_redirects=False,
    )
    assert answer.status_code == 303
    kept = rows(engine, select(ServedCount).where(ServedCount.day == NOW.date()))
    assert {row.diet: (row.delivered, row.served) for row in kept} == {
        "standard": (12, 10),
        "no_pork": (4, 4),
    }


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"left-standard": "beaucoup"}, "nombre"),
        ({"left-standard": "40"}, "reste"),
        ({"left-vegan": "1"}, "nombre"),
    ],
)
def test_a_count_that_cannot_be_is_refused_with_a_reason(opened, person, fields, said):
    _, engine, door = opened
    client = person("partenaire")
    answer = client.post(f"/my-meals/{door}/2026-11-20/count", data={"csrf": client.csrf, **fields})
    assert answer.status_code == 422
    assert said in answer.text
    assert rows(engine, select(ServedCount).where(ServedCount.day == NOW.date())) == []


def test_a_day_without_an_order_or_that_is_no_day_is_not_found(opened, person):
    client = person("partenaire")
    for day in ("2026-11-21", "demain"):
        answer = client.post(f"/my-meals/{opened[2]}/{day}/count", data={"csrf": client.csrf})
        assert answer.status_code == 404


def test_the_forecast_shows_its_error_beside_last_weeks_count(opened, person):
    page = person("coordination").get("/forecast").text
    errors = [
        float(text.replace(",", "."))
        for text in re.search(r"<dd>([\d,]+)</dd><dt>[^<]*semaine passée\W+([\d,]+)", page).groups()
    ]
    assert 0 < errors[0] < errors[1]
    assert "<polyline" in page


def test_a_door_is_shown_by_diet(opened, person):
    page = person("coordination").get(f"/forecast?door={opened[2]}").text
    assert "sans porc" in page
    assert "Tout le point" in page


def test_a_coordinator_takes_the_figures_once(opened, person):
    engine = opened[1]
    client = person("coordination")
    for _ in range(2):
        answer = client.post("/forecast/2026-11-25", data={"csrf": client.csrf})
        assert answer.status_code == 200
        filled = rows(engine, select(MealOrder).where(MealOrder.day >= MONDAY))
        assert [row.forecast for row in filled] == [True] * 5
        assert {row.day for row in filled} == {MONDAY + timedelta(days=day) for day in range(5)}
    assert "prévision" in person("partenaire").get("/my-meals").text


def test_a_partner_neither_sees_nor_takes_the_forecast(person):
    client = person("partenaire")
    assert client.get("/forecast").status_code == 403
    assert client.post("/forecast/2026-11-23", data={"csrf": client.csrf}).status_code == 403


def test_a_kitchen_without_counts_is_told_what_it_takes(opened, person):
    page = person("coordination").get("/forecast?monday=2026-09-07").text
    assert "Pas encore de prévision" in page


def test_a_partner_asks_for_dinners_and_counts_them_apart(opened, person):
    _, engine, door = opened
    client = person("partenaire")
    address = f"/my-meals/{door}/2026-12-01"
    page = client.get("/my-meals?monday=2026-11-30").text
    assert f"{address}?meal=dinner" in page
    assert "Demander aussi des dîners" in page
    answer = client.post(
        f"{address}?meal=dinner", data={"csrf": client.csrf, "standard": "9", "vegetarian": "2"}
    )
    assert "11 dîners" in answer.text.replace("\N{NO-BREAK SPACE}", " ")
    client.post(address, data={"csrf": client.csrf, "standard": "30"})
    kept = rows(engine, select(MealOrder).where(MealOrder.day == date(2026, 12, 1)))
    assert sorted(row.meal.value for row in kept) == ["dinner", "lunch"]
    assert client.post(f"{address}?meal=supper", data={"csrf": client.csrf}).status_code == 422


def test_a_served_dinner_is_counted_beside_the_lunch(opened, person):
    _, engine, door = opened
    with unit_of_work(engine) as db:
        point = db.exec(select(DropPoint)).one()
        lines = {("standard", SizeClass.STANDARD): 8}
        service.order(
            db, BOSS, point, day=NOW.date(), meal=Meal.DINNER, lines=lines, timezone=PARIS, at=NOW
        )
    client = person("partenaire")
    address = f"/my-meals/{door}/2026-11-20/count?meal=dinner"
    assert address in client.get("/my-meals").text
    client.post(address, data={"csrf": client.csrf, "left-standard": "3"})
    kept = rows(engine, select(ServedCount).where(ServedCount.day == NOW.date()))
    assert [(row.meal, row.delivered, row.served) for row in kept] == [(Meal.DINNER, 8, 5)]


@pytest.fixture
def with_dinners(opened):
    """Dinners of four weeks asked for, and twelve weeks of them counted."""
    _, engine, _ = opened
    with unit_of_work(engine) as db:
        point = db.exec(select(DropPoint)).one()
        lines = {("standard", SizeClass.STANDARD): 20, ("vegetarian", SizeClass.STANDARD): 3}
        service.order(
            db, BOSS, point, day=NOW.date(), meal=Meal.DINNER, lines=lines, timezone=PARIS, at=NOW
        )
        demo_history.build(db, BOSS, monday=MONDAY, seed=1, timezone=PARIS, at=NOW)


@pytest.mark.usefixtures("with_dinners")
def test_the_forecast_of_dinners_stands_beside_that_of_lunches_with_its_own_error(opened, person):
    _, engine, door = opened
    client = person("coordination")
    for address in ("/forecast", f"/forecast?door={door}"):
        page = client.get(address).text
        assert re.findall(r"<h2>(Midi|Soir)</h2>", page) == ["Midi", "Soir"]
        errors = re.findall(r"<dd>([\d,]+)</dd><dt>[^<]*semaine passée\W+([\d,]+)", page)
        assert len(set(errors)) == 2
    assert "10 services de points" in client.get("/forecast").text
    client.post("/forecast/2026-11-25", data={"csrf": client.csrf})
    filled = rows(engine, select(MealOrder).where(MealOrder.day >= MONDAY))
    assert sorted(row.meal.value for row in filled) == ["dinner"] * 5 + ["lunch"] * 5
    page = person("partenaire").get("/my-meals").text
    assert page.count(">prévision<") == 10


def test_a_kitchen_of_lunches_alone_is_shown_no_meal_to_tell_apart(person):
    page = person("coordination").get("/forecast").text
    assert "<h2>Midi" not in page
    assert "<h2>Soir" not in page
