"""The demo's suppliers: plausible, placed in real communes around Calais, and all fictional.

Only the urban farm Anima is a place of the cluster itself; its figures here are examples too.
Telephone numbers are from the range France keeps for fiction (ARCEP decision 2018-0881), mail
addresses from the reserved domain example.org.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from kitchen.core.actor import Actor
from kitchen.core.vocabulary import Label
from suppliers.directory import service
from suppliers.directory.geography import Point
from suppliers.directory.models import Supplier, SupplierKind

FARM, COOPERATIVE, GLEANER = SupplierKind.FARM, SupplierKind.COOPERATIVE, SupplierKind.GLEANER
WHOLESALER, FOOD_BANK, SHOP = SupplierKind.WHOLESALER, SupplierKind.FOOD_BANK, SupplierKind.SHOP
MON, TUE, WED, THU, FRI = range(5)


@dataclass(frozen=True, slots=True)
class Entry:
    """One supplier of the demo."""

    key: str
    name: str
    kind: SupplierKind
    commune: str
    latitude_microdeg: int
    longitude_microdeg: int
    weekdays: tuple[int, ...]
    labels: tuple[Label, ...] = ()
    short: bool = True


ENTRIES: tuple[Entry, ...] = (
    Entry("anima", "Ferme urbaine Anima", FARM, "Calais",
          50_941_000, 1_872_000, (MON, TUE, WED, THU, FRI)),
    Entry("attaques", "Ferme des Attaques (exemple)", FARM, "Les Attaques",
          50_906_400, 1_931_200, (MON, WED)),
    Entry("marck", "Maraîchage du Fort Vert (exemple)", FARM, "Marck",
          50_966_800, 1_981_500, (MON, THU), (Label.HVE,)),
    Entry("guines", "Le Potager des Trois Pays (exemple)", FARM, "Guînes",
          50_868_300, 1_871_500, (MON, WED), (Label.ORGANIC,)),
    Entry("ardres", "Les Vergers du Lac (exemple)", FARM, "Ardres",
          50_856_900, 1_981_300, (TUE,), (Label.HVE,)),
    Entry("licques", "Ferme du Pays de Licques (exemple)", FARM, "Licques",
          50_785_200, 1_934_600, (MON, WED), (Label.LABEL_ROUGE, Label.PGI)),
    Entry("audruicq", "Endives de la Hem (exemple)", FARM, "Audruicq",
          50_878_700, 2_080_800, (MON, THU)),
    Entry("oye", "La Ferme du Platier (exemple)", FARM, "Oye-Plage",
          50_977_300, 2_042_700, (MON, WED)),
    Entry("coquelles", "Les Serres du Mont (exemple)", FARM, "Coquelles",
          50_934_600, 1_798_700, (MON, TUE, WED, THU, FRI)),
    Entry("clairmarais", "Les Jardins de Clairmarais (exemple)", FARM, "Clairmarais",
          50_773_900, 2_298_300, (MON,), (Label.HVE,)),
    Entry("tilques", "Maraîchers de Tilques (exemple)", FARM, "Tilques",
          50_776_900, 2_199_400, (MON, THU)),
    Entry("salperwick", "La Barque aux Choux (exemple)", FARM, "Salperwick",
          50_771_700, 2_232_600, (MON,)),
    Entry("nouvelle", "Ferme du Pont d’Oye (exemple)", FARM, "Nouvelle-Église",
          50_927_100, 2_053_700, (MON, WED)),
    Entry("zouafques", "GAEC du Val de Hem (exemple)", FARM, "Zouafques",
          50_818_600, 2_053_400, (TUE, THU), (Label.FARMSTEAD,)),
    Entry("wierre", "Ferme de la Slack (exemple)", FARM, "Wierre-Effroy",
          50_781_000, 1_737_900, (TUE,), (Label.FARMSTEAD,)),
    Entry("fretun", "Les Poules de Fréthun (exemple)", FARM, "Fréthun",
          50_916_500, 1_824_800, (MON, THU), (Label.ORGANIC,)),
    Entry("wissant", "Élevage des Deux Caps (exemple)", FARM, "Wissant",
          50_885_600, 1_662_500, (TUE,)),
    Entry("glaneurs", "Les Glaneurs de l’Opale (exemple)", GLEANER, "Marck",
          50_947_000, 1_950_300, (TUE, FRI)),
    Entry("coop", "Coopérative des Wateringues (exemple)", COOPERATIVE, "Bourbourg",
          50_947_400, 2_198_800, (MON, WED, FRI), (Label.HVE,)),
    Entry("flandre", "Union laitière de Flandre (exemple)", COOPERATIVE, "Saint-Omer",
          50_750_200, 2_252_000, (MON, THU), (Label.HVE,)),
    Entry("grossiste", "Halles du Littoral (exemple)", WHOLESALER, "Calais",
          50_955_700, 1_906_800, (MON, TUE, WED, THU, FRI), short=False),
    Entry("maree", "Mareyeurs du Bassin (exemple)", WHOLESALER, "Boulogne-sur-Mer",
          50_726_900, 1_598_300, (TUE, THU), (Label.SUSTAINABLE_FISHING,), short=False),
    Entry("supermarche", "Supermarché du Virval (exemple)", SHOP, "Calais",
          50_938_500, 1_896_400, (MON, WED, FRI), short=False),
    Entry("hyper", "Hypermarché de la Rivière (exemple)", SHOP, "Coquelles",
          50_929_800, 1_810_200, (TUE, THU), short=False),
    Entry("banque", "Banque alimentaire de la Côte (exemple)", FOOD_BANK, "Saint-Omer",
          50_742_800, 2_261_500, (TUE,), short=False),
)  # fmt: skip


def build(db: Session, actor: Actor, *, monday: date, at: datetime) -> dict[str, Supplier]:
    """Register every supplier with its certificates; return them by their short demo key."""
    found = {}
    for place, entry in enumerate(ENTRIES):
        supplier = service.register(
            db,
            actor,
            name=entry.name,
            kind=entry.kind,
            commune=entry.commune,
            point=Point(entry.latitude_microdeg, entry.longitude_microdeg),
            short_circuit=entry.short,
            phone=f"03 53 01 {place // 10:02d} {place % 100:02d}",
            email=f"{entry.key}@example.org",
            delivery_weekdays=entry.weekdays,
            at=at,
        )
        for label in entry.labels:
            service.certify(
                db,
                actor,
                supplier.id,
                label=label,
                body="Organisme certificateur (exemple)",
                number=f"EX-{label.value.upper()}-{place:03d}",
                valid_from=monday - timedelta(days=300),
                # One ends soon, so that the list of certificates to renew has something to say.
                valid_until=monday + timedelta(days=25 if entry.key == "guines" else 400),
                at=at,
            )
        found[entry.key] = supplier
    return found
