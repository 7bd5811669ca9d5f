"""An evening's meals, through HTTP only: asked, planned, published, cooked, driven, handed over."""

import io
import re
from datetime import timedelta

from pypdf import PdfReader

from kitchen.app import demo, jobs
from kitchen.core.db import make_engine, unit_of_work
from kitchen.core.vocabulary import Meal
from kitchen.production import queries as production
from kitchen.week import queries as weeks
from kitchen.week import service as planning
from planning.week.check import check

WEEK = "/week?week=2026-W48"
WEDNESDAY = demo.MONDAY + timedelta(days=2)
LATER = demo.NOW + timedelta(hours=1)
SHELTER = 30  # dinners that the demo's night shelter asks for


def token(page):
    return re.search(r'name="csrf" value="([^"]+)"', page.text)[1]


def words(pdf):
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return re.sub(r"\s+", " ", text.replace("\N{NO-BREAK SPACE}", " "))


def test_a_dinner_goes_from_the_partners_page_to_its_papers(sign_in, site):
    partner = sign_in("partenaire", LATER)
    page = partner.get("/my-meals?monday=2026-11-23")
    kept = partner.post(
        f"/my-meals/D-001/{WEDNESDAY}?meal=dinner",
        data={"csrf": token(page), "standard": "8", "no_pork": "4"},
    )
    assert "12 dîners" in kept.text.replace("\N{NO-BREAK SPACE}", " ")

    manager = sign_in("responsable", LATER)
    change = {
        "csrf": token(manager.get(WEEK)), "kind": "headcount", "door": "D-001",
        "day": str(WEDNESDAY), "meal": "dinner", "diet": "vegetarian", "portions": "3",
    }  # fmt: skip
    assert manager.post("/week/2026-W48/changes", data=change).status_code == 200
    engine = make_engine(site.url)
    assert jobs.run_queued(engine, site) == 1
    board = manager.get(WEEK + "&scenario=balanced")
    asked = SHELTER + 12 + 3
    assert f"{asked} repas" in board.text.replace("\N{NO-BREAK SPACE}", " ")
    assert "tous servis" in board.text
    assert "au soir" in board.text  # the draft's differences name the meal
    published = manager.post(
        "/week/2026-W48/publish", data={"csrf": token(board), "scenario": "balanced"}
    )
    assert published.status_code == 200
    with unit_of_work(engine, writes=False) as db:
        rows = [
            row
            for row in production.batches(db, (WEDNESDAY, WEDNESDAY), by="service_date")
            if row.batch.meal is Meal.DINNER
        ]
        made: dict[str, int] = {}
        for row in rows:
            part = row.batch.component.value
            made[part] = made.get(part, 0) + row.batch.portions
        codes = sorted(row.batch.code for row in rows)
    engine.dispose()
    assert made["starter"] == made["dessert"] == asked
    assert made.get("main", 0) + made.get("complete", 0) == asked

    cook = sign_in("cuisine", LATER)
    station = cook.get(f"/production/{codes[0]}")
    assert "<strong>soir</strong>" in station.text
    assert "soir" in words(cook.get(f"/documents/production/{codes[0]}.pdf").content)

    coordinator = sign_in("coordination", LATER)
    day = coordinator.get(f"/tours?on={WEDNESDAY}")
    coordinator.post(f"/tours/{WEDNESDAY}/plan", data={"csrf": token(day)})
    assert "dont 15 pour le soir" in coordinator.get(f"/tours?on={WEDNESDAY}").text
    route = words(coordinator.get(f"/documents/routes/{WEDNESDAY}.pdf").content)
    assert re.search(r"L'Escale.*soir 15", route)
    notes = words(coordinator.get(f"/documents/delivery-notes/{WEDNESDAY}.pdf").content)
    assert re.search(
        r"L'Escale \(exemple\) Bon de livraison, mercredi 25 novembre 2026, soir", notes
    )


def test_dinners_nobody_answered_for_are_planned_from_the_forecast_and_their_risk_is_said(
    sign_in, site
):
    engine = make_engine(site.url)
    with unit_of_work(engine, writes=False) as db:
        run = weeks.latest(db, weeks.week_by_monday(db, demo.MONDAY).id)
        problem, plan = planning.read_run(run)
        answers = run.answers
    engine.dispose()
    assert check(problem, plan) == []
    evenings = [row for row in problem.demands if row.service.endswith("-dinner")]
    ranged = {row.service for row in evenings if row.low < row.portions < row.high}
    assert ranged == {"d6-dinner", "d7-dinner"}  # Thursday and Friday
    assert all(not row.high for row in evenings if row.service not in ranged)
    risky = {
        row["service"]
        for row in answers["risks"]
        if row["short_permille"] and row["service"].endswith("-dinner")
    }
    assert risky == ranged
    assert 10 <= problem.rules.together_permille < 500  # storms and month ends reach every door
    tables = {row.services for row in problem.frequencies}
    assert {len(codes) for codes in tables} == {5}
    assert len(tables) == 2
    board = sign_in("responsable").get(WEEK).text
    assert re.search(r"<th[^>]*>[^<]*, jeudi 26 au soir", board)
    assert "corrélation de" in board
    asked = sum(row.portions for row in evenings if row.service == "d6-dinner")
    page = sign_in("coordination").get("/my-meals?monday=2026-11-23&door=D-002").text
    assert f"{asked} dîners" in page.replace("\N{NO-BREAK SPACE}", " ")
    assert page.count(">prévision<") == 2
    english = sign_in("coordination")
    english.cookies.set("locale", "en")
    assert re.findall(r"<h2>(\w+)</h2>", english.get("/forecast?monday=2026-11-23").text) == [
        "Lunch",
        "Dinner",
    ]
