"""Offers: declared by growers, answered by the kitchen, never for another farm."""

from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from kitchen.core.audit import AuditEntry
from kitchen.core.errors import BadInput, NotAllowed, NotFound
from kitchen.core.vocabulary import Label
from suppliers.directory import service as directory
from suppliers.directory.service import SupplierSuspended
from suppliers.offers import queries, service
from suppliers.offers.models import AnswerReason, OfferState, OfferUnit

MONDAY = date(2026, 11, 23)
FRIDAY = MONDAY + timedelta(days=4)


@pytest.fixture
def declare(db, farm, leek, farmer, at):
    def declared(actor=farmer, **changes):
        options = {
            "supplier_id": farm.id,
            "ingredient_id": leek.id,
            "unit": OfferUnit.KG,
            "unit_count": 40,
            "available_from": MONDAY,
            "available_until": FRIDAY,
            "price_cents_per_kg": 110,
            "at": at,
        } | changes
        return service.declare(db, actor, **options)

    return declared


def test_an_offer_keeps_its_weight_and_the_words_of_the_grower(db, declare, farm, leek, boss, at):
    service.set_usual(
        db,
        boss,
        supplier_id=farm.id,
        ingredient_id=leek.id,
        name="Poireaux",
        price_cents_per_kg=110,
        crate_grams=8_000,
        at=at,
    )
    offer = declare(unit=OfferUnit.CRATE, unit_count=5, least_units=3)
    assert (offer.grams_min, offer.grams_max, offer.pack_grams) == (24_000, 40_000, 8_000)
    assert offer.product == "Poireaux"
    assert offer.state is OfferState.DECLARED


def test_a_gift_costs_nothing_whatever_was_typed(declare):
    assert declare(gift=True).price_cents_per_kg == 0


def test_only_signs_proved_on_the_first_day_are_claimed(db, declare, farm, boss, at):
    for label, days in ((Label.ORGANIC, 300), (Label.HVE, -1)):
        directory.certify(
            db,
            boss,
            farm.id,
            label=label,
            valid_from=MONDAY - timedelta(days=60),
            valid_until=MONDAY + timedelta(days=days),
            at=at,
        )
    assert declare().labels == ["organic"]


def test_every_field_that_cannot_be_is_named(declare):
    with pytest.raises(BadInput) as caught:
        declare(
            unit_count=0,
            available_until=MONDAY - timedelta(days=1),
            use_by=MONDAY - timedelta(days=2),
            price_cents_per_kg=-1,
            min_order_grams=1,
        )
    assert [field for field, _ in caught.value.lines] == [
        "unit_count",
        "available_until",
        "use_by",
        "price_cents_per_kg",
        "min_order_grams",
    ]


def test_more_than_a_lorry_is_a_slip_of_the_thumb(declare):
    with pytest.raises(BadInput):
        declare(unit_count=60_000)


def test_chilled_food_is_given_with_its_date(declare, chicken):
    with pytest.raises(BadInput, match="1 entries"):
        declare(ingredient_id=chicken.id, gift=True)
    assert declare(ingredient_id=chicken.id, gift=True, use_by=FRIDAY).use_by == FRIDAY


def test_a_farmer_offers_for_the_own_farm_only(declare, neighbour, driver):
    with pytest.raises(NotFound):
        declare(neighbour)
    with pytest.raises(NotAllowed):
        declare(driver)


def test_a_suspended_farm_offers_nothing(db, declare, farm, boss, at):
    directory.suspend(db, boss, farm.id, reason="Contrôle en cours", at=at)
    with pytest.raises(SupplierSuspended):
        declare()


def test_last_week_is_repeated_once(db, declare, farm, farmer, at):
    week = timedelta(days=7)
    declare(available_from=MONDAY - week, available_until=FRIDAY - week, note="à 9 h", at=at - week)
    gone = declare(
        available_from=MONDAY - week, available_until=FRIDAY - week, gift=True, at=at - week
    )
    service.withdraw(db, farmer, gone.id, at=at)
    made = service.repeat_last_week(db, farmer, supplier_id=farm.id, monday=MONDAY, at=at)
    assert [(o.available_from, o.grams_max, o.note) for o in made] == [(MONDAY, 40_000, "à 9 h")]
    assert made[0].state is OfferState.DECLARED
    with pytest.raises(service.NothingToRepeat):
        service.repeat_last_week(db, farmer, supplier_id=farm.id, monday=MONDAY, at=at)


