"""One error, three forms: a page, an alert for htmx, a problem for programs."""

import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from frame_site import browser, small_site

from kitchen.core import errors
from kitchen.core.errors import KitchenError
from kitchen.core.i18n import DEFAULT_LOCALE, translations
from kitchen.web.problems import CORE_SENTENCES

HTMX = {"HX-Request": "true"}


@pytest.fixture
def web():
    return browser(small_site())


def test_a_browser_gets_a_page_that_says_what_to_try(web):
    page = web.get("/stock")
    assert page.status_code == 403
    assert "<html" in page.text
    assert "Votre rôle ne permet pas" in page.text
    assert "coordination" in page.text


def test_htmx_gets_an_alert_above_the_page_that_keeps_what_was_typed(web):
    alert = web.get("/stock", headers=HTMX)
    assert alert.status_code == 403
    assert "<html" not in alert.text
    assert 'role="alert"' in alert.text
    assert alert.headers["hx-retarget"] == "#main"
    assert alert.headers["hx-reswap"].startswith("afterbegin")


def test_a_program_gets_a_problem_with_its_stable_code(web):
    problem = web.get("/api/lots")
    assert problem.status_code == 409
    assert problem.headers["content-type"] == "application/problem+json"
    assert problem.json()["type"] == "core.conflict"
    assert web.get("/api/nowhere").json()["status"] == 404


def test_a_breakdown_shows_a_number_and_no_data_of_people(web, capsys):
    page = web.get("/broken")
    logged = capsys.readouterr().out
    assert page.status_code == 500
    number = re.search(r"numéro\s([0-9a-f]{6})", page.text)
    assert number
    assert number.group(1) in logged
    assert "Amina" not in page.text + logged


def test_every_faulty_line_is_listed_and_escaped(web):
    page = web.post("/file")
    assert page.status_code == 422
    assert "line 2" in page.text
    assert "line 7" in page.text
    assert "<b>x</b>" not in page.text
    assert "&lt;b&gt;x&lt;/b&gt;" in page.text


def test_every_sentence_of_the_core_errors_is_marked_and_has_french():
    family = [
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, KitchenError) and kind is not KitchenError
    ]
    assert sorted(kind.message for kind in family) == sorted(CORE_SENTENCES)
    french = translations(DEFAULT_LOCALE)
    assert [text for text in CORE_SENTENCES if french.gettext(text) == text] == []
