"""Text is cut into lines that fit, and nothing of it is lost."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from reports.documents import faces, text
from reports.documents.faces import Face
from reports.documents.text import NBSP, Span, bold

LETTERS = "aàâçéèêëîïôœùûüÿßłżźńąęśćđễượ AZÆŒ0123456789 -/,.;:!?()«»%€°'"
sentences = st.text(alphabet=LETTERS, max_size=160)


def glyphs(lines):
    return "".join(run.text for line in lines for run in line.runs)


@given(sentences, st.floats(min_value=20, max_value=400), st.sampled_from(list(Face)))
def test_wrapping_loses_no_letter_and_keeps_to_the_room(said, room, face):
    lines = text.wrap(said, 10.5, room, face)
    expected = text.clean(said).replace(" ", "")
    assert glyphs(lines).replace(" ", "") == expected
    for line in lines:
        alone = len("".join(run.text for run in line.runs)) == 1
        assert alone or line.width <= room


@given(sentences, sentences, st.floats(min_value=30, max_value=300))
def test_a_change_of_face_inside_a_line_loses_nothing(first, second, room):
    lines = text.wrap((Span(first), bold(second)), 10.5, room)
    kept = glyphs(lines).replace(NBSP, "").replace(" ", "")
    assert kept == text.clean(first + second).replace(NBSP, "").replace(" ", "")


@given(st.text(max_size=80))
def test_any_text_at_all_can_be_set(said):
    for line in text.wrap(said, 10.5, 200):
        for run in line.runs:
            assert faces.covers(run.typeface, run.text)


def test_a_number_stays_with_its_unit_and_a_colon_with_its_word():
    assert text.clean("Frémir 35 min : 63 °C, 18 % ; « à point » !") == (
        f"Frémir 35{NBSP}min{NBSP}: 63{NBSP}°C, 18{NBSP}%{NBSP}; «{NBSP}à point{NBSP}»{NBSP}!"
    )
    assert text.clean("03 21 00 00 00") == NBSP.join(["03", "21", "00", "00", "00"])


def test_the_narrow_space_becomes_the_one_no_break_space():
    assert text.clean("1\u202f240") == f"1{NBSP}240"


def test_a_name_typed_with_loose_accents_is_composed():
    loose = unicodedata.normalize("NFD", "Nguyễn, Świętokrzyskie")
    assert text.clean(loose) == "Nguyễn, Świętokrzyskie"


def test_marks_that_turn_text_round_are_dropped():
    assert text.clean("à consommer \u202e62/11/62") == "à consommer 62/11/62"


def test_nul_is_shown():
    assert text.clean("a\x00b") == f"a{faces.MISSING}b"


def test_arabic_is_joined_and_runs_from_the_right():
    (line,) = text.wrap("محمد", 11, 400)
    drawn = "".join(run.text for run in line.runs)
    assert drawn != "محمد"
    assert unicodedata.normalize("NFKC", drawn)[::-1] == "محمد"


def test_an_arabic_name_inside_a_french_line_leaves_the_line_in_order():
    (line,) = text.wrap("Foyer محمد علي, Calais", 11, 400)
    drawn = unicodedata.normalize("NFKC", "".join(run.text for run in line.runs))
    assert drawn.startswith("Foyer ")
    assert drawn.endswith(", Calais")
    assert "يلع دمحم" in drawn


def test_an_arabic_text_on_two_lines_starts_on_the_first():
    lines = text.wrap("محمد علي حسن", 11, 45)
    firsts = unicodedata.normalize("NFKC", glyphs(lines[:1]))
    assert len(lines) > 1
    assert "دمحم" in firsts