def test_a_farmer_withdraws_an_own_waiting_offer_only(db, declare, farmer, neighbour, boss, at):
    offer = declare()
    with pytest.raises(NotFound):
        service.withdraw(db, neighbour, offer.id, at=at)
    service.accept(db, boss, offer.id, at=at)
    with pytest.raises(service.OfferClosed):
        service.withdraw(db, farmer, offer.id, at=at)


def test_an_offer_is_taken_in_full_or_in_part_with_a_reason(db, declare, boss, at):
    whole, part = declare(), declare()
    service.accept(db, boss, whole.id, at=at)
    service.accept(db, boss, part.id, grams=25_000, reason=AnswerReason.COLD_ROOM_FULL, at=at)
    assert (whole.state, whole.taken_grams, whole.answer_reason) == (
        OfferState.ACCEPTED,
        40_000,
        None,
    )
    assert (part.state, part.taken_grams) == (OfferState.PARTLY, 25_000)
    assert part.answer_reason is AnswerReason.COLD_ROOM_FULL


def test_no_gram_is_taken_that_was_not_offered(db, declare, boss, at):
    offer = declare(min_order_grams=10_000)
    with pytest.raises(service.TooMuch):
        service.accept(db, boss, offer.id, grams=40_001, at=at)
    with pytest.raises(service.BelowMinimum):
        service.accept(db, boss, offer.id, grams=9_999, at=at)
    with pytest.raises(BadInput):
        service.accept(db, boss, offer.id, grams=0, at=at)
    assert offer.state is OfferState.DECLARED


def test_an_answer_is_given_once(db, declare, boss, at):
    offer = declare()
    service.decline(db, boss, offer.id, reason=AnswerReason.ENOUGH, at=at)
    with pytest.raises(service.OfferClosed):
        service.accept(db, boss, offer.id, at=at)


def test_another_reason_is_written_out(db, declare, boss, at):
    offer = declare()
    with pytest.raises(BadInput):
        service.decline(db, boss, offer.id, reason=AnswerReason.OTHER, words="  ", at=at)
    service.decline(db, boss, offer.id, reason=AnswerReason.OTHER, words="Gel annoncé", at=at)
    assert offer.answer_words == "Gel annoncé"


def test_a_farmer_does_not_answer_offers(db, declare, farmer, at):
    with pytest.raises(NotAllowed):
        service.accept(db, farmer, declare().id, at=at)


def test_all_waiting_offers_of_a_week_are_taken_and_no_other(db, declare, boss, at):
    inside = declare()
    later = declare(available_from=FRIDAY + timedelta(days=3), available_until=date(2026, 12, 4))
    taken = service.accept_all(db, boss, first=MONDAY, last=FRIDAY, at=at)
    assert inside in taken
    assert later.state is OfferState.DECLARED


def test_a_month_adds_up_what_was_sold_and_given(db, declare, farm, boss, at):
    sold, given, waiting = declare(), declare(gift=True, unit_count=38), declare()
    service.accept(db, boss, sold.id, grams=30_000, at=at)
    service.accept(db, boss, given.id, at=at)
    month = queries.month_sum(db, farm.id, date(2026, 11, 1), date(2026, 11, 30))
    assert (month.sold_grams, month.sold_cents, month.given_grams) == (30_000, 3_300, 38_000)
    assert waiting.taken_grams == 0


def test_shares_put_the_least_served_farm_first(
    db, declare, farm, other_farm, leek, neighbour, boss, at
):
    service.accept(db, boss, declare().id, at=at)
    declare(neighbour, supplier_id=other_farm.id)
    shares = queries.shares(db, MONDAY, FRIDAY)
    assert [(s.supplier.id, s.taken_permille) for s in shares] == [
        (other_farm.id, 0),
        (farm.id, 1000),
    ]


def test_every_command_leaves_one_line_in_the_log(db, declare, boss, at):
    offer = declare()
    service.accept(db, boss, offer.id, at=at)
    db.flush()
    actions = db.exec(
        select(AuditEntry.action)
        .where(AuditEntry.subject_id == offer.id)
        .order_by(col(AuditEntry.action))
    ).all()
    assert actions == ["offer.accepted", "offer.declared"]
