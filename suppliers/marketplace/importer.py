"""Brings the marketplace's records in: shops, listings, sales, from CSV or JSON.

Each record is named once by `(source, external_id)`: the same file twice changes nothing, a
corrected file changes what it corrects, and a link somebody made is never undone by an import.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlmodel import Session, SQLModel

from kitchen.accounts.policy import allow
from kitchen.core.actor import Actor
from kitchen.core.audit import audit
from kitchen.core.i18n import gettext
from suppliers.directory import queries as directory
from suppliers.directory.rows import Row, raise_faults, read_rows
from suppliers.marketplace import queries
from suppliers.marketplace.matching import FOOD_TRADES, proposed
from suppliers.marketplace.models import Listing, MatchState, Merchant, Sale, Trade

MERCHANT_COLUMNS = ("external_id", "name", "trade", "commune")
MERCHANT_OPTIONAL = ("joined_on", "active")
LISTING_COLUMNS = ("external_id", "merchant_id", "title", "price", "listed_on")
LISTING_OPTIONAL = ("grams",)
SALE_COLUMNS = ("external_id", "merchant_id", "sold_on", "amount")
SALE_OPTIONAL = ("listing_id",)

Record = TypeVar("Record", Merchant, Listing, Sale)


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did."""

    added: int
    changed: int
    same: int


def import_merchants(
    db: Session, actor: Actor, data: bytes, *, source: str, at: datetime, name: str = "file"
) -> Imported:
    """Take in the shops of the marketplace, and propose which of them are our suppliers.

    Raises:
        BadInput: When any line cannot be taken; nothing is written then.
    """
    allow(actor, "marketplace.import")
    rows = read_rows(data, name=name, needed=MERCHANT_COLUMNS, optional=MERCHANT_OPTIONAL)
    known = queries.merchants_by_key(db, source)
    fresh = [_merchant(row, source, at) for row in rows]
    _refuse(rows)
    result = _keep(db, known, fresh)
    suppliers = directory.suppliers(db)
    for merchant in queries.merchants_by_key(db, source).values():
        if merchant.match_state is not MatchState.UNMATCHED:
            continue
        if merchant.trade not in FOOD_TRADES:
            merchant.match_state = MatchState.NOT_A_SUPPLIER
        elif supplier := proposed(merchant.name, merchant.trade, suppliers):
            merchant.match_state, merchant.supplier_id = MatchState.PROPOSED, supplier.id
        db.add(merchant)
    return _told(db, actor, "marketplace.merchants_imported", result, source, at)


def import_listings(
    db: Session, actor: Actor, data: bytes, *, source: str, at: datetime, name: str = "file"
) -> Imported:
    """Take in what shops list.

    Raises:
        BadInput: When any line cannot be taken; nothing is written then.
    """
    allow(actor, "marketplace.import")
    rows = read_rows(data, name=name, needed=LISTING_COLUMNS, optional=LISTING_OPTIONAL)
    shops = queries.merchants_by_key(db, source)
    fresh = [_listing(row, source, shops, at) for row in rows]
    _refuse(rows)
    result = _keep(db, queries.listings_by_key(db, source), fresh)
    return _told(db, actor, "marketplace.listings_imported", result, source, at)


def import_sales(
    db: Session, actor: Actor, data: bytes, *, source: str, at: datetime, name: str = "file"
) -> Imported:
    """Take in sales.

    Raises:
        BadInput: When any line cannot be taken; nothing is written then.
    """
    allow(actor, "marketplace.import")
    rows = read_rows(data, name=name, needed=SALE_COLUMNS, optional=SALE_OPTIONAL)
    shops = queries.merchants_by_key(db, source)
    listings = queries.listings_by_key(db, source)
    fresh = [_sale(row, source, shops, listings, at) for row in rows]
    _refuse(rows)
    result = _keep(db, queries.sales_by_key(db, source), fresh)
    return _told(db, actor, "marketplace.sales_imported", result, source, at)


def _merchant(row: Row, source: str, at: datetime) -> Merchant:
    return Merchant(
        source=source,
        external_id=row.text("external_id", longest=60),
        name=row.text("name", longest=120),
        trade=row.choice("trade", Trade, Trade.OTHER),
        commune=row.text("commune", longest=80),
        joined_on=row.maybe_day("joined_on"),
        active=row.truth("active", default=True),
        original=dict(row.cells),
        imported_at=at,
    )


def _listing(row: Row, source: str, shops: dict[str, Merchant], at: datetime) -> Listing:
    return Listing(
        source=source,
        external_id=row.text("external_id", longest=60),
        merchant_id=_shop(row, shops),
        title=row.text("title", longest=160),
        price_cents=row.cents("price"),
        grams=(row.whole("grams") or None) if row.cells.get("grams", "").strip() else None,
        listed_on=row.day("listed_on"),
        original=dict(row.cells),
        imported_at=at,
    )


def _sale(
    row: Row, source: str, shops: dict[str, Merchant], listings: dict[str, Listing], at: datetime
) -> Sale:
    listing = row.text("listing_id", longest=60, needed=False)
    if listing and listing not in listings:
        row.fault("listing_id", gettext("No listing is known as “%(value)s”.", value=listing))
    return Sale(
        source=source,
        external_id=row.text("external_id", longest=60),
        merchant_id=_shop(row, shops),
        listing_id=listings[listing].id if listing in listings else None,
        sold_on=row.day("sold_on"),
        amount_cents=row.cents("amount"),
        original=dict(row.cells),
        imported_at=at,
    )


def _shop(row: Row, shops: dict[str, Merchant]) -> UUID:
    wanted = row.text("merchant_id", longest=60)
    if wanted in shops:
        return shops[wanted].id
    row.fault(
        "merchant_id",
        gettext("No shop is known as “%(value)s”: import the shops first.", value=wanted),
    )
    return UUID(int=0)  # never kept: the fault stops the file


def _refuse(rows: list[Row]) -> None:
    seen: dict[str, int] = {}
    for row in rows:
        key = row.cells.get("external_id", "").strip()
        if key in seen:
            row.fault(
                "external_id",
                gettext("Already on line %(line)s: “%(value)s”.", line=seen[key], value=key[:40]),
            )
        seen.setdefault(key, row.number)
    raise_faults(rows)


def _keep(db: Session, known: dict[str, Record], fresh: list[Record]) -> Imported:
    added = changed = same = 0
    for record in fresh:
        old = known.get(record.external_id)
        if old is None:
            db.add(record)
            added += 1
        elif old.original == record.original:
            same += 1
        else:
            _overwrite(old, record)
            db.add(old)
            changed += 1
    db.flush()
    return Imported(added, changed, same)


LINKS = frozenset({"id", "supplier_id", "match_state", "offer_id"})


def _overwrite(old: SQLModel, new: SQLModel) -> None:
    for name, value in new.model_dump(exclude=set(LINKS)).items():
        setattr(old, name, value)


def _told(
    db: Session, actor: Actor, action: str, result: Imported, source: str, at: datetime
) -> Imported:
    audit(db, actor, action, None, at=at, source=source, added=result.added, changed=result.changed)
    return result
