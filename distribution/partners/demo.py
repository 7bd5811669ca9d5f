"""The demo's partners: fictional associations at true-to-place positions around Calais."""

from datetime import datetime

from sqlmodel import Session

from distribution.partners import service
from distribution.partners.models import DropPoint
from kitchen.core.actor import Actor

# name, kind, commune, address, latitude, longitude, meals, opens, closes, share of children
DOORS: tuple[tuple[str, str, str, str, int, int, int, int, int], ...] = (
    ("L'Escale (exemple)", "accueil de jour", "Calais", "Rue du Vauxhall", 50951200, 1852300, 60, 570, 690),
    ("Foyer Est (exemple)", "hébergement", "Calais", "Avenue Guynemer", 50955900, 1884700, 60, 600, 720),
    ("Maison du Beau-Marais (exemple)", "centre social", "Calais", "Rue Vauban", 50947800, 1899400, 70, 585, 705),
    ("Table du Fort-Nieulay (exemple)", "centre social", "Calais", "Avenue Salvador-Allende", 50950300, 1825600, 60, 570, 690),
    ("Secours Saint-Pierre (exemple)", "association", "Calais", "Boulevard La Fayette", 50945100, 1862800, 60, 585, 690),
    ("Accueil du Courgain (exemple)", "accueil de jour", "Calais", "Rue du Courgain", 50961500, 1849900, 50, 570, 700),
    ("Résidence des Dentelliers (exemple)", "hébergement", "Calais", "Quai du Commerce", 50948900, 1870200, 50, 600, 735),
    ("Relais du Port (exemple)", "association", "Calais", "Rue de Moscou", 50964200, 1864400, 45, 600, 720),
    ("Épicerie du Pont-du-Leu (exemple)", "épicerie sociale", "Calais", "Rue du Pont-du-Leu", 50938700, 1837900, 40, 570, 720),
    ("Entraide de Coquelles (exemple)", "association", "Coquelles", "Place de la Mairie", 50934900, 1799300, 30, 600, 720),
    ("Les Amis de Blériot (exemple)", "association", "Sangatte", "Blériot-Plage", 50956400, 1809700, 30, 600, 720),
    ("Accueil de Marck (exemple)", "centre social", "Marck", "Avenue de Verdun", 50946600, 1950800, 45, 600, 720),
    ("Foyer de Oye-Plage (exemple)", "hébergement", "Oye-Plage", "Route de Gravelines", 50976300, 2040500, 40, 600, 735),
    ("Entraide de Guînes (exemple)", "association", "Guînes", "Place du Maréchal-Foch", 50868300, 1870900, 40, 600, 735),
    ("Relais d'Ardres (exemple)", "association", "Ardres", "Grand-Place", 50854700, 1977800, 35, 600, 735),
    ("Maison de Fréthun (exemple)", "centre social", "Fréthun", "Rue de la Mairie", 50917200, 1824200, 25, 600, 720),
    ("Halte des Attaques (exemple)", "association", "Les Attaques", "Route de Saint-Omer", 50908800, 1929600, 30, 600, 720),
    ("Foyer d'Audruicq (exemple)", "hébergement", "Audruicq", "Rue du Pont-d'Arcole", 50878900, 2080600, 40, 600, 740),
)  # fmt: skip
ACCESS = ("Sonner à la cour", "Quai à gauche", "Escalier, 3 marches", "Stationner rue de derrière")


def build(db: Session, actor: Actor, *, at: datetime) -> list[DropPoint]:
    """Register the demo's partners and their doors, each open Monday to Friday."""
    points = []
    for index, (name, kind, commune, address, lat, lon, most, opens, closes) in enumerate(DOORS):
        partner = service.register(
            db,
            actor,
            name=name,
            kind=kind,
            habilitation="habilitation régionale (exemple)",
            at=at,
        )
        points.append(
            service.open_door(
                db,
                actor,
                partner,
                name=name,
                address=address,
                commune=commune,
                lat_microdeg=lat,
                lon_microdeg=lon,
                formats=("chilled", "cold") if index % 5 else ("chilled", "cold", "hot"),
                most_meals=most,
                windows=[(weekday, opens, closes) for weekday in range(5)],
                access_note=ACCESS[index % len(ACCESS)],
                contact_role="permanence",
                at=at,
            )
        )
    return points
