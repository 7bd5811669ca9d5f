"""Pages: whole or bare, in the person's language and theme, with what their role may open."""

import hashlib
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parent))
import fragments
from frame_site import browser, small_site

from kitchen.core.vocabulary import DIETS
from kitchen.web.render import HTMX_CONFIG, STATIC, _ascii, environment, local_path, readable

HTMX_2_0_11 = "d6fdc75f204e6bdefa99b69bf1e6d4ac69b8a364f77929f45c13476b4000f717"


@pytest.fixture
def web():
    return browser(small_site())


def test_one_template_gives_the_whole_page_and_the_bare_fragment(web):
    page = web.get("/week").text
    bare = web.get("/week", headers={"HX-Request": "true"}).text
    assert "<html" in page
    assert "<html" not in bare
    assert fragments.same(fragments.applied(page, bare), page)


def test_links_htmx_follows_and_history_get_whole_pages(web):
    for header in ("HX-Boosted", "HX-History-Restore-Request"):
        assert "<html" in web.get("/week", headers={"HX-Request": "true", header: "true"}).text


def test_caches_keep_page_and_fragment_apart(web):
    assert "HX-Request" in web.get("/week").headers["vary"]


def test_the_bar_shows_what_the_role_may_open_and_only_routes_that_exist(web):
    page = web.get("/week").text
    bar = page[page.index("bar-nav") : page.index("</nav>")]
    assert 'href="/week" aria-current="page"' in bar
    assert 'href="/stock"' in bar  # a cook's entry with a route
    assert "/tours" not in bar  # a cook's colleague, and no route here


def test_french_unless_another_language_was_chosen(web):
    assert '<html lang="fr"' in web.get("/week").text
    web.cookies.set("locale", "en")
    assert '<html lang="en"' in web.get("/week").text
    web.cookies.set("locale", "xx")
    assert '<html lang="fr"' in web.get("/week").text


def test_the_theme_is_the_devices_until_one_is_chosen(web):
    assert '<html lang="fr">' in web.get("/week").text  # fmt: skip
    web.cookies.set("theme", "dark")
    assert 'lang="fr" data-theme="dark"' in web.get("/week").text
    web.cookies.set("theme", '"><script>')
    assert '<html lang="fr">' in web.get("/week").text  # fmt: skip


def test_a_sentence_travels_to_the_next_page_once(web):
    assert web.post("/weigh", data={"grams": "5"}).headers["location"] == "/week"
    assert "Pesé : 12 kg, à l&#39;heure ; ½" in web.get("/week").text
    assert "Pesé" not in web.get("/week").text


@given(st.text(max_size=60))
def test_any_sentence_survives_its_cookie(sentence):
    assert readable(_ascii(sentence)) == sentence


@pytest.mark.parametrize(
    "target",
    [
        "//evil",
        "https:evil",
        "https://evil",
        "/\\evil",
        "/\t/evil",
        "/a\r\nb",
        "evil",
        "",
        " /week",
    ],
)
def test_only_paths_of_our_own_are_followed(target):
    assert local_path(target) == "/"


def test_a_path_of_our_own_is_kept():
    assert local_path("/week?week=2026-W48") == "/week?week=2026-W48"


def test_every_diet_but_the_standard_one_is_a_shape_a_letter_and_a_word():
    macros = environment().get_template("web/macros.html").module
    drawn = {diet.code: str(macros.diet_mark(diet.code, with_word=True)) for diet in DIETS}
    assert drawn.pop("standard").strip() == ""
    for diet in DIETS[1:]:
        assert f">{diet.letter}</text>" in drawn[diet.code]
        assert "mark-word" in drawn[diet.code]
    alone = str(macros.diet_mark("vegan"))
    assert "<title>" in alone  # the word for who cannot see the sign


def test_a_field_keeps_what_was_typed_with_its_fault_and_its_help():
    macros = environment().get_template("web/macros.html").module
    drawn = str(
        macros.field("grams", "Poids", {"grams": '12"<'}, [("grams", "Trop")], hint="En grammes")
    )
    assert 'value="12&#34;&lt;"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'aria-describedby="f-grams-hint f-grams-error"' in drawn
    assert 'for="f-grams"' in drawn


def test_the_library_is_the_one_we_read_and_may_not_evaluate_or_leave():
    assert hashlib.sha256((STATIC / "htmx.min.js").read_bytes()).hexdigest() == HTMX_2_0_11
    assert (STATIC / "htmx-LICENSE.txt").is_file()
    for rule in ('"allowEval": false', '"selfRequestsOnly": true', '"allowScriptTags": false'):
        assert rule in HTMX_CONFIG


def test_our_own_script_stays_small():
    assert len((STATIC / "app.js").read_text(encoding="utf-8").splitlines()) < 200
