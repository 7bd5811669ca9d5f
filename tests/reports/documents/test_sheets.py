"""What goes into a sheet is read on the paper, in the order a cook needs."""

import io
import subprocess
import sys
from dataclasses import replace

import pdfplumber
import pytest
from pypdf import PdfReader

from kitchen.core.vocabulary import Allergen
from reports.documents import faces
from reports.documents.data import (
    Allergens,
    Different,
    LotRef,
    MenuDay,
    NotCounted,
    Part,
    ShareLine,
    SheetContradicts,
    WeighLine,
)
from reports.documents.menu import render_menu
from reports.documents.notes import render_notes
from reports.documents.picking import render_picking
from reports.documents.production import render_production
from reports.documents.routes import render_routes

HOSTILE = (
    "a<b",
    '<img src="/etc/hostname">',
    '<img src="http://nowhere.invalid/x.png">',
    "&x; &amp;",
    '<font color="[[[].__class__]]">rouge</font>',
    '<a href="javascript:alert(1)">ici</a>',
    "{{ 7*7 }} %(n)s \\u0041",
)


def all_sheets(make):
    return (
        render_production([make.production()]),
        render_picking([make.picking()]),
        render_menu([make.menu()]),
        render_notes([make.note()]),
        render_routes([make.route()]),
    )


def test_a_production_sheet_prints_all_it_was_given(make, read):
    sheet = make.production()
    paper = read.whole(render_production([sheet]))
    said = [sheet.dish, sheet.issue.number, sheet.batch, "252", "63 L", "250 g", "enfant 180 g"]
    said += ["portions = 243 + 9 sans lait", "version 2, remplace la 1", "données du 22/11 à 17:40"]
    for line in sheet.weigh:
        said += [line.product, *(lot.code for lot in line.lots)]
    for line in sheet.different:
        said += [line.instruction, line.mark.label]
    for line in sheet.share:
        said += [line.point, line.containers]
    said += sheet.steps
    assert [each for each in said if read.squash(each) not in paper] == []


def test_a_production_sheet_keeps_the_order_of_the_work(make, read):
    paper = read.whole(render_production([make.production()]))
    order = ["252", "Peser", "Attention:9", "Faire", "Répartir", "Début"]
    places = [paper.index(word) for word in order]
    assert places == sorted(places)


def test_what_is_not_shared_out_is_said(make, read):
    paper = read.whole(render_production([make.production()]))
    assert "Resteencuisine252−2484" in paper


def test_weights_follow_french_use(make, read):
    paper = "".join(read.pages(render_production([make.production()])))
    for said in ("31,5 kg", "18,9 kg", "37,8 L", "315 g"):
        assert said in paper


def test_a_sheet_that_contradicts_itself_is_refused(make):
    with pytest.raises(SheetContradicts, match="252 is not 243 \\+ 8"):
        make.production(parts=(Part("", 243), Part("sans lait", 8)))
    with pytest.raises(SheetContradicts, match="different"):
        make.production(different_portions=11)
    with pytest.raises(SheetContradicts, match="shared out: 300 of 252"):
        make.production(share=(ShareLine(point="L'Escale", counts=(300, 0)),))
    with pytest.raises(SheetContradicts, match="columns"):
        make.production(share=(ShareLine(point="L'Escale", counts=(3,)),))
    with pytest.raises(SheetContradicts, match="what is free"):
        make.note(price_cents=100)
    with pytest.raises(SheetContradicts, match="line"):
        make.note(lines=())


def test_unknown_allergens_are_printed_as_present(make, read):
    unknown = Allergens((), (), (Allergen.SESAME,))
    line = WeighLine(product="Mélange d'épices", net_grams=50, allergens=unknown)
    paper = read.whole(render_production([make.production(weigh=(line,), allergens=unknown)]))
    assert "inconnu,donccomptécommeprésent" in paper
    assert "inconnucomptecommeprésent" in paper


def test_what_is_not_counted_is_framed_with_its_reason(make, read):
    left = (NotCounted("École Vauban, 12 repas", "commande arrivée après l'heure limite", 12),)
    for pdf in (
        render_production([make.production(not_counted=left)]),
        render_picking([make.picking(not_counted=left)]),
        render_notes([make.note(not_counted=left)]),
        render_routes([make.route(not_counted=left)]),
    ):
        paper = read.whole(pdf)
        assert "Pascompté,etpourquoi:12portions" in paper
        assert read.squash(left[0].why) in paper


