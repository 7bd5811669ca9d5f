"""Applies an htmx answer to a page, in Python, so that it can be compared with a fresh page."""

import re
from html.parser import HTMLParser

TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)
MAIN = re.compile(r'(<main id="main"[^>]*>)(.*)(</main>)', re.DOTALL)
# What differs between two renderings of the same state: form keys, nonces, moments of a notice.
CHANGING = re.compile(r'name="(?:key|csrf)" value="[^"]*"|nonce="[^"]*"')


def main_of(page: str) -> str:
    """Return what stands in the main part of a whole page."""
    found = MAIN.search(page)
    assert found, "the page has no main part"
    return found.group(2)


def applied(page: str, fragment: str) -> str:
    """Return the page after htmx swapped a fragment into its main part."""
    assert "<html" not in fragment, "a fragment carries no page around it"
    title = TITLE.match(fragment)
    body = TITLE.sub("", fragment, count=1) if title else fragment
    page = TITLE.sub(lambda _: title.group(), page, count=1) if title else page
    return MAIN.sub(lambda found: f"{found.group(1)}{body}{found.group(3)}", page, count=1)


class _Words(HTMLParser):
    """Collects elements and texts without the spaces between them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element with its attributes, in one order."""
        self.found.append(f"<{tag} {sorted((name, value or '') for name, value in attrs)}>")

    def handle_data(self, data: str) -> None:
        """Note a text."""
        if words := " ".join(data.split()):
            self.found.append(words)


def shape(page: str) -> list[str]:
    """Return a page as elements and words, without what changes at every rendering."""
    reader = _Words()
    reader.feed(CHANGING.sub("", page))
    return reader.found


def same(one: str, other: str) -> bool:
    """Tell whether two pages show the same."""
    return shape(one) == shape(other)
