"""The books of one menu: figures that change with it, and a log that takes a move back."""

from typing import NamedTuple

from planning.week.tables import Ints


class Books(NamedTuple):
    """What a menu changes, and the desk it is worked out on."""

    page: Ints  # all parts named in `tables`, one behind the other
    log: Ints  # count, then pairs of place and figure before, so that a move can be taken back
    delta: Ints  # (batches, 4) portions, thousandths of standard portions, groups, who of them pay
    moved: Ints  # count, then batches that move
    touched: Ints  # count, then foods to price
    desk: Ints  # whether each food is among them; then grams still wanted, by day


def put(books: Books, place: int, figure: int) -> None:
    """Write a figure, and what it was into the log."""
    count = books.log[0]
    books.log[2 * count + 1] = place
    books.log[2 * count + 2] = books.page[place]
    books.log[0] = count + 1
    books.page[place] = figure


def undo(books: Books) -> None:
    """Take back the last move."""
    for entry in range(books.log[0] - 1, -1, -1):
        books.page[books.log[2 * entry + 1]] = books.log[2 * entry + 2]
    books.log[0] = 0


COMPILED = (put, undo)
