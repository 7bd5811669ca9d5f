"""Sheets as a kitchen would print them, and readers that give their text back."""

import io
import unicodedata
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from pypdf import PdfReader

from kitchen.core.vocabulary import Allergen, Component, MealFormat, Shape, Storage
from reports.documents import blocks, columns, labels, layout, marks, matrix, table, text
from reports.documents.data import (
    Allergens,
    ContainerLabel,
    DeliveryLine,
    DeliveryNote,
    Different,
    EquipmentUse,
    Issue,
    LoadItem,
    Loan,
    LotRef,
    Mark,
    MenuDay,
    MenuDish,
    MenuPoster,
    NotCounted,
    Origin,
    Part,
    Party,
    PickArea,
    PickingList,
    PickLine,
    ProductionSheet,
    RouteSheet,
    RouteStop,
    ShareLine,
    WeighLine,
)

MONDAY = date(2026, 11, 23)
SITE = Party(
    name="Cuisine de Calais (exemple)",
    address="Rue d'exemple, 62100 Calais",
    siret="000 000 000 00000",
    approval="dérogation à l'agrément, exemple",
    phone="03 00 00 00 00",
)
STANDARD = Mark(None, "", "standard")
NO_MILK = Mark(Shape.DIAMOND, "L", "sans LAIT")
NO_CELERY = Mark(Shape.DIAMOND, "C", "sans CÉLERI")
VEGAN = Mark(Shape.CIRCLE, "Vg", "végétalien")
NO_PORK = Mark(Shape.SHIELD, "P", "sans porc")


def issue(number="FP-2026-48-03", **facts):
    at = datetime(2026, 11, 22, 17, 40, tzinfo=UTC)
    return Issue(number=number, data_at=at, site=SITE, **facts)


def production(**changes):
    soup = Allergens((Allergen.MILK, Allergen.CELERY))
    facts = {
        "issue": issue(version=2, replaces=1),
        "dish": "Velouté de poireaux",
        "batch": "B-1107",
        "day": MONDAY,
        "portions": 252,
        "parts": (Part("", 243), Part("sans lait", 9)),
        "millilitres": 63_000,
        "sizes": (("adulte", 250), ("enfant", 180)),
        "equipment": (EquipmentUse(value="2 × 60 L", caption="marmites, 32 L chacune"),),
        "weigh": (
            WeighLine(
                product="Poireaux émincés",
                lots=(LotRef(code="L-2311", place="Marck", use_by=date(2026, 11, 27)),),
                gross_grams=40_000,
                net_grams=31_500,
            ),
            WeighLine(
                product="Pommes de terre en dés",
                lots=(
                    LotRef(code="L-2296", place="Guînes", use_by=date(2026, 12, 4), grams=15_000),
                    LotRef(code="L-2301", place="Ardres", use_by=date(2026, 12, 9), grams=7_200),
                ),
                gross_grams=22_200,
                net_grams=18_900,
            ),
            WeighLine(
                product="Oignons ciselés",
                lots=(LotRef(code="L-2288", place="Ardres", use_by=date(2026, 12, 10)),),
                gross_grams=5_600,
                net_grams=5_000,
            ),
            WeighLine(
                product="Bouillon de légumes",
                lots=(LotRef(code="PR-48-01", use_by=date(2026, 11, 24)),),
                net_millilitres=37_800,
                allergens=Allergens((Allergen.CELERY,)),
            ),
            WeighLine(
                product="Crème liquide 18 %",
                lots=(LotRef(code="L-2302", place="don", use_by=date(2026, 11, 25)),),
                net_millilitres=4_900,
                allergens=Allergens((Allergen.MILK,)),
                note="243 parts",
            ),
            WeighLine(product="Sel, poivre", net_grams=315),
        ),
        "different_portions": 9,
        "different": (
            Different(
                mark=NO_MILK,
                portions=9,
                instruction="Prélever 2,3 L avant la crème. Louche et bac propres.",
            ),
            Different(
                mark=NO_CELERY,
                portions=2,
                instruction="bouillon PR-48-02, sans céleri.",
                within=9,
            ),
        ),
        "steps": (
            "Suer poireaux et oignons, 12 min, sans colorer.",
            "Ajouter pommes de terre et bouillon. Frémir 35 min.",
            "Mixer. Prélever la part sans lait.",
            "Crème, assaisonner, goûter.",
            "Maintenir à 63 °C au moins, ou refroidir : sous 10 °C avant 11:35.",
            "Prélever 100 g témoin, étiqueter.",
        ),
        "share_columns": ("Standard", "Sans lait"),
        "share": (
            ShareLine(point="L'Escale", vehicle="1", containers="2 × 1/1", counts=(40, 2)),
            ShareLine(
                point="Foyer Est", vehicle="1", containers="1 × 1/1, 1 × 1/2", counts=(31, 0)
            ),
            ShareLine(point="École Vauban", vehicle="1", containers="3 × 1/1", counts=(53, 3)),
            ShareLine(point="Maison des Dunes", vehicle="2", containers="4 × 1/1", counts=(64, 2)),
            ShareLine(point="Accueil de jour", vehicle="3", containers="3 × 1/1", counts=(51, 2)),
        ),
        "allergens": soup,
    }
    return ProductionSheet(**(facts | changes))


