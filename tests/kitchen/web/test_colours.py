"""Colours: both themes hold the same names, and every pair that meets can be read (WCAG 2.2)."""

import re

import pytest

from kitchen.web.render import STATIC

BLOCK = re.compile(r"([^{}]*)\{([^{}]*--paper:[^{}]*)\}")
TOKEN = re.compile(r"--([a-z0-9-]+):\s*(#[0-9a-f]{6})")
GROUNDS = ("paper", "sheet")
TEXTS = [
    *[("ink", ground) for ground in (*GROUNDS, "faint", "leek-soft", "endive-soft", "brick-soft")],
    *[("ink-2", ground) for ground in (*GROUNDS, "faint", "leek-soft")],
    *[("leek", ground) for ground in (*GROUNDS, "leek-soft")],
    *[("brick", ground) for ground in (*GROUNDS, "brick-soft")],
    ("on-endive", "endive-soft"),
    ("on-sun", "endive"),
    ("on-leek", "leek"),
    ("on-brick", "brick"),
    ("sheet", "ink"),  # the chosen segment
    *[("on-series", series) for series in ("leek", "sea", "plum", "ochre")],
]
EDGES = [
    *[("edge", ground) for ground in GROUNDS],
    *[("leek", ground) for ground in (*GROUNDS, "leek-soft")],
    *[(series, "sheet") for series in ("sea", "plum", "ochre", "brick")],
    ("sea", "paper"),  # the ring of the focus
]


def themes():
    sheet = (STATIC / "tokens.css").read_text(encoding="utf-8")
    return [(where.strip(), dict(TOKEN.findall(body))) for where, body in BLOCK.findall(sheet)]


def light():
    return themes()[0][1]


def dark():
    return themes()[1][1]


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_dark_set_has_the_names_of_the_light_one_and_is_written_once_in_value():
    assert len(themes()) == 3  # light; dark by the device; dark by choice
    assert light().keys() == dark().keys()
    assert themes()[1][1] == themes()[2][1]


@pytest.mark.parametrize("theme", [light, dark])
@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_text_is_read_on_its_ground(theme, text, ground):
    assert contrast(theme()[text], theme()[ground]) >= 4.5


@pytest.mark.parametrize("theme", [light, dark])
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_and_signs_are_seen_on_their_ground(theme, edge, ground):
    assert contrast(theme()[edge], theme()[ground]) >= 3


def test_the_measure_is_the_known_one():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_only_the_tokens_know_colours():
    found = {
        path.name: re.findall(r"#[0-9a-fA-F]{3,6}\b(?=[;\s,)])", path.read_text(encoding="utf-8"))
        for path in STATIC.glob("*.css")
        if path.name not in {"tokens.css", "print.css"}
    }
    assert {name: colours for name, colours in found.items() if colours} == {}
