"""A door of a partner association, open every weekday from 9:30 to 11:30."""

from distribution.partners import service as partners


def open_door(db, boss, at, name="Escale", days=range(5), formats=("chilled",)):
    """Register a partner with one door; return the door."""
    partner = partners.register(db, boss, name=name, kind="day centre", at=at)
    return partners.open_door(
        db,
        boss,
        partner,
        name=name,
        address="Rue",
        commune="Calais",
        lat_microdeg=50_951_200,
        lon_microdeg=1_852_300,
        formats=formats,
        most_meals=60,
        windows=[(weekday, 570, 690) for weekday in days],
        at=at,
    )
