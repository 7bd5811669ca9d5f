"""A week is asked for once, kept only when it is verified, published whole or not at all."""

import json
from datetime import timedelta

import pytest
from small_week import BOSS, MONDAY, NOW, frozen
from sqlmodel import select

from kitchen.production import queries as production
from kitchen.production import service as cooking
from kitchen.production.models import Batch, BatchOutput, BatchPick
from kitchen.week import publish as publishing
from kitchen.week import queries, service
from kitchen.week.models import RunState

FRIDAY = MONDAY + timedelta(days=4)


def test_a_second_press_on_the_button_asks_for_nothing_more(db, week):
    first = service.ask_plan(db, BOSS, week, at=NOW)
    assert service.ask_plan(db, BOSS, week, at=NOW).id == first.id
    assert queries.next_queued(db).id == first.id


def test_a_verified_plan_is_kept_with_its_problem(db, run, solved):
    assert run.state is RunState.DONE
    assert run.problem == solved[0]
    problem, plan = service.read_run(run)
    assert plan.shortages == ()
    assert sum(row.portions for row in problem.demands) == 160


@pytest.mark.parametrize("table", ["menu", "batches", "picks"])
def test_a_plan_with_a_line_taken_out_is_never_kept(db, week, solved, table):
    asked = service.ask_plan(db, BOSS, week, at=NOW)
    service.begin(db, asked, frozen(db), at=NOW)
    broken = json.loads(solved[1])
    broken[table].pop()
    with pytest.raises(service.PlanBroken):
        service.take_result(db, BOSS, asked, json.dumps(broken), at=NOW)
    assert asked.plan == ""
    assert asked.state is RunState.RUNNING


def test_a_run_without_a_plan_cannot_be_published(db, week):
    asked = service.ask_plan(db, BOSS, week, at=NOW)
    with pytest.raises(service.NothingToPublish):
        service.publish(db, BOSS, week, asked, at=NOW)


def test_publishing_writes_every_batch_gram_and_portion_of_the_plan(db, week, run):
    service.publish(db, BOSS, week, run, at=NOW)
    _, plan = service.read_run(run)
    rows = production.batches(db, (MONDAY, FRIDAY), by="service_date")
    assert len(rows) == len(plan.batches)
    assert sum(row.batch.portions for row in rows) == sum(one.portions for one in plan.batches)
    assert sum(pick.grams for pick in db.exec(select(BatchPick))) == sum(
        pick.grams for pick in plan.picks
    )
    assert sum(out.portions for out in db.exec(select(BatchOutput))) == sum(
        line.portions for line in plan.menu
    )
    assert (week.published_run, week.version) == (run.id, 1)


def test_publishing_twice_changes_nothing(db, week, run):
    first = service.publish(db, BOSS, week, run, at=NOW)
    codes = sorted(row.code for row in db.exec(select(Batch)))
    assert service.publish(db, BOSS, week, run, at=NOW) == first
    assert sorted(row.code for row in db.exec(select(Batch))) == codes
    assert week.version == 1


def test_a_failure_half_way_leaves_nothing_behind(db, week, run, monkeypatch):
    service.publish(db, BOSS, week, run, at=NOW)
    week.published_run = None
    db.flush()
    before = sorted(row.code for row in db.exec(select(Batch)))

    def fails(*_args):
        raise RuntimeError

    monkeypatch.setattr(publishing, "_outputs", fails)
    with pytest.raises(RuntimeError), db.begin_nested():
        service.publish(db, BOSS, week, run, at=NOW)
    assert sorted(row.code for row in db.exec(select(Batch))) == before
    assert week.published_run is None


def test_a_week_that_is_cooking_is_not_replaced(db, week, run):
    service.publish(db, BOSS, week, run, at=NOW)
    for row in production.batches(db, (MONDAY, FRIDAY), by="service_date"):
        if all(pick.lot for pick in production.picks_of(db, row.batch.id)):
            cooking.start(db, BOSS, row.batch, at=NOW)
            break
    week.published_run = None
    db.flush()
    with pytest.raises(service.AlreadyCooking):
        service.publish(db, BOSS, week, run, at=NOW)


def test_what_has_to_be_ordered_is_what_the_plan_buys_and_takes(db, week, run):
    wanted = service.publish(db, BOSS, week, run, at=NOW)
    _, plan = service.read_run(run)
    assert dict(wanted.offers) == {take.lot: take.grams for take in plan.takes}
    assert sum(one.cents for one in wanted.purchases) == sum(one.cents for one in plan.purchases)
    assert all(one.by >= MONDAY - timedelta(days=3) for one in wanted.purchases)


def test_a_decision_on_a_dish_is_kept_changed_and_forgotten(db, week):
    facts = {"service_date": MONDAY, "recipe_code": "dahl", "at": NOW}
    service.lock_dish(db, BOSS, week, keep=True, **facts)
    service.lock_dish(db, BOSS, week, keep=False, **facts)
    assert [(row.recipe_code, row.keep) for row in queries.locks(db, week.id)] == [("dahl", False)]
    service.lock_dish(db, BOSS, week, keep=None, **facts)
    assert queries.locks(db, week.id) == []
