"""The marketplace's records: imported twice they are there once, and every bad line is named."""

import random
from datetime import date

import pytest
from sqlmodel import col, func, select

from kitchen.core.errors import BadInput, NotAllowed
from suppliers.marketplace import demo, queries, service
from suppliers.marketplace.importer import import_listings, import_merchants, import_sales
from suppliers.marketplace.matching import plain, proposed
from suppliers.marketplace.models import MatchState, Merchant, Trade

HEADER = "external_id;name;trade;commune;joined_on;active\n"
SHOPS = HEADER + (
    "1;Boutique Ferme d’essai;farm_shop;Guînes;2024-03-01;oui\n"
    "2;Librairie du Phare;books;Calais;;\n"
    "3;Fournil du Minck;baker;Calais;;non\n"
)
SOURCE = "essai"


def take(db, boss, at, text=SHOPS):
    return import_merchants(db, boss, text.encode(), source=SOURCE, at=at, name="c.csv")


def count(db):
    return db.exec(
        select(func.count()).select_from(Merchant).where(Merchant.source == SOURCE)
    ).one()


def states(db):
    return {m.external_id: m.match_state for m in queries.merchants_by_key(db, SOURCE).values()}


def test_a_file_taken_twice_is_there_once(db, boss, at):
    first = take(db, boss, at)
    again = take(db, boss, at)
    assert (first.added, first.same) == (3, 0)
    assert (again.added, again.changed, again.same) == (0, 0, 3)
    assert count(db) == 3


def test_a_corrected_file_changes_what_it_corrects(db, boss, at):
    take(db, boss, at)
    again = take(db, boss, at, SHOPS.replace("Fournil du Minck", "Fournil du Phare"))
    assert (again.added, again.changed, again.same) == (0, 1, 2)
    assert queries.merchants_by_key(db, SOURCE)["3"].name == "Fournil du Phare"


def test_a_link_is_proposed_and_never_guessed(db, boss, at, farm):
    take(db, boss, at)
    assert states(db) == {
        "1": MatchState.PROPOSED,
        "2": MatchState.NOT_A_SUPPLIER,
        "3": MatchState.UNMATCHED,
    }
    assert queries.merchants_by_key(db, SOURCE)["1"].supplier_id == farm.id


def test_an_import_never_undoes_a_persons_link(db, boss, at, farm, other_farm):
    take(db, boss, at)
    shop = queries.merchants_by_key(db, SOURCE)["1"]
    service.link(db, boss, shop.id, supplier_id=other_farm.id, at=at)
    take(db, boss, at, SHOPS.replace("Guînes", "Ardres"))
    assert (shop.supplier_id, shop.match_state, shop.commune) == (
        other_farm.id,
        MatchState.MATCHED,
        "Ardres",
    )


def test_a_shop_set_aside_stops_waiting(db, boss, at):
    take(db, boss, at)
    before = queries.totals(db).waiting
    service.set_aside(db, boss, queries.merchants_by_key(db, SOURCE)["3"].id, at=at)
    assert queries.totals(db).waiting == before - 1


def test_every_bad_line_is_named_and_nothing_is_written(db, boss, at):
    bad = HEADER + (
        "1;Fournil;baker;Calais;;\n"
        "1;Fournil bis;baker;Calais;;\n"
        ";;wizard;Calais;31/12/2024;perhaps\n"
    )
    with pytest.raises(BadInput) as caught:
        take(db, boss, at, bad)
    places = [place for place, _ in caught.value.lines]
    assert len(places) == 6
    for line, field in [(3, "external_id"), (4, "name"), (4, "trade"), (4, "joined_on")]:
        assert any(str(line) in place and field in place for place in places)
    assert count(db) == 0


def test_listings_and_sales_follow_their_shop(db, boss, at):
    take(db, boss, at)
    listings = "external_id;merchant_id;title;price;grams;listed_on\nL1;3;Pain;4,80;1000;2026-11-01"
    sales = "external_id;merchant_id;listing_id;sold_on;amount\nV1;3;L1;2026-11-02;4,80\n"
    for _ in range(2):
        import_listings(db, boss, listings.encode(), source=SOURCE, at=at)
        import_sales(db, boss, sales.encode(), source=SOURCE, at=at)
    totals = queries.totals(db)
    assert (totals.listings, totals.sales, totals.sales_cents) == (1, 1, 480)


def test_a_listing_of_no_known_shop_is_named(db, boss, at):
    listings = b"external_id;merchant_id;title;price;listed_on\nL1;99;Pain;4,80;2026-11-01\n"
    with pytest.raises(BadInput) as caught:
        import_listings(db, boss, listings, source=SOURCE, at=at)
    ((place, sentence),) = caught.value.lines
    assert "merchant_id" in place
    assert "99" in sentence


def test_who_may_not_import_does_not(db, farmer, at):
    with pytest.raises(NotAllowed):
        take(db, farmer, at)


def test_names_are_compared_without_accents_brackets_and_filler():
    assert plain("La boutique des Épis (exemple)") == "epis"
    assert proposed("", Trade.BAKER, []) is None


def test_two_suppliers_that_look_alike_are_not_proposed(farm, other_farm):
    farm.name = other_farm.name = "Ferme des Dunes"
    assert proposed("Ferme des Dunes", Trade.FARM_SHOP, [farm, other_farm]) is None


def test_the_demo_has_the_104_shops_of_the_cluster_from_one_seed(db, boss, at):
    monday = date(2026, 11, 23)
    first = demo.merchants_table(random.Random(7), monday)  # noqa: S311 - demo data
    assert first == demo.merchants_table(random.Random(7), monday)  # noqa: S311 - the same
    demo.build(db, boss, monday=monday, rng=random.Random(7), at=at)  # noqa: S311 - the same
    rows = db.exec(
        select(Merchant).where(Merchant.source == demo.SOURCE).order_by(col(Merchant.name))
    ).all()
    assert len(rows) == 104
    assert len({row.name for row in rows}) == 104
    assert queries.totals(db).sales > 0
