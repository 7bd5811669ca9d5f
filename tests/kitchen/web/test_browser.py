"""In a real browser, every page a role may open: nothing refused, nothing cut off, all labelled."""

import shutil
import threading
import time
from datetime import UTC, datetime
from uuid import uuid4

import pytest
import uvicorn

from kitchen.accounts import service
from kitchen.app.main import create_app
from kitchen.app.tables import metadata
from kitchen.core.actor import Role, system
from kitchen.core.config import Settings
from kitchen.core.db import make_engine, unit_of_work

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine"),
]
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
PASSWORD = "quatre mots faciles ici"
OWN = {role: uuid4() for role in (Role.FARMER, Role.PARTNER, Role.DRIVER)}  # a row of their own
ROLES = (Role.ADMIN, Role.SOCIAL_WORKER, Role.FARMER, Role.PARTNER, Role.DRIVER)
FORMS = {Role.SOCIAL_WORKER: ("/households/new",)}  # pages no bar leads to
UNLABELLED = """() => [...document.querySelectorAll("input, select, textarea")]
  .filter((field) => field.type !== "hidden" && !field.labels.length
          && !field.getAttribute("aria-label"))
  .map((field) => field.name)"""
SMALL = """() => [...document.querySelectorAll("button, .button")]
  .map((one) => [one.textContent.trim(), one.getBoundingClientRect()])
  .filter(([, box]) => box.width && box.height < 44).map(([words]) => words)"""


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("browser")
    engine = make_engine(f"sqlite:///{folder / 'tablee.db'}")
    metadata().create_all(engine)
    with unit_of_work(engine) as db:
        for role in ROLES:
            user = service.create_user(
                db,
                system("t"),
                login=role.value,
                display_name=role.value,
                password=PASSWORD,
                at=NOW,
            )
            service.grant(db, system("t"), user, role, at=NOW, scope=OWN.get(role))
    app = create_app(Settings(data_folder=folder, demo=True), engine=engine, now=lambda: NOW)
    server = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", lifespan="off")
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()
    engine.dispose()


@pytest.fixture(scope="module")
def chromium():
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


def faults(page, width):
    found = []
    if page.evaluate("document.documentElement.scrollWidth") > width:
        found.append("wider than the screen")
    found += [f"no label: {name}" for name in page.evaluate(UNLABELLED)]
    found += [f"too small to press: {words}" for words in page.evaluate(SMALL)]
    if page.locator("h1").count() != 1:
        found.append("not one title")
    return found


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (360, "dark")])
def test_each_page_of_each_role_fits_is_labelled_and_breaks_no_policy(
    address, chromium, width, theme
):
    found = {}
    for role in ROLES:
        context = chromium.new_context(
            viewport={"width": width, "height": 740}, color_scheme=theme, locale="fr-FR"
        )
        page = context.new_page()
        said = []
        page.on(
            "console",
            lambda message, said=said: (
                said.append(message.text) if message.type in {"error", "warning"} else None
            ),
        )
        page.on("pageerror", lambda error, said=said: said.append(str(error)))
        page.goto(f"{address}/sign-in")
        page.fill("#f-login", role.value)
        page.fill("#f-password", PASSWORD)
        page.click(".button-primary")
        links = page.locator(".bar-nav a").evaluate_all("all => all.map(one => one.pathname)")
        assert links, role
        for path in [*links, *FORMS.get(role, ()), "/profile"]:
            page.goto(address + path)
            if wrong := [*faults(page, width), *said]:
                found[role.value, path] = wrong
            said.clear()
        context.close()
    assert not found, found


def test_a_filter_swaps_the_main_part_alone_and_the_back_button_returns(address, chromium):
    page = chromium.new_page()
    page.goto(f"{address}/sign-in")
    page.fill("#f-login", "admin")
    page.fill("#f-password", PASSWORD)
    page.click(".button-primary")
    page.goto(f"{address}/stock")
    page.evaluate("document.querySelector('.top').dataset.kept = 'yes'")
    page.click(".filters a >> nth=1")
    page.wait_for_url("**/stock?*")
    page.wait_for_selector(".filters a[aria-current] >> nth=0")
    assert page.evaluate("document.querySelector('.top').dataset.kept") == "yes"
    assert page.evaluate("document.activeElement.id") == "main"
    page.go_back()
    page.wait_for_url("**/stock")
    page.wait_for_selector(".filters a:first-child[aria-current]")
    page.close()


def test_the_theme_changes_at_once_and_is_remembered(address, chromium):
    page = chromium.new_page()
    page.goto(f"{address}/sign-in")
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.click("button[name='theme'][value='dark']")
    after = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.reload()
    assert before != after == page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.close()


def test_the_keyboard_reaches_the_content_first(address, chromium):
    page = chromium.new_page()
    page.goto(f"{address}/components")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"
    page.close()


def test_signing_in_works_without_javascript(address, chromium):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/sign-in")
    page.fill("#f-login", "admin")
    page.fill("#f-password", PASSWORD)
    page.click(".button-primary")
    assert page.url == f"{address}/users"
    context.close()
