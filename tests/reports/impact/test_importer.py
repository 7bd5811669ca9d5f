"""Impact figures come with definition, period and source, once."""

import pytest

from kitchen.core.actor import Actor, Grant, Role
from kitchen.core.errors import BadInput, NotAllowed
from reports.impact import demo, queries
from reports.impact.importer import COLUMNS, import_records

HEADER = ";".join(COLUMNS) + "\n"
GOOD = "a;Emplois;86;jobs;2021-01-01;2021-12-31;Emplois confortés.;Bilan 2021\n"


def test_the_public_figures_of_2021_are_there_once(db, boss, at):
    first, again = demo.build(db, boss, at=at), demo.build(db, boss, at=at)
    assert (first.added, again.added, again.changed) == (6, 0, 0)
    (period,) = queries.periods(db)
    assert (period.start.isoformat(), period.end.isoformat()) == ("2021-01-01", "2021-12-31")
    figures = {record.external_id: (record.value, record.at_least) for record in period.records}
    assert figures == {
        "2021-boutiques-creees": (3, False),
        "2021-emplois-consolides": (86, False),
        "2021-emplois-crees": (14, False),
        "2021-emplois-partenaires": (15, False),
        "2021-repas-semaine": (1000, True),
        "2021-commercants": (104, False),
    }
    assert all(record.definition and record.source_note for record in period.records)


def test_a_corrected_figure_replaces_the_old_one(db, boss, at):
    import_records(db, boss, (HEADER + GOOD).encode(), source="s", at=at)
    fixed = (HEADER + GOOD.replace("86", "87")).encode()
    result = import_records(db, boss, fixed, source="s", at=at)
    assert (result.added, result.changed) == (0, 1)
    assert queries.records_by_key(db, "s")["a"].value == 87


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("86", "beaucoup", "value"),
        ("86", "-1", "value"),
        (";jobs;", ";smiles;", "unit"),
        ("2021-12-31", "2020-12-31", "period_end"),
        ("Emplois confortés.", "", "definition"),
        ("Bilan 2021", "", "source_note"),
        ("a;", ";", "external_id"),
    ],
)
def test_a_figure_that_nobody_could_defend_is_refused(db, boss, at, old, new, field):
    with pytest.raises(BadInput) as caught:
        import_records(db, boss, (HEADER + GOOD.replace(old, new, 1)).encode(), source="s", at=at)
    assert [field in place for place, _ in caught.value.lines] == [True]
    assert queries.records_by_key(db, "s") == {}


def test_the_same_figure_twice_in_a_file_is_named(db, boss, at):
    with pytest.raises(BadInput, match="1 entries"):
        import_records(db, boss, (HEADER + GOOD + GOOD).encode(), source="s", at=at)


def test_a_driver_imports_no_figures(db, at):
    driver = Actor(id=None, label="essai", grants=(Grant(Role.DRIVER),))
    with pytest.raises(NotAllowed):
        demo.build(db, driver, at=at)
