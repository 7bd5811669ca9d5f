"""The cluster's own public figures for 2021: the only real figures of the demo territory."""

from datetime import datetime

from sqlmodel import Session

from kitchen.core.actor import Actor
from reports.impact.importer import Imported, import_records

SOURCE = "ptce-calais"
_NOTE = "Chiffres publics du PTCE de Calais, bilan 2021"

# (external id, indicator, value, unit, definition): French, as the cluster published them.
FIGURES = (
    (
        "2021-boutiques-creees",
        "Boutiques créées",
        "3",
        "shops",
        "Boutiques ouvertes par les structures du pôle dans l’année.",
    ),
    (
        "2021-emplois-consolides",
        "Emplois consolidés",
        "86",
        "jobs",
        "Emplois qui existaient déjà dans les structures du pôle et que son activité a confortés.",
    ),
    (
        "2021-emplois-crees",
        "Emplois créés",
        "14",
        "jobs",
        "Emplois nouveaux dans les structures du pôle.",
    ),
    (
        "2021-emplois-partenaires",
        "Emplois chez les partenaires",
        "15",
        "jobs",
        "Emplois dans des structures partenaires du pôle, comptés à part des précédents.",
    ),
    (
        "2021-repas-semaine",
        "Repas préparés",
        "1000+",
        "meals_per_week",
        "Repas préparés par la cuisine en une semaine ordinaire : au moins ce nombre.",
    ),
    (
        "2021-commercants",
        "Commerçants de la place de marché",
        "104",
        "merchants",
        "Commerces locaux inscrits sur la place de marché du territoire.",
    ),
)
HEADER = "external_id;indicator;value;unit;period_start;period_end;definition;source_note"


def table() -> bytes:
    """Return the figures as the file the importer reads."""
    lines = [
        f"{key};{indicator};{value};{unit};2021-01-01;2021-12-31;{definition};{_NOTE}"
        for key, indicator, value, unit, definition in FIGURES
    ]
    return "\n".join((HEADER, *lines)).encode()


def build(db: Session, actor: Actor, *, at: datetime) -> Imported:
    """Import the public figures; again, without effect, when they are there."""
    return import_records(db, actor, table(), source=SOURCE, at=at, name="impact-2021.csv")
