"""Signing in and out, the way home, languages, people: through the browser's door."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from kitchen.accounts import queries, service
from kitchen.accounts.deps import COOKIE
from kitchen.accounts.pages import DEMO_PEOPLE
from kitchen.app.demo import PASSWORD as DEMO_PASSWORD
from kitchen.app.demo import PEOPLE
from kitchen.app.main import create_app
from kitchen.app.tables import metadata
from kitchen.core.actor import Role, system
from kitchen.core.config import Settings
from kitchen.core.db import make_engine, unit_of_work

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
PASSWORD = "quatre mots faciles ici"
OWN = {role: uuid4() for role in (Role.FARMER, Role.PARTNER, Role.DRIVER)}  # a row of their own
HOMES = {
    Role.MANAGER: "/week",
    Role.COOK: "/production",
    Role.SOCIAL_WORKER: "/households",
    Role.FARMER: "/my-offers",
    Role.COORDINATOR: "/tours",
    Role.DRIVER: "/my-tour",
    Role.PARTNER: "/my-meals",
    Role.ADMIN: "/users",
}


class Site:
    """An application on a database of its own, with a clock that tests move."""

    def __init__(self, folder):
        self.now = NOW
        self.engine = make_engine(f"sqlite:///{folder / 'tablee.db'}")
        metadata().create_all(self.engine)
        with unit_of_work(self.engine) as db:
            for role in Role:
                user = service.create_user(
                    db,
                    system("tests"),
                    login=role.value,
                    display_name=f"Personne {role.value}",
                    password=PASSWORD,
                    at=NOW,
                )
                service.grant(db, system("tests"), user, role, at=NOW, scope=OWN.get(role))
        self.settings = Settings(data_folder=folder, demo=True)
        self.app = create_app(self.settings, engine=self.engine, now=lambda: self.now)

    def browser(self):
        return TestClient(self.app, follow_redirects=False)

    def signed_in(self, role):
        browser = self.browser()
        answer = browser.post("/sign-in", data={"login": role.value, "password": PASSWORD})
        assert answer.status_code == 303
        return browser


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    made = Site(tmp_path_factory.mktemp("accounts"))
    yield made
    made.engine.dispose()


@pytest.fixture(autouse=True)
def at_nine(site):
    site.now = NOW


def csrf(page):
    return re.search(r'name="csrf" value="([^"]+)"', page.text).group(1)


@pytest.mark.parametrize("role", list(Role))
def test_each_role_comes_home_to_its_own_question(site, role):
    home = site.signed_in(role).get("/")
    assert home.status_code == 303
    assert home.headers["location"].startswith(HOMES[role])


def test_the_bar_never_leads_to_a_refusal(site):
    for role in Role:
        browser = site.signed_in(role)
        page = browser.get("/profile").text
        bar = page[page.index("bar-nav") : page.index("</nav>")]
        refused = {
            at for at in re.findall(r'href="([^"]+)"', bar) if browser.get(at).status_code == 403
        }
        assert refused == set(), role


def test_a_role_without_a_row_of_its_own_comes_home_to_the_profile(site):
    with unit_of_work(site.engine) as db:
        user = service.create_user(
            db, system("tests"), login="landless", display_name="X", password=PASSWORD, at=NOW
        )
        service.grant(db, system("tests"), user, Role.FARMER, at=NOW)
    browser = site.browser()
    browser.post("/sign-in", data={"login": "landless", "password": PASSWORD})
    assert browser.get("/").headers["location"] == "/profile"


def test_a_refusal_is_beside_the_form_keeps_the_name_and_says_not_which_was_wrong(site):
    answers = [
        site.browser().post("/sign-in", data={"login": login, "password": "x" * 20})
        for login in ("cook", "nobody")
    ]
    assert [answer.status_code for answer in answers] == [401, 401]
    assert 'value="cook"' in answers[0].text
    assert answers[0].text.replace("cook", "nobody") == answers[1].text
    assert COOKIE not in answers[0].cookies


def test_failures_are_counted_and_slow_guessing_down_without_locking(site):
    with unit_of_work(site.engine) as db:
        service.create_user(
            db, system("tests"), login="guessed", display_name="X", password=PASSWORD, at=NOW
        )
    browser = site.browser()
    for _ in range(6):
        browser.post("/sign-in", data={"login": "guessed", "password": "wrong password"})
    right = {"login": "guessed", "password": PASSWORD}
    paused = browser.post("/sign-in", data=right)
    assert paused.status_code == 429
    assert 'role="alert"' in paused.text
    site.now = NOW + timedelta(minutes=1, seconds=1)
    assert browser.post("/sign-in", data=right).status_code == 303


def test_the_cookie_of_a_session_is_kept_from_scripts_and_other_sites(site):
    answer = site.browser().post("/sign-in", data={"login": "cook", "password": PASSWORD})
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith(COOKIE))
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie


def test_signing_in_never_adopts_a_token_the_browser_brought(site):
    browser = site.browser()
    browser.cookies.set(COOKIE, "chosen-by-someone-else")
    answer = browser.post("/sign-in", data={"login": "cook", "password": PASSWORD})
    assert "chosen-by-someone-else" not in answer.headers["set-cookie"]


def test_after_signing_out_the_old_cookie_opens_nothing(site):
    browser = site.signed_in(Role.COOK)
    token = browser.cookies[COOKIE]
    profile = browser.get("/profile")
    assert browser.post("/sign-out", data={"csrf": csrf(profile)}).status_code == 303
    replayed = site.browser()
    replayed.cookies.set(COOKIE, token)
    assert replayed.get("/profile").headers["location"].startswith("/sign-in")


def test_a_write_needs_the_token_of_this_session(site):
    browser, other = site.signed_in(Role.ADMIN), site.signed_in(Role.ADMIN)
    person = {"name": "Léa", "login": "lea", "password": PASSWORD, "role": "cook"}
    foreign = csrf(other.get("/users"))
    for token in ({}, {"csrf": ""}, {"csrf": foreign}):
        assert browser.post("/users", data=person | token).status_code == 403
    with unit_of_work(site.engine, writes=False) as db:
        assert queries.user_by_login(db, "lea") is None


def test_after_the_session_ended_htmx_is_sent_to_sign_in_and_a_page_comes_back(site):
    fragment = site.browser().get("/users", headers={"HX-Request": "true"})
    assert (fragment.status_code, fragment.headers["hx-redirect"]) == (401, "/sign-in")
    page = site.browser().get("/users")
    assert page.headers["location"] == "/sign-in?next=/users"


@pytest.mark.parametrize(
    ("target", "reached"), [("/users", "/users"), ("//evil.example", "/"), ("https://evil", "/")]
)
def test_signing_in_leads_back_to_our_own_pages_only(site, target, reached):
    form = {"login": "admin", "password": PASSWORD, "next": target}
    assert site.browser().post("/sign-in", data=form).headers["location"] == reached


def test_the_language_is_kept_and_the_page_stays_the_same(site):
    browser = site.signed_in(Role.COOK)
    form = {"locale": "en", "next": "/profile", "csrf": csrf(browser.get("/profile"))}
    assert browser.post("/language", data=form).headers["location"] == "/profile"
    assert "My profile" in browser.get("/profile").text
    with unit_of_work(site.engine, writes=False) as db:
        assert queries.user_by_login(db, "cook").locale == "en"
    assert "My profile" in site.signed_in(Role.COOK).get("/profile").text
    browser.post("/language", data=form | {"locale": "fr"})


def test_an_administrator_adds_a_person_and_one_more_role(site):
    browser = site.signed_in(Role.ADMIN)
    token = csrf(browser.get("/users"))
    person = {"name": "Yanis", "login": "yanis", "password": PASSWORD, "role": "cook"}
    assert browser.post("/users", data=person | {"csrf": token}).status_code == 303
    with unit_of_work(site.engine, writes=False) as db:
        user_id = queries.user_by_login(db, "yanis").id
    again = {"csrf": token, "role": "driver"}
    for _ in range(2):  # pressed twice, granted once
        assert browser.post(f"/users/{user_id}/roles", data=again).status_code == 303
    with unit_of_work(site.engine, writes=False) as db:
        grants = queries.actor_of(db, queries.user_by_login(db, "yanis")).grants
    assert [grant.role for grant in grants] == [Role.COOK, Role.DRIVER]


@pytest.mark.parametrize(
    ("field", "typed"),
    [("name", "L"), ("login", "un nom"), ("password", "trop court"), ("role", "chef"),
     ("login", "cook")],
)  # fmt: skip
def test_a_fault_is_beside_its_field_and_nobody_is_added(site, field, typed):
    browser = site.signed_in(Role.ADMIN)
    token = csrf(browser.get("/users"))
    person = {"name": "Noé", "login": "noe", "password": PASSWORD, "role": "cook", "csrf": token}
    page = browser.post("/users", data=person | {field: typed})
    assert page.status_code == 422
    assert 'role="alert"' in page.text
    assert PASSWORD not in page.text
    with unit_of_work(site.engine, writes=False) as db:
        assert queries.user_by_login(db, "noe") is None


def test_only_an_administrator_sees_people(site):
    for role in set(Role) - {Role.ADMIN}:
        assert site.signed_in(role).get("/users").status_code == 403


def test_the_profile_lists_what_the_person_may_open(site):
    page = site.signed_in(Role.FARMER).get("/profile").text
    assert 'href="/my-offers"' in page
    assert 'href="/users"' not in page


def test_demo_people_are_offered_in_the_demo_only_and_are_those_it_makes(site):
    assert [login for login, _, _ in DEMO_PEOPLE] == [login for login, _, _ in PEOPLE]
    assert DEMO_PASSWORD in site.browser().get("/sign-in").text
    real = create_app(
        site.settings.model_copy(update={"demo": False}), engine=site.engine, now=lambda: NOW
    )
    assert DEMO_PASSWORD not in TestClient(real).get("/sign-in").text
