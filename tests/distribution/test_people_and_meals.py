"""Households, doors and orders: consent, counts that follow pauses, nobody dropped silently."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from distribution.beneficiaries import queries as counts
from distribution.beneficiaries import service as households
from distribution.beneficiaries.models import AgeClass, Household
from distribution.demand import queries as demand
from distribution.demand import service as orders
from distribution.partners import service as partners
from kitchen.core.actor import Actor, Grant, Role
from kitchen.core.crypto import FieldCipher
from kitchen.core.errors import BadInput, NotFound
from kitchen.core.vocabulary import SizeClass

MONDAY = date(2026, 11, 23)
CIPHER = FieldCipher(b"a secret of more than thirty-two bytes")
PARIS = "Europe/Paris"


@pytest.fixture
def door(db, boss, at):
    partner = partners.register(db, boss, name="Escale", kind="day centre", at=at)
    return partners.open_door(
        db,
        boss,
        partner,
        name="Escale",
        address="Rue",
        commune="Calais",
        lat_microdeg=50_951_200,
        lon_microdeg=1_852_300,
        formats=("chilled",),
        most_meals=60,
        windows=[(weekday, 570, 690) for weekday in range(4)],  # closed on Fridays
        at=at,
    )


def household(db, actor, door, at, *, diet="standard", consent=False, name="Nguyễn"):
    return households.register(
        db,
        actor,
        CIPHER,
        name=name,
        door=door,
        people=[
            households.Eater(AgeClass.AGE_26_64, diet),
            households.Eater(AgeClass.AGE_4_14),
        ],
        meals_per_week=5,
        from_day=MONDAY - timedelta(days=30),
        until_day=MONDAY + timedelta(days=60),
        consent=consent,
        at=at,
    )


def test_an_allergy_is_kept_with_consent_only(db, boss, door, at):
    with pytest.raises(households.ConsentNeeded):
        household(db, boss, door, at, diet="no_milk")
    kept = household(db, boss, door, at, diet="no_milk", consent=True)
    assert kept.has_health_data


def test_a_choice_of_diet_needs_no_consent(db, boss, door, at):
    assert not household(db, boss, door, at, diet="no_pork").has_health_data


def test_a_name_is_sealed_in_the_database_and_read_by_its_worker(db, boss, door, at):
    household(db, boss, door, at)
    stored = db.exec(select(Household)).one()
    assert "Nguyễn" not in stored.sealed_name
    assert [row.name for row in counts.caseload(db, CIPHER, None)] == ["Nguyễn"]


def test_a_worker_sees_only_the_own_caseload(db, boss, door, at):
    household(db, boss, door, at)
    assert counts.caseload(db, CIPHER, door.id) == []


def test_a_planned_pause_and_its_end_change_future_counts(db, boss, door, at):
    kept = household(db, boss, door, at)
    households.pause(
        db,
        boss,
        kept,
        from_day=MONDAY + timedelta(days=1),
        to_day=MONDAY + timedelta(days=2),
        at=at,
    )
    days = [sum(counts.counts(db, MONDAY + timedelta(days=n)).values()) for n in range(4)]
    assert days == [2, 0, 0, 2]


def test_a_pause_that_ends_before_it_begins_is_refused(db, boss, door, at):
    kept = household(db, boss, door, at)
    with pytest.raises(BadInput):
        households.pause(db, boss, kept, from_day=MONDAY, to_day=MONDAY - timedelta(days=1), at=at)


def test_every_fault_of_a_registration_is_named(db, boss, door, at):
    with pytest.raises(BadInput) as refused:
        households.register(
            db,
            boss,
            CIPHER,
            name=" ",
            door=door,
            people=[],
            meals_per_week=9,
            from_day=MONDAY,
            until_day=MONDAY - timedelta(days=1),
            at=at,
        )
    assert {field for field, _ in refused.value.lines} == {
        "name",
        "people",
        "meals_per_week",
        "until_day",
    }


def order(db, actor, door, day, at, portions=20):
    lines = {("standard", SizeClass.STANDARD): portions}
    return orders.order(db, actor, door, day=day, lines=lines, timezone=PARIS, at=at)


def test_a_cancelled_order_leaves_every_count(db, boss, door, at):
    row = order(db, boss, door, MONDAY, at)
    assert demand.meals_by_door(db, MONDAY) == {door.code: 20}
    orders.cancel(db, boss, row, at=at)
    assert demand.meals_by_door(db, MONDAY) == {}


def test_asking_again_replaces_what_was_asked(db, boss, door, at):
    order(db, boss, door, MONDAY, at)
    order(db, boss, door, MONDAY, at, portions=12)
    assert demand.meals_by_door(db, MONDAY) == {door.code: 12}


def test_an_order_for_a_closed_door_is_listed_with_its_reason(db, boss, door, at):
    friday = MONDAY + timedelta(days=4)
    order(db, boss, door, friday, at)
    asked, left_out = demand.week_demand(db, MONDAY, friday)
    assert asked == []
    assert [(row.code, row.portions) for row in left_out] == [(demand.CLOSED, 20)]


def test_a_partner_orders_before_the_cut_off_only(db, door, at):
    partner = Actor(door.id, "partner", (Grant(Role.PARTNER, door.partner_id),))
    limit = orders.cut_off(MONDAY, PARIS)
    order(db, partner, door, MONDAY, limit)
    with pytest.raises(orders.PastCutOff):
        order(db, partner, door, MONDAY, limit + timedelta(seconds=1))


def test_another_partner_does_not_learn_that_the_door_exists(db, door, at):
    other = Actor(door.id, "other", (Grant(Role.PARTNER, door.id),))
    with pytest.raises(NotFound):
        order(db, other, door, MONDAY, at)


def test_an_unknown_diet_and_a_negative_number_are_both_named(db, boss, door, at):
    lines = {("sans-lai", SizeClass.STANDARD): 1, ("standard", SizeClass.STANDARD): -1}
    with pytest.raises(BadInput) as refused:
        orders.order(db, boss, door, day=MONDAY, lines=lines, timezone=PARIS, at=at)
    assert len(refused.value.lines) == 2


def test_an_opening_that_ends_before_it_begins_is_refused(db, boss, at):
    partner = partners.register(db, boss, name="X", kind="x", at=at)
    with pytest.raises(partners.WrongWindow, match="Escale"):
        partners.open_door(
            db,
            boss,
            partner,
            name="Escale",
            address="",
            commune="",
            lat_microdeg=0,
            lon_microdeg=0,
            formats=(),
            most_meals=1,
            windows=[(0, 700, 600)],
            at=at,
        )