def test_a_picking_list_takes_the_first_expired_first(make, read):
    paper = read.whole(render_picking([make.picking()]))
    assert paper.index("L-2311") < paper.index("L-2315") < paper.index("L-2296")
    assert "40kg+12,5kg52,5kg" in paper


def test_one_lot_for_two_dishes_is_fetched_once_with_both_parts(make, read):
    area = make.picking().areas[0]
    salt = replace(area.lines[0], product="Sel", lot=LotRef(code="L-9"), grams=951)
    lines = (salt, replace(salt, dish="Soupe à l'oignon", batch="B-2", grams=335))
    paper = read.whole(render_picking([make.picking(areas=(replace(area, lines=lines),))]))
    assert paper.count("L-9") == 1
    assert read.squash("Velouté de poireaux, B-1107 : 951 g") in paper
    assert read.squash("Soupe à l'oignon, B-2 : 335 g") in paper
    assert read.squash("1,286 kg") in paper


def test_a_menu_names_every_dish_its_signs_and_the_origin_of_meats(make, read):
    poster = make.menu()
    paper = read.whole(render_menu([poster]))
    for day in poster.days:
        for dish in day.dishes:
            assert read.squash(dish.name) in paper
    assert "Bœuf:élevageBelgique,abattageFrance" in paper
    assert "desaison" in paper
    assert "végétalien" in paper


def test_a_closed_day_says_why(make, read):
    poster = make.menu()
    closed = MenuDay(day=poster.days[4].day, closed="Fermé : inventaire")
    paper = read.whole(render_menu([make.menu(days=(*poster.days[:4], closed))]))
    assert "Fermé:inventaire" in paper


def test_a_delivery_note_carries_what_the_law_asks(make, read):
    note = make.note()
    paper = read.whole(render_notes([note]))
    said = [note.issue.number, note.issue.site.name, note.issue.site.siret, note.receiver.name]
    said += [note.receiver.address, "Propriétaire de la marchandise", "26/11/2026", "0 à +3 °C"]
    said += ["Aide alimentaire, remise gratuitement", "T° au départ", "T° à l'arrivée", "Réserves"]
    said += ["Destinataire : fonction, signature", "Chauffeur : visa, signature", "À reprendre"]
    for line in note.lines:
        said += [line.dish, line.batch, line.containers]
    assert [each for each in said if read.squash(each) not in paper] == []


def test_the_allergen_table_says_contains_unknown_and_traces(make):
    line = make.note().lines[0]
    known = Allergens((Allergen.GLUTEN,), (Allergen.MOLLUSCS,), (Allergen.EGGS,))
    lines = (
        type(line)(
            **{**{name: getattr(line, name) for name in line.__slots__}, "allergens": known}
        ),
    )
    with pdfplumber.open(io.BytesIO(render_notes([make.note(lines=lines)]))) as pdf:
        words = [word for page in pdf.pages for word in page.extract_words()]
    (row,) = [w for w in words if w["text"] == "X" and w["x0"] > 200]
    signs = sorted(
        (w["x0"], w["text"]) for w in words if abs(w["top"] - row["top"]) < 6 and w["x0"] > 200
    )
    assert [text for _x, text in signs] == ["X", "?", "(t)"]


def test_a_route_sheet_loads_the_last_stop_first(make, read):
    paper = read.whole(render_routes([make.route()]))
    load, round_ = paper.split("Parti", 1)
    assert load.index("ÉcoleVauban") < load.index("FoyerEst") < load.index("L'Escale")
    assert round_.index("L'Escale") < round_.index("FoyerEst") < round_.index("ÉcoleVauban")
    assert "9×Caisseisotherme" in load
    assert "Confidentiel" in paper


def test_a_long_sheet_splits_with_its_head_again_and_loses_nothing(make, read):
    points = tuple(
        ShareLine(point=f"Point numéro {index:03d}", vehicle="1", counts=(1, 0))
        for index in range(120)
    )
    pdf = render_production([make.production(share=points)])
    pages = read.pages(pdf)
    assert len(pages) > 3
    for index in range(120):
        assert sum(f"Point numéro {index:03d}" in page for page in pages) == 1
    with_points = [page for page in pages if "Point numéro" in page]
    assert all("Point de livraison" in page for page in with_points)
    for order, page in enumerate(pages, 1):
        assert f"page {order}/{len(pages)}" in page
        assert "FP-2026-48-03" in page


