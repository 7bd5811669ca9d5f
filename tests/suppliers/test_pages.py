"""The pages of suppliers through the whole application, as each role meets them."""

import random
import re
import shutil
import warnings
from datetime import UTC, date, datetime

import pytest

from kitchen.accounts import service as accounts
from kitchen.accounts.deps import COOKIE
from kitchen.app.main import create_app
from kitchen.app.tables import metadata
from kitchen.catalogue import queries as catalogue
from kitchen.catalogue.service import import_catalogue
from kitchen.core.actor import Role, system
from kitchen.core.config import Settings
from kitchen.core.db import make_engine, unit_of_work
from reports.impact import demo as impact
from suppliers.marketplace import demo as marketplace
from suppliers.offers import demo as offers

with warnings.catch_warnings():
    # Starlette would rather have httpx's successor; the project pins httpx.
    warnings.simplefilter("ignore")
    from fastapi.testclient import TestClient

MONDAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 19, 9, 0, tzinfo=UTC)
PASSWORD = "un mot de passe"
BOSS = system("tests")


class Person(TestClient):
    """A browser in which one person is signed in."""

    csrf = ""

    def submit(self, path, **fields):
        return self.post(path, data={"csrf": self.csrf, **fields}, follow_redirects=False)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("suppliers")
    site = Settings(data_folder=folder, allowed_hosts=("testserver",))
    metadata()
    engine = make_engine(site.url)
    metadata().create_all(engine)
    with unit_of_work(engine) as db:
        import_catalogue(db, BOSS, at=NOW)
        rng = random.Random(3)  # noqa: S311 - demo data
        made = offers.build(
            db, BOSS, monday=MONDAY, ingredients=catalogue.ingredients(db), rng=rng, at=NOW
        )
        marketplace.build(db, BOSS, monday=MONDAY, rng=rng, at=NOW)
        impact.build(db, BOSS, at=NOW)
        scopes = {
            "ferme": (Role.FARMER, made.suppliers["attaques"].id),
            "voisine": (Role.FARMER, made.suppliers["marck"].id),
            "chef": (Role.MANAGER, None),
            "coordination": (Role.COORDINATOR, None),
            "chauffeur": (Role.DRIVER, None),
        }
        for login, (role, scope) in scopes.items():
            user = accounts.create_user(
                db, BOSS, login=login, display_name=login, password=PASSWORD, at=NOW
            )
            accounts.grant(db, BOSS, user, role, scope=scope, at=NOW)
    engine.dispose()
    return folder / "tablee.db", made


@pytest.fixture
def person(built, tmp_path):
    """Sign a person in, on a copy of the built database of this test's own."""
    shutil.copy(built[0], tmp_path / "tablee.db")
    site = Settings(data_folder=tmp_path, allowed_hosts=("testserver",))
    engine = make_engine(site.url)
    app = create_app(site, engine=engine, now=lambda: NOW)
    opened = []

    def signed_in(login):
        client = Person(app, raise_server_exceptions=True)
        with unit_of_work(engine) as db:
            session, token = accounts.sign_in(db, login=login, password=PASSWORD, at=NOW)
            client.csrf = session.csrf
        client.cookies.set(COOKIE, token)
        opened.append(client)
        return client

    yield signed_in
    for client in opened:
        client.close()
    engine.dispose()


def hidden(page, name):
    return re.search(rf'name="{name}" value="([^"]*)"', page).group(1)


@pytest.mark.parametrize(
    "path",
    [
        "/my-offers", "/my-offers/new", "/offers", "/offers?week=2026-W48&state=declared",
        "/offers?week=nonsense&state=nonsense", "/suppliers", "/suppliers?kind=farm",
        "/suppliers/F-001", "/orders", "/orders?state=draft", "/marketplace",
        "/marketplace?waiting=1&trade=farm_shop&words=ferme", "/marketplace.csv", "/impact",
    ],
)  # fmt: skip
def test_every_page_opens_for_the_coordinator(person, path):
    answer = person("coordination").get(path)
    assert answer.status_code == 200
    assert "%(" not in answer.text


@pytest.mark.parametrize("path", ["/offers", "/orders", "/suppliers", "/marketplace"])
def test_a_farmer_does_not_open_the_kitchens_lists(person, path):
    assert person("ferme").get(path).status_code == 403


def test_a_driver_has_no_offers(person):
    assert person("chauffeur").get("/my-offers").status_code == 403


