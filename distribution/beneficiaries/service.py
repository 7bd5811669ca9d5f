"""Commands on households: register, pause, end."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from distribution.beneficiaries.models import AgeClass, Household, Pause, Person
from distribution.partners.models import DropPoint
from kitchen.accounts.policy import allow
from kitchen.core.actor import Actor
from kitchen.core.audit import audit
from kitchen.core.codes import next_code
from kitchen.core.crypto import FieldCipher
from kitchen.core.errors import BadInput, KitchenError
from kitchen.core.i18n import N_, gettext
from kitchen.core.vocabulary import DIET_BY_CODE, Shape


class ConsentNeeded(KitchenError):
    """Allergies are health data: they are kept with the person's consent only (P-09)."""

    code = "beneficiaries.consent_needed"
    status = 422
    message = N_(
        "An allergy is kept only with the person's consent.\nTick the consent, or leave it out."
    )


@dataclass(frozen=True, slots=True)
class Eater:
    """One person to register."""

    age: AgeClass
    diet: str = "standard"


def register(
    db: Session,
    actor: Actor,
    cipher: FieldCipher,
    *,
    name: str,
    door: DropPoint,
    people: list[Eater],
    meals_per_week: int,
    from_day: date,
    until_day: date,
    at: datetime,
    phone: str = "",
    language: str = "fr",
    referred_by: str = "",
    consent: bool = False,
) -> Household:
    """Register a household with the few things a meal needs.

    Raises:
        BadInput: When a field is wrong; every one is named.
        ConsentNeeded: When an allergy is given without consent.
    """
    allow(actor, "household.register")
    _validate(name, people, meals_per_week, from_day, until_day)
    health = any(DIET_BY_CODE[eater.diet].shape is Shape.DIAMOND for eater in people)
    if health and not consent:
        raise ConsentNeeded
    household = Household(
        code=next_code(db, "F"),
        sealed_name=cipher.seal(name.strip()),
        sealed_phone=cipher.seal(phone.strip()) if phone.strip() else "",
        language=language,
        drop_point_id=door.id,
        worker_id=actor.id,
        meals_per_week=meals_per_week,
        referred_by=referred_by,
        from_day=from_day,
        until_day=until_day,
        last_contact=from_day,
        consent=consent,
        has_health_data=health,
    )
    db.add(household)
    db.flush()
    for eater in people:
        db.add(Person(household_id=household.id, age=eater.age, diet=eater.diet))
    db.flush()
    audit(
        db,
        actor,
        "household.registered",
        household.id,
        at=at,
        household=household.code,
        people=len(people),
    )
    return household


def _validate(
    name: str, people: list[Eater], meals_per_week: int, from_day: date, until_day: date
) -> None:
    wrong = []
    most = 7
    if not name.strip():
        wrong.append(("name", gettext("A first name or an alias is enough, but one is needed.")))
    if not people:
        wrong.append(("people", gettext("At least one person is needed.")))
    if not 1 <= meals_per_week <= most:
        wrong.append(("meals_per_week", gettext("Between 1 and 7 meals a week.")))
    if until_day < from_day:
        wrong.append(("until_day", gettext("The end comes before the beginning.")))
    wrong += [
        ("people", gettext("Unknown diet: %(diet)s.", diet=eater.diet))
        for eater in people
        if eater.diet not in DIET_BY_CODE
    ]
    if wrong:
        raise BadInput(wrong)


def pause(
    db: Session, actor: Actor, household: Household, *, from_day: date, to_day: date, at: datetime
) -> Pause:
    """Stop the meals of a household between two days, both known now.

    Raises:
        BadInput: When the return comes before the pause.
    """
    allow(actor, "household.change")
    if to_day < from_day:
        raise BadInput([("to_day", gettext("The end comes before the beginning."))])
    row = Pause(household_id=household.id, from_day=from_day, to_day=to_day)
    db.add(row)
    audit(db, actor, "household.paused", household.id, at=at, household=household.code)
    return row