def picking(**changes):
    facts = {
        "issue": issue("PL-2026-48-01"),
        "day": MONDAY,
        "areas": (
            PickArea(
                storage=Storage.COOL,
                lines=(
                    PickLine(
                        product="Pommes de terre",
                        lot=LotRef(code="L-2296", place="Guînes", use_by=date(2026, 12, 4)),
                        grams=22_200,
                        dish="Velouté de poireaux",
                        batch="B-1107",
                    ),
                    PickLine(
                        product="Poireaux",
                        lot=LotRef(code="L-2315", place="Oye-Plage", use_by=date(2026, 11, 30)),
                        grams=12_500,
                        dish="Quiche aux poireaux",
                        batch="B-1109",
                    ),
                    PickLine(
                        product="Poireaux",
                        lot=LotRef(code="L-2311", place="Marck", use_by=date(2026, 11, 27)),
                        grams=40_000,
                        dish="Velouté de poireaux",
                        batch="B-1107",
                    ),
                ),
            ),
            PickArea(
                storage=Storage.CHILLED,
                lines=(
                    PickLine(
                        product="Crème liquide 18 %",
                        lot=LotRef(code="L-2302", place="don", use_by=date(2026, 11, 25)),
                        grams=4_900,
                        dish="Velouté de poireaux",
                        batch="B-1107",
                        note="entamé le 22/11",
                    ),
                ),
            ),
        ),
        "not_counted": (
            NotCounted("Curry de lentilles", "recette sans quantité pour le lait de coco", 40),
        ),
    }
    return PickingList(**(facts | changes))


def menu(**changes):
    def day(offset, *names):
        kinds = (Component.STARTER, Component.MAIN, Component.SIDE, Component.DESSERT)
        known = (
            Allergens((Allergen.MILK, Allergen.CELERY)),
            Allergens((Allergen.GLUTEN, Allergen.MUSTARD), (Allergen.SESAME,)),
            Allergens(),
            Allergens((Allergen.EGGS, Allergen.MILK, Allergen.GLUTEN), (Allergen.NUTS,)),
        )
        dishes = tuple(
            MenuDish(
                component=kind,
                name=name,
                allergens=known[at],
                vegetarian=at != 1 or offset in {1, 3},
                season=at in {0, 2},
            )
            for at, (kind, name) in enumerate(zip(kinds, names, strict=True))
        )
        return MenuDay(day=date(2026, 11, 23 + offset), dishes=dishes)

    variant = MenuDish(
        component=Component.MAIN,
        name="Lentilles à la moutarde",
        marks=(VEGAN,),
        vegetarian=True,
        allergens=Allergens((Allergen.MUSTARD,)),
    )
    days = (
        day(
            0,
            "Velouté de poireaux",
            "Poulet rôti au thym",
            "Pommes de terre au four",
            "Tarte aux pommes",
        ),
        day(
            1, "Carottes râpées au citron", "Dhal de lentilles corail", "Riz basmati", "Riz au lait"
        ),
        day(
            2,
            "Soupe à l'oignon",
            "Carbonade de bœuf à la bière",
            "Endives braisées",
            "Poire au sirop",
        ),
        day(
            3,
            "Salade de betteraves",
            "Parmentier végétal aux champignons",
            "Salade verte",
            "Gaufre",
        ),
        day(
            4,
            "Potage de potimarron",
            "Waterzooï de poisson",
            "Pommes vapeur",
            "Crème à la chicorée",
        ),
    )
    first = MenuDay(day=days[0].day, dishes=(*days[0].dishes, variant))
    facts = {
        "issue": issue("MS-2026-48-01"),
        "days": (first, *days[1:]),
        "origins": (
            Origin(product="Poulet", reared="France", slaughtered="France"),
            Origin(product="Bœuf", reared="Belgique", slaughtered="France"),
        ),
    }
    return MenuPoster(**(facts | changes))