def test_the_farmers_button_says_what_it_will_do(person):
    client = person("ferme")
    page = client.get("/my-offers/new?product=poireau&unit=kg&count=40").text
    assert "Proposer 40\u00a0kg de poireaux" in page
    crates = client.get("/my-offers/new?product=endive&unit=crate&count=3&gift=1").text
    assert "Proposer 3\u00a0caisses d’endives" in crates


def test_a_press_on_plus_is_a_link_that_works_without_javascript(person):
    client = person("ferme")
    page = client.get("/my-offers/new?product=poireau&unit=kg&count=40").text
    (more,) = re.findall(r'class="step" href="([^"]+)" aria-label="Plus', page)
    assert "Proposer 45\u00a0kg de poireaux" in client.get(more.replace("&amp;", "&")).text


@pytest.mark.parametrize(
    "query", ["count=0", "count=-5", "count=9999999", "count=x", "unit=ton", "product=dragon"]
)
def test_a_link_that_makes_no_sense_still_opens(person, query):
    assert person("ferme").get(f"/my-offers/new?product=poireau&{query}").status_code == 200


def offer_leeks(client, **changes):
    page = client.get("/my-offers/new?product=poireau&unit=kg&count=40").text
    fields = {
        "farm": hidden(page, "farm"),
        "product": "poireau",
        "unit": "kg",
        "count": "40",
        "gift": "0",
        "price": "1,15",
        "first": "2026-11-23",
        "last": "2026-11-27",
        "key": hidden(page, "key"),
    }
    return client.submit("/my-offers", **(fields | changes))


def test_an_offer_sent_twice_is_made_once_and_shown_to_its_farm_only(person):
    client = person("ferme")
    key = {"key": "the-same-form", "note": "Un mot rien que pour nous"}
    assert offer_leeks(client, **key).status_code == 303
    assert offer_leeks(client, **key).status_code == 303
    kitchen = person("chef").get("/offers?week=2026-W48&state=declared").text
    assert kitchen.count("Un mot rien que pour nous") == 1
    assert "1,15\u00a0€" in client.get("/my-offers").text
    assert "1,15\u00a0€" not in person("voisine").get("/my-offers").text


def test_a_form_that_cannot_be_taken_keeps_what_was_typed(person):
    answer = offer_leeks(person("ferme"), last="2026-11-22", note="Prévoir des caisses vides")
    assert answer.status_code == 422
    assert "La fin vient avant le début." in answer.text
    assert "Prévoir des caisses vides" in answer.text


def test_a_farm_offers_nothing_in_anothers_name(person, built):
    marck = built[1].suppliers["marck"].code
    assert offer_leeks(person("ferme"), farm=marck).status_code == 404
    assert person("ferme").get(f"/my-offers?farm={marck}").status_code == 404


def test_a_farmer_cannot_withdraw_anothers_offer(person, built):
    other = next(o for o in built[1].offers if o.supplier_id == built[1].suppliers["marck"].id)
    assert person("ferme").submit(f"/my-offers/{other.id}/withdraw").status_code == 404
    assert person("voisine").submit(f"/my-offers/{other.id}/withdraw").status_code == 303


def test_a_write_without_the_sessions_token_is_refused(person, built):
    client = person("ferme")
    client.csrf = "forged"
    assert offer_leeks(client).status_code == 403


def test_the_answer_comes_back_to_the_farmer(person, built):
    cabbage = next(
        o
        for o in built[1].offers
        if o.supplier_id == built[1].suppliers["attaques"].id and o.product == "Choux blancs"
    )
    chef = person("chef")
    too_much = chef.submit(f"/offers/{cabbage.id}/part", kilograms="900", reason="enough")
    assert too_much.status_code == 409
    words = "Merci de reproposer jeudi"
    taken = chef.submit(
        f"/offers/{cabbage.id}/part", kilograms="12,5", reason="cold_room_full", words=words
    )
    assert taken.status_code == 303
    page = person("ferme").get("/my-offers").text
    assert "12,5\u00a0kg pris" in page
    assert "La chambre froide est pleine." in page
    assert words in page
    assert chef.submit(f"/offers/{cabbage.id}/accept").status_code == 409


def test_last_week_is_repeated_by_one_press(person, built):
    client = person("voisine")
    offer = next(o for o in built[1].offers if o.supplier_id == built[1].suppliers["marck"].id)
    assert "Répéter la semaine dernière" not in client.get("/my-offers/new").text
    client.submit(f"/my-offers/{offer.id}/withdraw")
    assert "Répéter la semaine dernière" in client.get("/my-offers/new").text
    farm = hidden(client.get("/my-offers/new").text, "farm")
    first = client.submit("/my-offers/repeat", farm=farm)
    again = client.submit("/my-offers/repeat", farm=farm)
    assert (first.status_code, again.status_code) == (303, 409)


