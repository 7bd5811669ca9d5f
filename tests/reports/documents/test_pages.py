"""Downloads through the browser's door: PDFs for who may, a plain refusal for the rest."""

import sys
import warnings
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kitchen.accounts import service as accounts
from kitchen.accounts.deps import COOKIE
from kitchen.app.main import create_app
from kitchen.app.tables import metadata
from kitchen.core.actor import Role, system
from kitchen.core.config import Settings
from kitchen.core.db import make_engine, unit_of_work

sys.path.insert(0, str(Path(__file__).parent))
from document_rows import fill

with warnings.catch_warnings():
    # Starlette would rather have httpx's successor; the project pins httpx.
    warnings.simplefilter("ignore")
    from fastapi.testclient import TestClient

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
PASSWORD = "un mot de passe"
PAPERS = (
    "menu/2026-W48",
    "production/PR-48-01",
    "production/day/2026-11-20",
    "production/week/2026-W47",
    "picking/2026-11-20",
    "labels/PR-48-01",
    "labels/day/2026-11-20",
    "delivery-notes/2026-11-23",
    "routes/2026-11-23",
)


@pytest.fixture
def person(tmp_path):
    """Sign someone in, by role, on a database with one week in it."""
    site = Settings(data_folder=tmp_path, allowed_hosts=("testserver",))
    metadata()
    engine = make_engine(site.url)
    metadata().create_all(engine)
    with unit_of_work(engine) as db:
        fill(db)
    app = create_app(site, engine=engine, now=lambda: NOW)
    opened = []

    def signed_in(role):
        client = TestClient(app)
        with unit_of_work(engine) as db:
            user = accounts.create_user(
                db,
                system("tests"),
                login=role.value,
                display_name=role.value,
                password=PASSWORD,
                at=NOW,
            )
            accounts.grant(db, system("tests"), user, role, scope=None, at=NOW)
        with unit_of_work(engine) as db:
            session, token = accounts.sign_in(db, login=role.value, password=PASSWORD, at=NOW)
            client.csrf = session.csrf
        client.cookies.set(COOKIE, token)
        opened.append(client)
        return client

    yield signed_in
    for client in opened:
        client.close()
    engine.dispose()


def test_a_cook_opens_every_paper(person):
    cook = person(Role.COOK)
    for paper in PAPERS:
        answer = cook.get(f"/documents/{paper}.pdf")
        assert answer.status_code == 200, paper
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.content.startswith(b"%PDF")


def test_who_does_not_cook_or_drive_opens_no_paper(person):
    for role in (Role.FARMER, Role.PARTNER, Role.SOCIAL_WORKER):
        client = person(role)
        for path in ("/documents", *(f"/documents/{paper}.pdf" for paper in PAPERS)):
            assert client.get(path).status_code == 403, (role, path)


def test_what_does_not_exist_is_not_found(person):
    manager = person(Role.MANAGER)
    for paper in (
        "menu/2026-W60",
        "menu/nonsense",
        "production/PR-99",
        "picking/2027-01-01",
        "routes/2027-01-01",
    ):
        assert manager.get(f"/documents/{paper}.pdf").status_code == 404, paper
    assert manager.get("/documents?week=nonsense").status_code == 404


def test_the_page_lists_the_week_and_numbers_it(person):
    manager = person(Role.MANAGER)
    page = manager.get("/documents")
    assert page.status_code == 200
    assert "pas encore numéroté" in page.text
    assert "/documents/production/day/2026-11-20.pdf" in page.text
    answer = manager.post("/documents/week/2026-W48/issue", data={"csrf": manager.csrf})
    assert answer.status_code == 200
    assert "FP-2026-47-01" in answer.text
    assert "pas encore numéroté" not in answer.text


def test_a_driver_reads_papers_but_does_not_number_them(person):
    driver = person(Role.DRIVER)
    assert driver.get("/documents").status_code == 200
    answer = driver.post("/documents/week/2026-W48/issue", data={"csrf": driver.csrf})
    assert answer.status_code == 403
