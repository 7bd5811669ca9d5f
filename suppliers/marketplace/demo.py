"""104 shops of the demo marketplace: as many as the cluster counts, all of them fictional."""

import random
from datetime import date, datetime, timedelta

from sqlmodel import Session

from kitchen.core.actor import Actor
from suppliers.marketplace.importer import (
    Imported,
    import_listings,
    import_merchants,
    import_sales,
)

SOURCE = "place-de-marche"
SHOPS = 104

# (trade, how many, what the sign over the door says)
TRADES: tuple[tuple[str, int, tuple[str, ...]], ...] = (
    ("grocer", 9, ("Épicerie", "Épicerie fine", "Vrac")),
    ("baker", 11, ("Boulangerie", "Fournil", "Pâtisserie")),
    ("butcher", 6, ("Boucherie", "Charcuterie")),
    ("fishmonger", 4, ("Poissonnerie",)),
    ("greengrocer", 7, ("Primeur", "Panier")),
    ("farm_shop", 8, ("Magasin à la ferme",)),
    ("cafe", 12, ("Café", "Cantine", "Estaminet")),
    ("clothes", 13, ("Vêtements", "Friperie", "Chausseur")),
    ("books", 6, ("Librairie", "Papeterie")),
    ("craft", 9, ("Atelier", "Céramique", "Dentelle")),
    ("repair", 8, ("Réparation", "Vélos", "Cordonnerie")),
    ("care", 7, ("Coiffure", "Herboristerie", "Optique")),
    ("other", 4, ("Jardinerie", "Jouets")),
)
PLACES = (
    "du Beffroi", "de la Dentelle", "du Courgain", "des Six Bourgeois", "du Phare", "de l’Écluse",
    "du Minck", "des Dunes", "de la Batellerie", "du Petit Courgain", "de la Place d’Armes",
    "du Fort Nieulay", "des Fontinettes", "du Virval", "de la Plage", "du Bassin Carnot",
)  # fmt: skip
COMMUNES = ("Calais",) * 7 + ("Coquelles", "Marck", "Guînes", "Sangatte", "Ardres")
GOODS = {
    "grocer": ("Panier d’épicerie", 2500, 4000),
    "baker": ("Pain de campagne 1 kg", 480, 1000),
    "greengrocer": ("Panier de légumes", 1500, 5000),
    "farm_shop": ("Panier de la ferme", 1800, 6000),
    "butcher": ("Colis familial", 3900, 3000),
    "fishmonger": ("Panier de la criée", 2400, 2000),
}
# Farm shops named after farms of the directory: links to propose, for a person to decide.
FARM_SHOPS = (
    ("Magasin Ferme des Attaques (exemple)", "Les Attaques"),
    ("La boutique Les Jardins de Clairmarais (exemple)", "Clairmarais"),
    ("Ferme du Pays de Licques (exemple)", "Licques"),
)


def merchants_table(rng: random.Random, monday: date) -> bytes:
    """Return 104 shops as the file the importer reads."""
    lines = ["external_id;name;trade;commune;joined_on;active"]
    names: set[str] = set()
    for trade, count, signs in TRADES:
        for place in range(count):
            if trade == "farm_shop" and place < len(FARM_SHOPS):
                name, commune = FARM_SHOPS[place]
            else:
                commune = rng.choice(COMMUNES)
                free = [
                    f"{sign} {where} (exemple)"
                    for sign in signs
                    for where in PLACES
                    if f"{sign} {where} (exemple)" not in names
                ]
                name = rng.choice(free)
            names.add(name)
            joined = monday - timedelta(days=rng.randint(60, 2200))
            active = "non" if rng.random() < 0.04 else "oui"
            lines.append(f"M{len(lines):03d};{name};{trade};{commune};{joined};{active}")
    return "\n".join(lines).encode()


def listings_table(rng: random.Random, monday: date, merchants: bytes) -> bytes:
    """Return one listing for most food shops."""
    lines = ["external_id;merchant_id;title;price;grams;listed_on"]
    for row in merchants.decode().splitlines()[1:]:
        key, _, trade, *_ = row.split(";")
        if trade in GOODS and rng.random() < 0.8:
            title, price, grams = GOODS[trade]
            euros = price * rng.randint(85, 120) // 100
            listed = monday - timedelta(days=rng.randint(1, 40))
            lines.append(
                f"L{len(lines):03d};{key};{title};{euros // 100},{euros % 100:02d};{grams};{listed}"
            )
    return "\n".join(lines).encode()


def sales_table(rng: random.Random, monday: date, listings: bytes) -> bytes:
    """Return the sales of the last four weeks."""
    lines = ["external_id;merchant_id;listing_id;sold_on;amount"]
    for row in listings.decode().splitlines()[1:]:
        listing, merchant, _, price, *_ = row.split(";")
        for _ in range(rng.randint(0, 6)):
            sold = monday - timedelta(days=rng.randint(1, 28))
            lines.append(f"V{len(lines):04d};{merchant};{listing};{sold};{price}")
    return "\n".join(lines).encode()


def build(db: Session, actor: Actor, *, monday: date, rng: random.Random, at: datetime) -> Imported:
    """Import the shops, their listings and the sales of the last weeks."""
    shops = merchants_table(rng, monday)
    listings = listings_table(rng, monday, shops)
    sales = sales_table(rng, monday, listings)
    result = import_merchants(db, actor, shops, source=SOURCE, at=at, name="commercants.csv")
    import_listings(db, actor, listings, source=SOURCE, at=at, name="annonces.csv")
    import_sales(db, actor, sales, source=SOURCE, at=at, name="ventes.csv")
    return result
