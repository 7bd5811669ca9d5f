"""What a grower reads of its food: the dishes it goes into, from the offer to the lot."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from kitchen.core.vocabulary import Component
from kitchen.production.models import Batch, BatchPick, BatchState
from kitchen.stock.models import Lot
from suppliers.offers import service as offers
from suppliers.offers.models import OfferUnit
from suppliers.receipts import grower, queries, service
from suppliers.receipts.goods_in import Arrived, receive

MONDAY = date(2026, 11, 23)
FRIDAY = MONDAY + timedelta(days=4)


@pytest.fixture
def offer(db, farm, leek, boss, at):
    made = offers.declare(
        db,
        boss,
        supplier_id=farm.id,
        ingredient_id=leek.id,
        unit=OfferUnit.KG,
        unit_count=40,
        available_from=MONDAY,
        available_until=FRIDAY,
        price_cents_per_kg=110,
        at=at,
    )
    return offers.accept(db, boss, made.id, at=at)


@pytest.fixture
def cook(db, leek):
    def cooked(code, portions, *, state=BatchState.SCHEDULED, **pick):
        batch = Batch(
            code=code,
            recipe_code="veloute-essai",
            recipe_version=1,
            name_fr="Velouté de poireaux",
            name_en="Leek soup",
            component=Component.STARTER,
            service_date=MONDAY + timedelta(days=1),
            cook_date=MONDAY,
            use_by=FRIDAY,
            portions=portions,
            standard_permille=portions * 1000,
            grams=portions * 250,
            portion_grams=250,
            state=state,
        )
        db.add(batch)
        db.flush()
        for _ in range(2):
            db.add(BatchPick(batch_id=batch.id, ingredient_id=leek.id, grams=5_000, **pick))
        db.flush()
        return batch

    return cooked


def told(db, farm, offer):
    return [(d.name, d.portions, d.cooked) for d in grower.dishes(db, farm.id).get(offer.id, [])]


def test_a_planned_dish_is_told_once_with_its_portions(db, farm, offer, cook):
    cook("FP-1", 200, expected_from=offer.code)
    cook("FP-2", 52, expected_from=offer.code)
    assert told(db, farm, offer) == [("Velouté de poireaux", 252, False)]


def test_a_cancelled_batch_and_anothers_offer_are_not_told(db, farm, offer, cook):
    cook("FP-1", 200, state=BatchState.CANCELLED, expected_from=offer.code)
    cook("FP-2", 52, expected_from="O-9999")
    assert told(db, farm, offer) == []


def test_the_dish_is_followed_from_the_order_to_the_lot(db, farm, leek, offer, cook, boss, at):
    (order,) = [
        one
        for one in service.order_taken_offers(db, boss, first=MONDAY, last=FRIDAY, at=at)
        if one.supplier_id == farm.id
    ]
    service.send(db, boss, order.id, at=at)
    assert [row.order.id for row in grower.to_confirm(db, farm.id)] == [order.id]
    (line,) = queries.order_row(db, order.id).lines
    (arrival,) = [a for a in queries.arrivals(db, MONDAY, FRIDAY) if a.supplier_id == farm.id]
    cook("FP-1", 100, expected_from=arrival.code)
    receive(
        db,
        boss,
        supplier_id=farm.id,
        order_id=order.id,
        lines=[
            Arrived(
                ingredient_id=leek.id,
                grams=39_500,
                order_line_id=line.line.id,
                offer_id=offer.id,
            )
        ],
        received_on=MONDAY,
        at=at,
    )
    lot = db.exec(select(Lot)).one()
    batch = cook("FP-2", 60, lot_id=lot.id)
    assert told(db, farm, offer) == [("Velouté de poireaux", 160, False)]
    batch.service_date = MONDAY + timedelta(days=2)
    batch.state = BatchState.FINISHED
    db.add(batch)
    db.flush()
    assert told(db, farm, offer) == [
        ("Velouté de poireaux", 100, False),
        ("Velouté de poireaux", 60, True),
    ]


def test_a_supplier_without_batches_reads_no_dish(db, other_farm):
    assert grower.dishes(db, other_farm.id) == {}
