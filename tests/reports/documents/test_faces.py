"""Every name met in town prints; what no face draws is seen, never blank."""

import pytest
from babel.messages.pofile import read_po

from kitchen.core.i18n import CATALOGS
from reports.documents import faces, text
from reports.documents.faces import Face

NAMES = {
    "Polish": "Łukasz Święcicki, Żółkiewska",
    "Vietnamese": "Nguyễn Thị Phượng, Đặng Hữu Đức",
    "Romanian": "Ștefan Țepeș, Ioniță",
    "Turkish": "Gülşah Yıldız, İbrahim Çağrı",
    "Greek": "Αθηνά Παπαδοπούλου",
    "Ukrainian": "Київ, Олександра Їжак",
    "Hebrew": "שלום כהן",
    "Arabic": "محمد عبد الرحمن",
    "Persian": "پریسا چگینی ژاله",
    "Pashto": "ګل ټوپک ښځه",
    "Armenian": "Հայկ Գևորգյան",
    "Georgian": "გიორგი",
    "signs": "CO₂ ✓ ½ ≥ → − № “guillemets” « œuf » 18 °C",
}


@pytest.mark.parametrize("face", list(Face))
@pytest.mark.parametrize("script", list(NAMES))
def test_a_name_is_set_whole_and_without_a_missing_glyph(face, script):
    (line,) = text.wrap(NAMES[script], 11, 1000, face)
    assert all(faces.covers(run.typeface, run.text) for run in line.runs)
    assert faces.MISSING not in "".join(run.text for run in line.runs)


def test_a_word_with_one_foreign_letter_is_not_set_in_two_typefaces():
    assert faces.choose(Face.TEXT, "Nguyễn") == (("DejaVuSans-400", "Nguyễn"),)
    assert faces.choose(Face.SIGN, "Nguyễn") == (("BarlowCondensed-600", "Nguyễn"),)


def test_a_character_nobody_draws_is_shown_as_a_mark():
    (line,) = text.wrap("riz 米 cuit", 11, 1000)
    assert "".join(run.text for run in line.runs) == f"riz {faces.MISSING} cuit"


def test_a_word_half_unknown_keeps_the_half_we_know():
    pieces = faces.choose(Face.TEXT, "a米b")
    assert "".join(piece for _name, piece in pieces) == f"a{faces.MISSING}b"
    assert all(faces.covers(name, piece) for name, piece in pieces)


def test_digits_have_one_width():
    for face in Face:
        assert len({round(faces.width(face, digit, 10), 3) for digit in "0123456789"}) == 1


def test_our_own_faces_print_every_french_word_of_the_catalogs():
    allowed = set("☐")  # the boxes of the forms come from the fallback
    for path in sorted((CATALOGS / "fr").glob("documents.po")):
        with path.open("rb") as source:
            for message in read_po(source, locale="fr"):
                strings = message.string if isinstance(message.string, tuple) else [message.string]
                for said in strings:
                    rest = "".join(char for char in text.clean(said) if char not in allowed)
                    assert faces.covers(Face.TEXT, rest), said


def test_each_font_file_is_small_and_has_its_licence():
    files = sorted(faces.FOLDER.glob("*.ttf"))
    assert len(files) == 6
    assert all(path.stat().st_size < 1_000_000 for path in files)
    licences = {path.name for path in faces.FOLDER.glob("*.txt")}
    assert licences == {"AtkinsonNext-OFL.txt", "BarlowCondensed-OFL.txt", "DejaVu-LICENSE.txt"}