def test_sheets_in_one_file_each_count_their_own_pages(make, read):
    pages = read.pages(render_routes([make.route(), make.route(tour="Tournée 2")]))
    assert ["page 1/2" in pages[0], "page 2/2" in pages[1], "page 1/2" in pages[2]] == [True] * 3


def test_a_row_taller_than_a_page_is_cut_between_lines(make, read):
    words = " ".join(f"mot{index:04d}" for index in range(1200))
    line = Different(mark=make.marks.no_milk, portions=9, instruction=words)
    paper = read.whole(render_production([make.production(different=(line,))]))
    assert [index for index in range(1200) if f"mot{index:04d}" not in paper] == []


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_is_printed_as_typed(make, read, hostile):
    pdf = render_production(
        [
            make.production(
                dish=hostile, steps=(hostile,), weigh=(WeighLine(product=hostile, net_grams=1),)
            )
        ]
    )
    assert read.whole(pdf).count(read.squash(hostile)) >= 3
    assert not any("/Annots" in page for page in PdfReader(io.BytesIO(pdf)).pages)


def test_names_of_many_scripts_print_without_a_missing_glyph(make, drawn):
    dish = "Phở bò Nguyễn, bigos Łódź, كسكس, Київ, Αθήνα, שלום, CO₂ ✓"
    render_production([make.production(dish=dish, steps=(dish, dish * 3))])
    assert drawn
    assert [run for run in drawn if not faces.covers(run.typeface, run.text)] == []
    assert not any(faces.MISSING in run.text for run in drawn)


def test_every_sheet_embeds_its_typefaces(make):
    for pdf in all_sheets(make):
        for page in PdfReader(io.BytesIO(pdf)).pages:
            for font in page["/Resources"]["/Font"].get_object().values():
                described = font.get_object()
                name = described["/BaseFont"]
                if name == "/Helvetica":
                    continue  # declared by the library on every page, drawn with by nobody
                assert "/FontFile2" in described["/FontDescriptor"].get_object()


def test_nothing_is_drawn_outside_the_paper_and_no_words_overlap(make):
    for pdf in all_sheets(make):
        with pdfplumber.open(io.BytesIO(pdf)) as opened:
            for page in opened.pages:
                chars = [char for char in page.chars if char["text"].strip() and char["upright"]]
                for char in chars:
                    assert char["x0"] >= 20
                    assert char["x1"] <= page.width - 20
                    assert char["top"] >= 20
                    assert char["bottom"] <= page.height - 8
                assert overlaps(chars) == []


def overlaps(chars):
    """Pairs of letters whose inked middles meet: centres closer than a third of a letter."""
    found = []
    ordered = sorted(chars, key=lambda char: char["x0"])
    for index, one in enumerate(ordered):
        for two in ordered[index + 1 :]:
            if two["x0"] >= one["x1"]:
                break
            across = min(one["x1"], two["x1"]) - two["x0"]
            down = min(one["bottom"], two["bottom"]) - max(one["top"], two["top"])
            small = min(one["size"], two["size"])
            if across > 0.15 * small and down > 0.55 * small:
                found.append((one["text"], two["text"], round(one["x0"]), round(one["top"])))
    return found


def test_the_same_sheet_has_the_same_bytes(make):
    assert all_sheets(make) == all_sheets(make)


def test_bytes_do_not_depend_on_the_hash_seed(tmp_path):
    program = (
        "import hashlib, sys; sys.path.insert(0, sys.argv[1]); import conftest\n"
        "from reports.documents.production import render_production\n"
        "print(hashlib.sha256(render_production([conftest.production()])).hexdigest())"
    )
    from pathlib import Path  # noqa: PLC0415 - used here only

    here = Path(__file__).parent
    seen = {
        subprocess.run(
            [sys.executable, "-c", program, str(here)],
            check=True,
            capture_output=True,
            text=True,
            cwd=here.parents[2],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(seen) == 1


def test_a_sheet_speaks_the_language_asked_for(make, read):
    assert "Weigh" in read.whole(render_production([make.production()], "en"))
    assert "Peser" in read.whole(render_production([make.production()], "fr"))


def test_a_sheet_not_yet_issued_says_so(make, read):
    draft = make.issue("", issued=False)
    changed = make.issue("FP-2026-48-03", version=2, replaces=1, issued=False)
    assert "Projet,sansnuméro" in read.whole(render_production([make.production(issue=draft)]))
    assert "projet,nonédité" in read.whole(render_production([make.production(issue=changed)]))
    assert "projet" not in read.whole(render_production([make.production()]))
