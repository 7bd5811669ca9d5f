"""Orders and goods in: what is weighed becomes a lot, and no gram is counted twice."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from kitchen.core.errors import BadInput, NotAllowed, NotFound
from kitchen.core.vocabulary import Funding
from kitchen.stock.models import Lot, LotSource
from suppliers.directory import service as directory
from suppliers.directory.geography import Point
from suppliers.directory.models import SupplierKind
from suppliers.offers import service as offers
from suppliers.offers.models import Handover, OfferUnit
from suppliers.receipts import queries, service
from suppliers.receipts.goods_in import Arrived, receive
from suppliers.receipts.models import OrderState, Verdict
from suppliers.receipts.service import Asked

MONDAY = date(2026, 11, 23)
THURSDAY, FRIDAY = MONDAY + timedelta(days=3), MONDAY + timedelta(days=4)


@pytest.fixture
def offer(db, farm, leek, boss, at):
    return offers.declare(
        db,
        boss,
        supplier_id=farm.id,
        ingredient_id=leek.id,
        unit=OfferUnit.KG,
        unit_count=40,
        least_units=30,
        available_from=MONDAY + timedelta(days=1),
        available_until=FRIDAY,
        price_cents_per_kg=110,
        min_order_grams=10_000,
        at=at,
    )


@pytest.fixture
def order(db, farm, leek, boss, at):
    lines = [Asked(ingredient_id=leek.id, grams=12_500, pack_grams=5_000, wanted_on=MONDAY)]
    return service.draft(db, boss, supplier_id=farm.id, lines=lines, at=at)


def coming(db, farm):
    return [a for a in queries.arrivals(db, MONDAY, FRIDAY) if a.supplier_id == farm.id]


def test_a_waiting_offer_counts_for_what_is_sure_on_a_day_the_farm_delivers(db, offer, farm):
    (arrival,) = coming(db, farm)
    assert (arrival.kind, arrival.grams, arrival.committed) == ("offer", 30_000, False)
    assert arrival.first_date == THURSDAY  # it comes on Mondays and Thursdays
    assert (arrival.price_cents_per_kg, arrival.least_grams) == (110, 10_000)
    assert arrival.local


def test_what_is_fetched_waits_for_no_delivery_day(db, farm, leek, boss, at):
    offers.declare(
        db,
        boss,
        supplier_id=farm.id,
        ingredient_id=leek.id,
        unit=OfferUnit.KG,
        unit_count=5,
        available_from=MONDAY + timedelta(days=1),
        available_until=FRIDAY,
        gift=True,
        handover=Handover.PICKED_UP,
        at=at,
    )
    (arrival,) = coming(db, farm)
    assert (arrival.kind, arrival.first_date) == ("donation", MONDAY + timedelta(days=1))


def test_what_was_taken_then_ordered_then_received_is_counted_once(db, offer, farm, leek, boss, at):
    offers.accept(db, boss, offer.id, grams=25_000, at=at)
    assert [(a.kind, a.grams) for a in coming(db, farm)] == [("offer", 25_000)]
    (order,) = service.order_taken_offers(db, boss, first=MONDAY, last=FRIDAY, at=at)
    assert [(a.kind, a.grams) for a in coming(db, farm)] == [("offer", 25_000)]  # not sent yet
    service.send(db, boss, order.id, at=at)
    assert [(a.kind, a.grams) for a in coming(db, farm)] == [("order", 25_000)]
    (line,) = queries.order_row(db, order.id).lines
    arrived = Arrived(
        ingredient_id=leek.id,
        grams=24_300,
        order_line_id=line.line.id,
        offer_id=offer.id,
        price_cents_per_kg=110,
    )
    receive(
        db,
        boss,
        supplier_id=farm.id,
        order_id=order.id,
        lines=[arrived],
        received_on=THURSDAY,
        at=at,
    )
    assert coming(db, farm) == []
    assert queries.order_row(db, order.id).lines[0].received_grams == 24_300
    with pytest.raises(service.NothingToOrder):
        service.order_taken_offers(db, boss, first=MONDAY, last=FRIDAY, at=at)


def test_a_cancelled_order_gives_the_offer_back(db, offer, farm, boss, at):
    offers.accept(db, boss, offer.id, at=at)
    (order,) = service.order_taken_offers(db, boss, first=MONDAY, last=FRIDAY, at=at)
    service.cancel(db, boss, order.id, at=at)
    assert [(a.kind, a.grams) for a in coming(db, farm)] == [("offer", 40_000)]


def test_an_order_is_rounded_up_to_whole_packs(db, order):
    (line,) = queries.order_row(db, order.id).lines
    assert (line.line.packs, line.line.grams) == (3, 15_000)


def test_an_order_goes_one_way(db, order, boss, at):
    with pytest.raises(service.OrderClosed):
        service.confirm(db, boss, order.id, at=at)
    service.send(db, boss, order.id, at=at)
    service.confirm(db, boss, order.id, at=at)
    with pytest.raises(service.OrderClosed):
        service.send(db, boss, order.id, at=at)
    service.cancel(db, boss, order.id, at=at)
    with pytest.raises(service.OrderClosed):
        service.cancel(db, boss, order.id, at=at)


def test_a_farmer_confirms_an_own_order_only(db, order, boss, farmer, neighbour, at):
    service.send(db, boss, order.id, at=at)
    with pytest.raises(NotFound):
        service.confirm(db, neighbour, order.id, at=at)
    with pytest.raises(NotAllowed):
        service.cancel(db, farmer, order.id, at=at)
    assert service.confirm(db, farmer, order.id, at=at).state is OrderState.CONFIRMED


def test_an_empty_or_senseless_order_is_refused_with_every_field(db, farm, leek, boss, at):
    with pytest.raises(BadInput):
        service.draft(db, boss, supplier_id=farm.id, lines=[], at=at)
    bad = Asked(
        ingredient_id=leek.id, grams=0, pack_grams=0, price_cents_per_kg=-1, wanted_on=MONDAY
    )
    with pytest.raises(BadInput) as caught:
        service.draft(db, boss, supplier_id=farm.id, lines=[bad], at=at)
    assert [field for field, _ in caught.value.lines] == [
        "lines.1.grams",
        "lines.1.pack_grams",
        "lines.1.price_cents_per_kg",
    ]


def test_goods_become_a_lot_that_knows_its_origin(db, farm, leek, boss, at):
    receipt = receive(
        db,
        boss,
        supplier_id=farm.id,
        lines=[Arrived(ingredient_id=leek.id, grams=9_800, price_cents_per_kg=110)],
        received_on=MONDAY,
        at=at,
    )
    lot = db.exec(select(Lot)).one()
    assert (lot.received_grams, lot.unit_cost_cents_per_kg) == (9_800, 110)
    assert (lot.source, lot.origin, lot.local) == (LotSource.FARM, "Guînes", True)
    origin = queries.origin_of(db, lot.id)
    assert (origin.supplier.id, origin.receipt.code) == (farm.id, receipt.code)


def test_a_gift_is_a_lot_that_cost_nothing(db, farm, leek, boss, at):
    receive(
        db,
        boss,
        supplier_id=farm.id,
        lines=[Arrived(ingredient_id=leek.id, grams=5_000, price_cents_per_kg=110, gift=True)],
        received_on=MONDAY,
        at=at,
    )
    lot = db.exec(select(Lot)).one()
    assert (lot.source, lot.funding, lot.unit_cost_cents_per_kg) == (
        LotSource.DONATION,
        Funding.GIFT,
        0,
    )


def test_refused_goods_make_no_lot(db, farm, chicken, boss, at):
    receive(
        db,
        boss,
        supplier_id=farm.id,
        lines=[
            Arrived(
                ingredient_id=chicken.id,
                grams=5_000,
                verdict=Verdict.REFUSED,
                reason="9 °C à cœur",
                temperature_tenths=90,
            )
        ],
        received_on=MONDAY,
        at=at,
    )
    assert db.exec(select(Lot)).all() == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"grams": 0}, "grams"),
        ({"temperature_tenths": 90, "use_by": FRIDAY}, "temperature_tenths"),
        ({"temperature_tenths": None, "use_by": FRIDAY}, "temperature_tenths"),
        ({"use_by": None}, "use_by"),
        ({"use_by": MONDAY - timedelta(days=1)}, "use_by"),
        ({"verdict": Verdict.RESERVE, "use_by": FRIDAY}, "reason"),
    ],
)
def test_goods_that_cannot_be_taken_are_named(db, farm, chicken, boss, at, change, field):
    options = {"grams": 5_000, "temperature_tenths": 30, "use_by": FRIDAY} | change
    with pytest.raises(BadInput) as caught:
        receive(
            db,
            boss,
            supplier_id=farm.id,
            lines=[Arrived(ingredient_id=chicken.id, **options)],
            received_on=MONDAY,
            at=at,
        )
    assert [name for name, _ in caught.value.lines] == [f"lines.1.{field}"]


def test_goods_of_another_order_are_not_received_on_this_one(
    db, order, farm, other_farm, leek, boss, at
):
    service.send(db, boss, order.id, at=at)
    with pytest.raises(NotFound):
        receive(
            db,
            boss,
            supplier_id=other_farm.id,
            order_id=order.id,
            lines=[Arrived(ingredient_id=leek.id, grams=1_000)],
            received_on=MONDAY,
            at=at,
        )


def test_an_order_is_received_once(db, order, farm, leek, boss, at):
    service.send(db, boss, order.id, at=at)
    options = {
        "supplier_id": farm.id,
        "order_id": order.id,
        "lines": [Arrived(ingredient_id=leek.id, grams=15_000)],
        "received_on": MONDAY,
        "at": at,
    }
    receive(db, boss, **options)
    with pytest.raises(service.OrderClosed):
        receive(db, boss, **options)


@pytest.fixture
def wholesaler(db, boss, at):
    return directory.register(
        db,
        boss,
        name="Halles d’essai",
        kind=SupplierKind.WHOLESALER,
        commune="Calais",
        point=Point(50_955_700, 1_906_800),
        at=at,
    )


def plan(db, boss, leek, at, grams):
    lines = [Asked(ingredient_id=leek.id, grams=grams, pack_grams=5_000, wanted_on=MONDAY)]
    made = service.order_plan(
        db, boss, first=MONDAY, last=FRIDAY, purchases=lines if grams else [], at=at
    )
    return [queries.order_row(db, order.id) for order in made]


def test_a_plan_orders_what_it_buys_and_what_it_takes(db, offer, wholesaler, farm, leek, boss, at):
    offers.accept(db, boss, offer.id, grams=25_000, at=at)
    bought, taken = plan(db, boss, leek, at, 12_000)
    assert (bought.supplier.id, bought.grams) == (wholesaler.id, 15_000)
    assert (taken.supplier.id, taken.grams) == (farm.id, 25_000)


def test_a_newer_plan_replaces_drafts_and_leaves_sent_orders(db, wholesaler, leek, boss, at):
    (first,) = plan(db, boss, leek, at, 10_000)
    (second,) = plan(db, boss, leek, at, 20_000)
    assert first.order.state is OrderState.CANCELLED
    service.send(db, boss, second.order.id, at=at)
    (third,) = plan(db, boss, leek, at, 5_000)
    assert second.order.state is OrderState.SENT
    assert third.order.state is OrderState.DRAFT
    assert plan(db, boss, leek, at, 0) == []
    assert queries.order_row(db, third.order.id).order.state is OrderState.CANCELLED


def test_without_a_wholesaler_nothing_can_be_bought(db, leek, boss, at):
    with pytest.raises(service.NoWholesaler):
        plan(db, boss, leek, at, 10_000)
