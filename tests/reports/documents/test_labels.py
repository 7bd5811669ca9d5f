"""A label never loses a word: it shrinks, then spills, and nothing covers its text."""

import io

import pdfplumber
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.units import mm

from kitchen.core.vocabulary import Allergen, MealFormat
from reports.documents.data import Allergens, LabelSet
from reports.documents.labels import BOX, FORMATS, SMALL, SMALLEST, TRAY, parts, render_labels

TEN = Allergens(tuple(Allergen)[:10])


def sheet(make, *labels):
    return LabelSet(issue=make.issue("ET-2026-48-01"), labels=labels)


def test_a_label_says_all_that_travels_with_a_tray(make, read):
    paper = read.whole(render_labels(sheet(make, make.label())))
    for said in (
        "Velouté de poireaux",
        "À consommer jusqu'au 26/11/2026",
        "À conserver entre 0 et +3 °C",
        "fournée B-1107",
        "produite le 23/11/2026",
        "20 portions × 250 g",
        "L : sans LAIT",
        "+63 °C à cœur en moins d'1 h",
        "L'Escale, Tournée 1",
        "bac 1/3",
        make.site.name,
        make.site.approval,
    ):
        assert read.squash(said) in paper


def test_a_hot_gift_says_whether_it_was_reheated(make, read):
    hot = make.label(format=MealFormat.HOT)
    again = make.label(format=MealFormat.HOT, reheated=True)
    assert "Jamaisremisentempérature" in read.whole(render_labels(sheet(make, hot)))
    assert "Déjàremisentempératureunefois" in read.whole(render_labels(sheet(make, again)))


@pytest.mark.parametrize("size", [TRAY, BOX, SMALL], ids=lambda size: size.code)
def test_ten_allergens_are_all_read_back_and_nothing_is_painted_over_them(make, read, size):
    label = make.label(
        dish="Parmentier végétal aux champignons et à la noix de muscade", allergens=TEN
    )
    pdf = render_labels(sheet(make, label), sheet=size)
    from reports.documents.words import capitals  # noqa: PLC0415 - after the language is set

    paper = read.whole(pdf)
    for allergen in TEN.contains:
        assert read.squash(capitals([allergen])) in paper
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        for page in opened.pages:
            for filled in page.rects:
                for char in page.chars:
                    apart = (
                        char["x0"] >= filled["x1"]
                        or char["x1"] <= filled["x0"]
                        or char["top"] >= filled["bottom"]
                        or char["bottom"] <= filled["top"]
                    )
                    assert apart, char["text"]


@pytest.mark.parametrize("size", [TRAY, BOX, SMALL], ids=lambda size: size.code)
def test_every_letter_stands_inside_its_own_label(make, size):
    labels = [
        make.label(index=index, count=30, destination=f"Point {index}", allergens=TEN)
        for index in range(1, 31)
    ]
    printed = [part for label in labels for part in parts(label, make.site, size)]
    with pdfplumber.open(io.BytesIO(render_labels(sheet(make, *labels), sheet=size))) as pdf:
        for number, page in enumerate(pdf.pages):
            places = range(
                number * size.per_sheet, min((number + 1) * size.per_sheet, len(printed))
            )
            corners = [size.corner(place) for place in places]
            for char in page.chars:
                if char["top"] < 30:
                    continue  # the sheet's own name, in the margin
                inside = [
                    x <= char["x0"]
                    and char["x1"] <= x + size.width_mm * mm
                    and page.height - y <= char["top"] + 1.5
                    and char["bottom"] - 1.5 <= page.height - y + size.height_mm * mm
                    for x, y in corners
                ]
                assert any(inside), (char["text"], char["x0"], char["top"])


def test_text_too_long_goes_on_on_a_second_label_that_names_the_batch(make, read):
    dish = " ".join(["Hachis de légumes oubliés"] * 8)
    label = make.label(dish=dish, allergens=Allergens(tuple(Allergen)))
    spilled = parts(label, make.site, SMALL)
    assert len(spilled) > 1
    assert [part.part for part in spilled] == list(range(1, len(spilled) + 1))
    paper = read.whole(render_labels(sheet(make, label), sheet=SMALL))
    assert paper.count("B-1107,26/11/2026") == len(spilled) - 1
    assert paper.count("oubliés") == 8
    assert f"étiquette{len(spilled)}/{len(spilled)}" in paper


def test_no_text_is_smaller_than_the_law_allows(make):
    label = make.label(allergens=TEN)
    for size in FORMATS.values():
        for part in parts(label, make.site, size):
            assert all(at >= SMALLEST for _line, at in part.lines)


def test_used_places_of_the_first_sheet_are_left_empty(make):
    pdf = render_labels(sheet(make, make.label()), sheet=TRAY, skip=5)
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        (page,) = opened.pages
        first = min(char["top"] for char in page.chars if char["top"] > 30)
        assert first > page.height - TRAY.corner(4)[1] - 2


def test_the_count_of_labels_is_the_count_of_trays(make, read):
    labels = [make.label(index=index, count=80) for index in range(1, 81)]
    pages = read.pages(render_labels(sheet(make, *labels), sheet=TRAY))
    assert len(pages) == 10
    assert read.squash("".join(pages)).count("fournéeB-1107") == 80


words = st.text(alphabet="abcdefghijklmnoéèçąłợ<>&", min_size=1, max_size=30)


@settings(max_examples=25, deadline=None)
@given(st.lists(words, min_size=1, max_size=14), st.lists(words, max_size=6))
def test_every_word_put_on_a_label_can_be_read_back(dish, place):
    import importlib.util  # noqa: PLC0415 - Hypothesis and fixtures do not mix
    from pathlib import Path  # noqa: PLC0415 - the same

    spec = importlib.util.spec_from_file_location(
        "samples", Path(__file__).with_name("conftest.py")
    )
    samples = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(samples)
    label = samples.label(dish=" ".join(dish), destination=" ".join(place), allergens=TEN)
    shown = "".join(
        run.text
        for part in parts(label, samples.SITE, SMALL)
        for line, _size in part.lines
        for run in line.runs
    )
    for word in (*dish, *place):
        assert samples.squash(word) in samples.squash(shown)
