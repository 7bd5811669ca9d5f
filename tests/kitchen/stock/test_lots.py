"""Lots: what comes in, leaves, is blocked; no gram appears or vanishes without a move."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from kitchen.core.actor import Actor, Grant, Role
from kitchen.core.errors import KitchenError, NotAllowed
from kitchen.stock import queries, service
from kitchen.stock.models import Move, MoveIsFinal

FRIDAY = date(2026, 11, 20)


def test_a_lot_holds_what_was_weighed_in(db, receive, leek):
    lot = receive(leek, 12_000)
    assert queries.balance(db, lot.id) == 12_000
    assert lot.code.startswith("L-")
    assert not lot.blocked


def test_a_food_that_needs_a_date_is_blocked_without_one(db, receive, cream, boss, at):
    lot = receive(cream, 3_000)
    assert lot.blocked == service.NO_DATE
    with pytest.raises(service.Blocked):
        service.pick(db, boss, lot, grams=100, batch="PR-48-01", on=FRIDAY, at=at)
    with pytest.raises(service.DateStillMissing):
        service.release(db, boss, lot, at=at)
    service.enter_date(db, boss, lot, use_by=FRIDAY, at=at)
    service.pick(db, boss, lot, grams=100, batch="PR-48-01", on=FRIDAY, at=at)
    assert queries.balance(db, lot.id) == 2_900


def test_a_lot_past_its_use_by_is_never_picked_but_can_be_thrown_away(db, receive, cream, boss, at):
    lot = receive(cream, 3_000, use_by=FRIDAY - timedelta(days=1))
    with pytest.raises(service.PastUseBy):
        service.pick(db, boss, lot, grams=100, batch="PR-48-01", on=FRIDAY, at=at)
    service.discard(db, boss, lot, grams=3_000, reason="DLC dépassée", at=at)
    assert queries.balance(db, lot.id) == 0


def test_on_its_use_by_day_a_lot_may_still_be_cooked(db, receive, cream, boss, at):
    lot = receive(cream, 3_000, use_by=FRIDAY)
    service.pick(db, boss, lot, grams=3_000, batch="PR-48-01", on=FRIDAY, at=at)
    assert queries.balance(db, lot.id) == 0


def test_nothing_is_taken_that_is_not_there(db, receive, leek, boss, at):
    lot = receive(leek, 1_000)
    with pytest.raises(service.NotEnough):
        service.pick(db, boss, lot, grams=1_001, batch="PR-48-01", on=FRIDAY, at=at)
    assert queries.balance(db, lot.id) == 1_000


@pytest.mark.parametrize("grams", [0, -5])
def test_a_weight_that_cannot_be_is_refused(db, receive, leek, boss, at, grams):
    lot = receive(leek, 1_000)
    with pytest.raises(service.WrongWeight):
        receive(leek, grams)
    with pytest.raises(service.WrongWeight):
        service.pick(db, boss, lot, grams=grams, batch="PR-48-01", on=FRIDAY, at=at)
    with pytest.raises(service.WrongWeight):
        service.discard(db, boss, lot, grams=grams, reason="essai", at=at)
    assert queries.balance(db, lot.id) == 1_000


def test_a_batch_gives_back_no_more_than_it_took(db, receive, leek, boss, at):
    lot = receive(leek, 5_000)
    service.pick(db, boss, lot, grams=2_000, batch="PR-48-01", on=FRIDAY, at=at)
    service.give_back(db, boss, lot, grams=500, batch="PR-48-01", at=at)
    with pytest.raises(service.NotEnough):
        service.give_back(db, boss, lot, grams=1_600, batch="PR-48-01", at=at)
    assert queries.balance(db, lot.id) == 3_500


def test_the_scales_have_the_last_word(db, receive, leek, boss, at):
    lot = receive(leek, 5_000)
    service.count(db, boss, lot, grams=4_600, at=at)
    assert queries.balance(db, lot.id) == 4_600
    assert service.count(db, boss, lot, grams=4_600, at=at) is None
    assert [move.grams for move in queries.moves_of(db, lot.id)] == [5_000, -400]


def test_a_recalled_lot_is_released_by_the_manager_alone(db, receive, leek, boss, at):
    lot = receive(leek, 5_000)
    with pytest.raises(service.NotBlocked):
        service.release(db, boss, lot, at=at)
    with pytest.raises(service.UnknownReason):
        service.block(db, boss, lot, reason="parce que", at=at)
    service.block(db, boss, lot, reason="recall", at=at)
    cook = Actor(id=lot.id, label="cuisine", grants=(Grant(Role.COOK, None),))
    with pytest.raises(NotAllowed):
        service.release(db, cook, lot, at=at)
    service.release(db, boss, lot, at=at)
    assert not lot.blocked


def test_a_move_is_never_edited(db, receive, leek):
    lot = receive(leek, 5_000)
    (move,) = queries.moves_of(db, lot.id)
    move.grams = 4_000
    with pytest.raises(MoveIsFinal):
        db.flush()
    db.rollback()


def test_a_move_is_never_deleted(db, receive, leek):
    lot = receive(leek, 5_000)
    db.delete(queries.moves_of(db, lot.id)[0])
    with pytest.raises(MoveIsFinal):
        db.flush()
    db.rollback()


COMMANDS = st.lists(
    st.tuples(st.sampled_from(("pick", "discard", "give_back", "count")), st.integers(-100, 3_000)),
    max_size=8,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(COMMANDS)
def test_grams_are_conserved_whatever_is_done(db, receive, leek, boss, at, commands):
    lot = receive(leek, 5_000)
    held = 5_000
    for verb, grams in commands:
        before = queries.balance(db, lot.id)
        assert before == held
        try:
            if verb == "pick":
                service.pick(db, boss, lot, grams=grams, batch="PR-48-01", on=FRIDAY, at=at)
                held -= grams
            elif verb == "discard":
                service.discard(db, boss, lot, grams=grams, reason="essai", at=at)
                held -= grams
            elif verb == "give_back":
                service.give_back(db, boss, lot, grams=grams, batch="PR-48-01", at=at)
                held += grams
            else:
                service.count(db, boss, lot, grams=grams, at=at)
                held = grams
        except KitchenError:
            assert queries.balance(db, lot.id) == before
    moves = db.exec(select(Move).where(Move.lot_id == lot.id)).all()
    assert sum(move.grams for move in moves) == held >= 0


def test_lots_are_listed_first_expired_first(db, receive, leek, cream):
    late = receive(cream, 1_000, use_by=FRIDAY + timedelta(days=9))
    keeps = receive(leek, 1_000)
    soon = receive(cream, 1_000, use_by=FRIDAY + timedelta(days=2))
    assert [row.lot.code for row in queries.lots_in_hand(db)] == [soon.code, late.code, keeps.code]
    before = FRIDAY + timedelta(days=4)
    assert [row.lot.code for row in queries.expiring_before(db, before)] == [soon.code]
