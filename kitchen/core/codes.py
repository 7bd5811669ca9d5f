"""Human codes: short, counted numbers that people say aloud and write on boxes."""

from sqlmodel import Field, Session, SQLModel, select


class CodeCounter(SQLModel, table=True):
    """The last number given out for a prefix."""

    __tablename__ = "code_counter"

    prefix: str = Field(primary_key=True)
    last: int = 0


def next_code(db: Session, prefix: str, *, width: int = 4) -> str:
    """Give out the next code of a series, such as `L-2311` or `FP-2026-48-03`.

    The row is locked, so two commands never share a number; a rolled-back command gives its
    number back.
    """
    row = db.exec(
        select(CodeCounter).where(CodeCounter.prefix == prefix).with_for_update()
    ).one_or_none()
    if row is None:
        row = CodeCounter(prefix=prefix)
    row.last += 1
    db.add(row)
    db.flush()
    return f"{prefix}-{row.last:0{width}d}"
