"""A sheet keeps its number; when what it says changes, its version does, and it says so."""

from datetime import date

import pytest
from sqlmodel import select

from kitchen.core.actor import Actor
from kitchen.core.audit import AuditEntry
from kitchen.core.errors import NotAllowed
from reports.documents.issuing import digest, issue, stamp
from reports.documents.models import SheetKind

DAY = date(2026, 11, 23)


def give(db, boss, at, subject, printed, kind=SheetKind.PRODUCTION):
    return issue(db, boss, kind=kind, subject=subject, day=DAY, printed=printed, at=at)


def test_numbers_of_a_week_follow_each_other(db, boss, at):
    first = give(db, boss, at, "B-1", "a")
    second = give(db, boss, at, "B-2", "b")
    note = give(db, boss, at, "T-1", "c", SheetKind.NOTE)
    assert [first.number, second.number, note.number] == [
        "FP-2026-48-01",
        "FP-2026-48-02",
        "BL-2026-48-01",
    ]


def test_the_same_sheet_issued_twice_is_one_sheet(db, boss, at):
    assert give(db, boss, at, "B-1", "a") == give(db, boss, at, "B-1", "a")
    entries = db.exec(select(AuditEntry).where(AuditEntry.action == "document.issued")).all()
    assert len(entries) == 1


def test_a_changed_sheet_keeps_its_number_and_names_what_it_replaces(db, boss, at):
    first = give(db, boss, at, "B-1", "a")
    changed = give(db, boss, at, "B-1", "b")
    assert changed.number == first.number
    assert (changed.version, changed.replaces) == (2, 1)
    assert stamp(db, SheetKind.PRODUCTION, "B-1", "b") == changed


def test_before_it_is_issued_a_sheet_has_no_number(db, boss, at):
    assert stamp(db, SheetKind.MENU, "2026-W48", "a").number == ""
    give(db, boss, at, "2026-W48", "a", SheetKind.MENU)
    waiting = stamp(db, SheetKind.MENU, "2026-W48", "other")
    assert (waiting.version, waiting.replaces, waiting.issued) == (2, 1, False)


def test_who_may_not_issue_is_refused(db, at):
    with pytest.raises(NotAllowed):
        give(db, Actor(id=None, label="somebody"), at, "B-1", "a")


def test_a_digest_follows_the_facts(make):
    assert digest(make.production()) == digest(make.production())
    assert digest(make.production()) != digest(make.production(steps=("autre",)))
