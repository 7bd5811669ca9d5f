"""Batches: starting one takes its lots, once, and leaves what others count on."""

from datetime import date, timedelta

import pytest

from kitchen.production import queries, service
from kitchen.production.models import BatchState
from kitchen.stock import queries as stock
from kitchen.stock import service as stores

FRIDAY = date(2026, 11, 20)


def test_starting_a_batch_takes_its_lots(db, receive, batch_of, leek, boss, at):
    lot = receive(leek, 40_000)
    batch = batch_of("PR-48-01", (leek, lot, 30_000))
    service.start(db, boss, batch, at=at)
    assert stock.balance(db, lot.id) == 10_000
    assert batch.state is BatchState.STARTED
    service.finish(db, boss, batch, at=at)
    assert batch.state is BatchState.FINISHED


def test_a_batch_starts_once(db, receive, batch_of, leek, boss, at):
    lot = receive(leek, 40_000)
    batch = batch_of("PR-48-01", (leek, lot, 15_000))
    service.start(db, boss, batch, at=at)
    with pytest.raises(service.WrongState):
        service.start(db, boss, batch, at=at)
    with pytest.raises(service.WrongState):
        service.cancel(db, boss, batch, at=at)
    assert stock.balance(db, lot.id) == 25_000


def test_what_was_still_to_come_is_taken_from_what_came_first_expired_first(
    db, receive, batch_of, cream, boss, at
):
    late = receive(cream, 4_000, use_by=FRIDAY + timedelta(days=9))
    soon = receive(cream, 4_000, use_by=FRIDAY + timedelta(days=1))
    batch = batch_of("PR-48-01", (cream, None, 6_000))
    service.start(db, boss, batch, at=at)
    assert (stock.balance(db, soon.id), stock.balance(db, late.id)) == (0, 2_000)
    taken = [(row.lot.code, row.pick.grams) for row in queries.picks_of(db, batch.id)]
    assert taken == [(soon.code, 4_000), (late.code, 2_000)]


def test_what_another_batch_counts_on_is_left_to_it(db, receive, batch_of, leek, boss, at):
    lot = receive(leek, 10_000)
    other = batch_of("PR-48-01", (leek, lot, 8_000))
    batch = batch_of("PR-48-02", (leek, None, 3_000))
    with pytest.raises(service.FoodMissing) as missing:
        service.start(db, boss, batch, at=at)
    assert "Poireau d'essai" in str(missing.value.facts)
    assert stock.balance(db, lot.id) == 10_000
    service.cancel(db, boss, other, at=at)
    service.start(db, boss, batch, at=at)
    assert stock.balance(db, lot.id) == 7_000


def test_blocked_and_expired_lots_do_not_fill_a_pick(db, receive, batch_of, cream, boss, at):
    receive(cream, 5_000)
    receive(cream, 5_000, use_by=FRIDAY - timedelta(days=1))
    batch = batch_of("PR-48-01", (cream, None, 1_000))
    with pytest.raises(service.FoodMissing):
        service.start(db, boss, batch, at=at)
    assert batch.state is BatchState.SCHEDULED


def test_a_lot_blocked_since_the_plan_stops_the_batch(db, receive, batch_of, leek, boss, at):
    lot = receive(leek, 10_000)
    batch = batch_of("PR-48-01", (leek, lot, 8_000))
    stores.block(db, boss, lot, reason="recall", at=at)
    with pytest.raises(stores.Blocked):
        service.start(db, boss, batch, at=at)


def test_a_cancelled_batch_leaves_the_days_list(db, receive, batch_of, leek, boss, at):
    lot = receive(leek, 10_000)
    batch = batch_of("PR-48-01", (leek, lot, 8_000))
    assert [row.batch.code for row in queries.batches(db, (FRIDAY, FRIDAY))] == ["PR-48-01"]
    service.cancel(db, boss, batch, at=at)
    assert queries.batches(db, (FRIDAY, FRIDAY)) == []
