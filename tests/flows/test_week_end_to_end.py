"""The loop, through HTTP only: offer, plan, publish, cook, route, print."""

import io
import re

import pytest
from pypdf import PdfReader

from distribution.tours import queries as tour_queries
from kitchen.app import jobs
from kitchen.core.db import make_engine, unit_of_work


def token(page):
    return re.search(r'name="csrf" value="([^"]+)"', page.text)[1]


def words(pdf):
    reader = PdfReader(io.BytesIO(pdf))
    return "\n".join(page.extract_text() for page in reader.pages)


@pytest.mark.parametrize(
    ("login", "home"),
    [
        ("responsable", "/week"),
        ("cuisine", "/production"),
        ("sociale", "/households"),
        ("ferme", "/my-offers"),
        ("coordination", "/tours"),
        ("chauffeur", "/my-tour"),
        ("partenaire", "/my-meals"),
        ("admin", "/users"),
    ],
)
def test_each_role_opens_on_its_own_question(sign_in, login, home):
    page = sign_in(login).get("/")
    assert (page.status_code, page.url.path) == (200, home)


def test_the_board_shows_every_meal_served_and_its_reasons(sign_in):
    client = sign_in("responsable")
    board = client.get("/week?week=2026-W48")
    assert "repas, tous servis" in board.text
    choice = re.search(r"why=(d\d\.[a-z0-9-]+)", board.text)[1]
    why = client.get(f"/week?week=2026-W48&why={choice}")
    assert "Pourquoi" in why.text
    assert "la portion" in why.text


def test_a_manager_plans_again_and_the_worker_answers(sign_in, site):
    client = sign_in("responsable")
    board = client.get("/week?week=2026-W48")
    client.post("/week/2026-W48/plan", data={"csrf": token(board), "scenario": "cheapest"})
    waiting = client.get("/week?week=2026-W48")
    assert "Calcul du plan" in waiting.text
    engine = make_engine(site.url)
    assert jobs.run_queued(engine, site) == 1
    engine.dispose()
    done = client.get("/week?week=2026-W48&scenario=cheapest")
    assert "Calcul du plan" not in done.text
    assert "Publier ces changements" in done.text


def test_the_sheets_of_a_published_week_name_their_batch(sign_in):
    client = sign_in("cuisine")
    day = client.get("/production?on=2026-11-25")
    code = re.search(r"/production/(PR-48-\d+)", day.text)[1]
    batch = client.get(f"/production/{code}")
    assert code in batch.text
    sheet = client.get(f"/documents/production/{code}.pdf")
    assert sheet.headers["content-type"] == "application/pdf"
    assert code in words(sheet.content)


def test_the_route_sheet_names_doors_and_nobody_who_eats(sign_in):
    client = sign_in("coordination")
    sheet = words(client.get("/documents/routes/2026-11-25.pdf").content)
    assert "L'Escale" in sheet
    assert not any(name in sheet for name in ("Łukasz", "Nguyễn", "Fatima"))


def test_a_farmer_offers_leeks_and_sees_the_offer(sign_in):
    client = sign_in("ferme")
    form = client.get("/my-offers/new?product=poireau")
    farm = re.search(r'name="farm" value="([^"]+)"', form.text)[1]
    key = re.search(r'name="key" value="([^"]+)"', form.text)[1]
    fields = {
        "csrf": token(form),
        "key": key,
        "farm": farm,
        "product": "poireau",
        "unit": "kg",
        "gift": "0",
        "count": "40",
        "price": "1,10",
        "first": "2026-11-30",
        "last": "2026-12-04",
        "handover": "delivered",
    }
    for _ in range(2):  # the phone sent it twice
        client.post("/my-offers", data=fields)
    mine = client.get("/my-offers")
    assert len(re.findall(r"<h2>Poireaux, 40\s*kg</h2>", mine.text)) == 1


def test_the_driver_notes_a_hand_over(sign_in):
    client = sign_in("chauffeur")
    page = client.get("/my-tour")
    stop = re.search(r'action="[^"]*(/my-tour/[0-9a-f-]+)"', page.text)[1]
    answer = client.post(
        stop, data={"csrf": token(page), "temperature": "2,5", "outcome": "delivered", "van": ""}
    )
    assert answer.status_code == 200
    assert stop not in client.get("/my-tour").text


NAMES = ("Nguyễn", "Łukasz", "Fatima", "Oksana", "سميرة", "Marie-Ange")


@pytest.mark.parametrize(
    ("login", "path"),
    [
        ("responsable", "/week?week=2026-W48"),
        ("cuisine", "/production?on=2026-11-25"),
        ("coordination", "/tours?on=2026-11-25"),
        ("chauffeur", "/my-tour"),
        ("partenaire", "/my-meals?monday=2026-11-23"),
        ("coordination", "/partners"),
    ],
)
def test_nobody_who_eats_is_named_outside_the_caseload(sign_in, login, path):
    page = sign_in(login).get(path)
    assert page.status_code == 200
    assert [name for name in NAMES if name in page.text] == []


def test_the_social_worker_does_see_the_names(sign_in):
    page = sign_in("sociale").get("/households")
    assert [name for name in NAMES if name not in page.text] == []


def test_names_are_not_readable_in_the_database_file(site):
    data = b"".join(path.read_bytes() for path in site.data_folder.glob("tablee.db*"))
    assert [name for name in NAMES if name.encode() in data] == []


def test_another_partners_door_is_not_found(sign_in):
    client = sign_in("partenaire")
    page = client.get("/my-meals?monday=2026-12-07")
    own = re.search(r"/my-meals/(D-\d+)/", page.text)[1]
    assert own == "D-001"
    answer = client.post("/my-meals/D-002/2026-12-07", data={"csrf": token(page), "standard": "3"})
    assert answer.status_code == 404


@pytest.mark.parametrize("login", ["responsable", "cuisine", "ferme", "chauffeur", "partenaire"])
def test_households_are_refused_to_everyone_else(sign_in, login):
    assert sign_in(login).get("/households").status_code == 403


def test_a_day_of_tours_says_why_and_what_more_would_change(sign_in, site):
    client = sign_in("coordination")
    engine = make_engine(site.url)
    with unit_of_work(engine, writes=False) as db:
        on = tour_queries.unanswered(db).day
    path = f"/tours?on={on}"
    assert "Le planificateur y travaille" in client.get(path).text
    assert jobs.explain_tours(engine)
    page = client.get(path)
    assert "Pourquoi ici" in page.text
    assert "km de plus" in page.text
    assert "Le planificateur y travaille" not in page.text
    with unit_of_work(engine, writes=False) as db:
        answers = tour_queries.tour_day(db, on).answers
        assert tour_queries.unanswered(db).day != on
    assert set(answers) == {"why", "tight", "more"}
    assert all(answers["why"].values())
    with unit_of_work(engine) as db:
        tour_queries.tour_day(db, on).answers = {}
    unsaid = client.get(path).text
    assert "n&#39;ont pas pu être établies" in unsaid
    assert "n&#39;épargneraient rien" not in unsaid
    client.post(f"/tours/{on}/plan", data={"csrf": token(page)})
    assert "Le planificateur y travaille" in client.get(path).text
    engine.dispose()
