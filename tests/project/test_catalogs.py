"""The French catalog is complete, says the same thing once, and keeps every placeholder."""

import re
import sys
from collections import defaultdict
from pathlib import Path

from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

sys.path.insert(0, str(Path(__file__).parent))
from sources import ROOT, python_files, templates

from kitchen.core.i18n import CATALOGS

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}


def extracted() -> dict[str, list[str]]:
    """Message id -> where it is used."""
    found: dict[str, list[str]] = defaultdict(list)
    files = [("python", path) for path in python_files()] + [
        ("jinja2.ext:babel_extract", path) for path in templates()
    ]
    for method, path in files:
        options = {"trimmed": "true", "silent": "false"} if "jinja2" in method else {}
        for line, message, _comments, _context in extract_from_file(
            method, str(path), keywords=KEYWORDS, options=options
        ):
            for text in message if isinstance(message, tuple) else (message,):
                found[text].append(f"{path.relative_to(ROOT)}:{line}")
    return found


def french() -> dict[str, list[tuple[str, str | tuple[str, ...]]]]:
    """Message id -> (file, translation), one entry per catalog that holds it."""
    entries: dict[str, list[tuple[str, str | tuple[str, ...]]]] = defaultdict(list)
    for path in sorted((CATALOGS / "fr").glob("*.po")):
        with path.open("rb") as source:
            for message in read_po(source, locale="fr"):
                if not message.id:
                    continue
                for one in message.id if isinstance(message.id, tuple) else (message.id,):
                    entries[one].append((path.name, message.string))
    return entries


def test_every_message_has_french():
    known = french()
    missing = {
        text: places[0]
        for text, places in extracted().items()
        if text
        and not any(
            all(string) if isinstance(string, tuple) else string
            for _, string in known.get(text, [])
        )
    }
    assert missing == {}


def test_no_french_is_kept_for_a_message_nobody_uses():
    used = extracted()
    assert sorted(text for text in french() if text not in used) == []


def test_a_message_in_two_catalogs_is_translated_alike():
    assert {
        text: entries
        for text, entries in french().items()
        if len({str(string) for _, string in entries}) > 1
    } == {}


def test_placeholders_are_the_same_in_both_languages():
    different = {}
    for text, entries in french().items():
        for _, string in entries:
            for one in string if isinstance(string, tuple) else (string,):
                wanted = set(PLACEHOLDER.findall(text)) - {"count"}
                if set(PLACEHOLDER.findall(one)) - {"count"} != wanted:
                    different[text] = one
    assert different == {}