def label(**changes):
    facts = {
        "dish": "Velouté de poireaux",
        "batch": "B-1107",
        "made_on": MONDAY,
        "use_by": date(2026, 11, 26),
        "format": MealFormat.CHILLED,
        "contents": ((20, 250),),
        "mark": NO_MILK,
        "allergens": Allergens((Allergen.CELERY,)),
        "destination": "L'Escale",
        "route": "Tournée 1",
        "service_day": date(2026, 11, 24),
        "index": 1,
        "count": 3,
    }
    return ContainerLabel(**(facts | changes))


def note(**changes):
    def line(dish, batch, portions, mark, *allergens):
        return DeliveryLine(
            dish=dish,
            batch=batch,
            portions=portions,
            grams=portions * 250,
            containers="2 × GN 1/1",
            use_by=date(2026, 11, 26),
            format=MealFormat.CHILLED,
            mark=mark,
            allergens=Allergens(allergens),
        )

    facts = {
        "issue": issue("BL-2026-48-07"),
        "day": date(2026, 11, 24),
        "meal": "lunch",
        "receiver": Party(
            name="L'Escale (exemple)",
            address="12 quai d'exemple, 62100 Calais",
            contact_role="responsable de salle",
            phone="03 00 00 00 01",
        ),
        "lines": (
            line("Velouté de poireaux", "B-1107", 40, STANDARD, Allergen.MILK, Allergen.CELERY),
            line("Velouté de poireaux", "B-1108", 2, NO_MILK, Allergen.CELERY),
            line("Poulet rôti au thym", "B-1110", 36, STANDARD),
            line("Lentilles à la moutarde", "B-1111", 6, VEGAN, Allergen.MUSTARD),
            line("Tarte aux pommes", "B-1113", 42, STANDARD, Allergen.GLUTEN, Allergen.EGGS),
        ),
        "loans": (
            Loan(name="Bac GN 1/1", out=8, expected_back=6),
            Loan(name="Caisse isotherme", out=3, expected_back=3),
        ),
        "portions": 42,
        "vehicle": "Camionnette 1",
    }
    return DeliveryNote(**(facts | changes))


def route(**changes):
    def stop(name, minute, crates, **more):
        return RouteStop(
            name=name,
            address=f"{minute} rue d'exemple, 62100 Calais",
            opens_minute=minute - 15,
            closes_minute=minute + 45,
            arrive_minute=minute,
            contact_role="responsable de salle",
            phone="03 00 00 00 01",
            portions=crates * 14,
            load=(
                LoadItem(name="Caisse isotherme", count=crates),
                LoadItem(name="Pain, sac", count=1),
            ),
            returns=(LoadItem(name="Bac GN 1/1", count=crates * 2),),
            **more,
        )

    facts = {
        "issue": issue("FR-2026-48-01"),
        "day": date(2026, 11, 24),
        "tour": "Tournée 1",
        "vehicle": "Camionnette 1",
        "leave_minute": 517,
        "back_minute": 690,
        "metres": 31_400,
        "stops": (
            stop("L'Escale", 540, 3, access="Portail bleu, sonner à gauche. Pas de marche."),
            stop("Foyer Est", 570, 2),
            stop("École Vauban", 610, 4, note="Sortie des élèves à 10:30 : se garer rue du Nord."),
        ),
    }
    return RouteSheet(**(facts | changes))


@pytest.fixture
def make():
    """Builders of believable sheets; each takes the facts to change."""
    return SimpleNamespace(
        production=production,
        picking=picking,
        menu=menu,
        label=label,
        note=note,
        route=route,
        issue=issue,
        site=SITE,
        marks=SimpleNamespace(
            standard=STANDARD, no_milk=NO_MILK, no_celery=NO_CELERY, vegan=VEGAN, no_pork=NO_PORK
        ),
    )


def squash(text):
    """Drop every space and undo presentation forms: what is left must be the same on both sides."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@pytest.fixture
def read():
    """Reads a PDF back: pages of text, and the whole without any space."""

    def pages(pdf):
        return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]

    def whole(pdf):
        return squash("".join(pages(pdf)))

    return SimpleNamespace(pages=pages, whole=whole, squash=squash)


@pytest.fixture
def drawn(monkeypatch):
    """Collects every run of text a document draws, with its typeface."""
    runs = []
    real = text.draw

    def spy(canvas, line, x, y, align="left"):
        runs.extend(line.runs)
        real(canvas, line, x, y, align)

    for module in (text, layout, table, blocks, columns, matrix, marks, labels):
        monkeypatch.setattr(module, "draw", spy)
    return runs
