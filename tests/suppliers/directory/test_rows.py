"""Tables from other programs: every entry that cannot be taken is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kitchen.core.errors import BadInput
from suppliers.directory.rows import guarded, raise_faults, read_rows, unguarded
from suppliers.marketplace.models import Trade


def faults(data, **options):
    with pytest.raises(BadInput) as caught:
        read_rows(data, name="f.csv", needed=("external_id", "name"), **options)
    return caught.value.lines


@pytest.mark.parametrize("data", [b"", b"  \n\n", b"external_id;name\n", b"[]"])
def test_a_file_without_rows_is_refused(data):
    assert len(faults(data)) == 1


def test_a_file_in_another_encoding_is_refused():
    ((place, sentence),) = faults("external_id;name\n1;Épicerie\n".encode("cp1252"))
    assert place == "f.csv"
    assert "UTF-8" in sentence


def test_missing_and_unknown_columns_are_all_named():
    assert [place for place, _ in faults(b"external_id;colour;shape\n1;red;round\n")] == [
        "f.csv: name",
        "f.csv: colour",
        "f.csv: shape",
    ]


def test_every_line_with_too_few_or_too_many_cells_is_named():
    lines = faults(b"external_id;name\n1\n2;b\n3;c;d\n")
    assert len(lines) == 2
    assert "2" in lines[0][0]
    assert "4" in lines[1][0]


def test_two_columns_of_one_name_are_refused():
    assert len(faults(b"external_id;name;name\n1;a;b\n")) == 1


@pytest.mark.parametrize("data", [b'{"a": 1}', b"[1, 2]", b"[{", b"[" * 100_000])
def test_json_of_another_shape_is_refused(data):
    assert len(faults(data)) == 1


def test_a_byte_order_mark_and_commas_are_understood():
    rows = read_rows(
        b'\xef\xbb\xbfexternal_id,name\n1,"a, b"\n', name="f", needed=("external_id", "name")
    )
    assert rows[0].cells == {"external_id": "1", "name": "a, b"}


def test_csv_and_json_say_the_same():
    columns = {"name": "f", "needed": ("external_id", "name")}
    by_csv = read_rows(b"external_id;name\n7;Fournil\n", **columns)
    by_json = read_rows(b'[{"external_id": 7, "name": "Fournil"}]', **columns)
    assert by_csv[0].cells == by_json[0].cells


def test_every_bad_cell_of_every_line_is_named():
    rows = read_rows(
        b"external_id;trade;day;count;price\n1;baker;2026-11-23;4;3,50\n2;wizard;23/11;-1;free\n"
        b"3;baker;2026-02-30;1.5;1e999\n",
        name="f",
        needed=("external_id", "trade", "day", "count", "price"),
    )
    for row in rows:
        row.choice("trade", Trade, Trade.OTHER)
        row.day("day")
        row.whole("count")
        row.cents("price")
    with pytest.raises(BadInput) as caught:
        raise_faults(rows)
    assert len(caught.value.lines) == 7
    assert sum("wizard" in sentence for _, sentence in caught.value.lines) == 1
    assert rows[0].cents("price") == 350


@pytest.mark.parametrize(
    "cell", ["=1+1", "+33", "-2", "@sum", "  =cmd", "\t=x", "＝1", "|calc", "%0", "\ufeff=1"]
)
def test_a_cell_that_a_spreadsheet_would_run_is_disarmed(cell):
    assert guarded(cell) == f"'{cell}"


@given(st.text())
def test_a_guarded_cell_never_runs_and_comes_back_as_it_was(cell):
    assert guarded(cell).lstrip()[:1] not in tuple("=+-@%|")
    if not cell.startswith("'"):
        assert unguarded(guarded(cell)) == cell