def test_offers_become_orders_then_lots(person):
    chef = person("chef")
    assert chef.submit("/offers/accept-all", week="2026-W48").status_code == 303
    assert chef.submit("/orders/from-offers", week="2026-W48").status_code == 303
    drafts = chef.get("/orders?state=draft").text
    ids = re.findall(r"/orders/([0-9a-f-]{36})/send", drafts)
    assert len(ids) > 10
    chilled = [one for one in ids if chef.submit(f"/orders/{one}/send").status_code == 303]
    forms = {one: chef.get(f"/orders/{one}/receive").text for one in chilled}
    one = next(key for key, page in forms.items() if "celsius_1" in page)
    lines = len(re.findall(r'name="kilos_\d+"', forms[one]))
    warm = {f"kilos_{n}": "10" for n in range(1, lines + 1)}
    warm |= {f"celsius_{n}": "9" for n in range(1, lines + 1)}
    refused = chef.submit(f"/orders/{one}/receive", **warm)
    assert refused.status_code == 422
    assert "Trop chaud" in refused.text
    cold = warm | {f"celsius_{n}": "2,5" for n in range(1, lines + 1)}
    cold |= {f"use_by_{n}": "2026-11-27" for n in range(1, lines + 1)}
    assert chef.submit(f"/orders/{one}/receive", **cold).status_code == 303
    assert "R-0001" in chef.get("/orders").text
    assert chef.submit(f"/orders/{one}/receive", **cold).status_code == 409


def test_unreadable_figures_at_the_door_are_all_named(person):
    chef = person("chef")
    chef.submit("/offers/accept-all", week="2026-W48")
    chef.submit("/orders/from-offers", week="2026-W48")
    draft = re.search(r"/orders/([0-9a-f-]{36})/send", chef.get("/orders").text).group(1)
    chef.submit(f"/orders/{draft}/send")
    page = chef.get("/orders?state=sent").text
    ids = re.findall(r"/orders/([0-9a-f-]{36})/receive", page)
    answer = chef.submit(
        f"/orders/{ids[0]}/receive", kilos_1="beaucoup", celsius_1="tiède", use_by_1="bientôt"
    )
    assert answer.status_code == 422
    assert answer.text.count("en chiffres") == 2
    assert "Ce n’est pas un jour." in answer.text
    assert "beaucoup" in answer.text


def test_a_supplier_is_suspended_with_a_reason_and_resumed(person):
    chef = person("chef")
    assert chef.submit("/suppliers/F-020/suspend", reason="").status_code == 422
    assert chef.submit("/suppliers/F-020/suspend", reason="Contrôle").status_code == 303
    assert "suspendu" in chef.get("/suppliers/F-020").text
    assert chef.submit("/suppliers/F-020/resume").status_code == 303


def test_a_proposed_shop_is_linked_by_the_coordinator_only(person):
    client = person("coordination")
    page = client.get("/marketplace?waiting=1").text
    merchant = re.search(r"/marketplace/([0-9a-f-]{36})/link", page).group(1)
    assert (
        person("chef").submit(f"/marketplace/{merchant}/link", supplier="F-002").status_code == 403
    )
    assert client.submit(f"/marketplace/{merchant}/link", supplier="F-999").status_code == 404
    assert client.submit(f"/marketplace/{merchant}/link", supplier="F-002").status_code == 303


def test_the_impact_page_shows_the_public_figures_with_their_source(person):
    page = person("chef").get("/impact").text
    for figure in ("1\u00a0000 ou plus", ">86<", ">104<", "bilan 2021"):
        assert figure in page


def test_a_farmer_confirms_the_order_on_the_own_page(person, built):
    chef, client = person("chef"), person("ferme")
    chef.submit("/offers/accept-all", week="2026-W48")
    chef.submit("/orders/from-offers", week="2026-W48")
    for one in re.findall(r"/orders/([0-9a-f-]{36})/send", chef.get("/orders").text):
        chef.submit(f"/orders/{one}/send")
    path = re.search(r"/orders/[0-9a-f-]{36}/confirm", client.get("/my-offers").text).group()
    assert person("voisine").submit(path).status_code == 404
    assert client.submit(path).status_code == 303
    assert "à confirmer" not in client.get("/my-offers").text
