"""Make the TrueType files of this folder from the published fonts; see README.md beside it."""

import argparse
import shutil
from pathlib import Path

from fontTools.merge import Merger  # type: ignore[import-untyped]  # ships no types
from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped]  # ships no types
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # ships no types

HERE = Path(__file__).parent
VERSION = "5.3.0"
#: A made file carries the same date whenever it is made, so that its bytes never change alone.
MADE = 3_786_912_000
DIGITS = range(ord("0"), ord("9") + 1)

#: What the fallback keeps: scripts read in town and the signs our sheets use.
FALLBACK_BLOCKS = (
    (0x0020, 0x024F),  # Latin
    (0x0250, 0x036F),  # phonetic and combining marks
    (0x0370, 0x03FF),  # Greek
    (0x0400, 0x052F),  # Cyrillic
    (0x0531, 0x058F),  # Armenian
    (0x05B0, 0x05F4),  # Hebrew
    (0x0600, 0x06FF),  # Arabic, Persian, Pashto, Urdu
    (0x10A0, 0x10FF),  # Georgian
    (0x1E00, 0x1FFF),  # Vietnamese, Greek with accents
    (0x2010, 0x205F),  # punctuation
    (0x2070, 0x209F),  # superior and inferior figures
    (0x20A0, 0x214F),  # currencies, letters used as signs
    (0x2150, 0x218F),  # fractions
    (0x2190, 0x22FF),  # arrows, mathematics
    (0x2400, 0x2424),  # pictures of control characters
    (0x25A0, 0x26FF),  # shapes, signs
    (0x2700, 0x27BF),  # ticks and crosses
    (0xFB00, 0xFDFF),  # ligatures, Hebrew and Arabic presentation forms
    (0xFE70, 0xFEFE),  # Arabic presentation forms
    (0xFFFD, 0xFFFD),  # the mark of a character no face has
)


def _tabular(font: TTFont) -> None:
    """Let the digits all have one width, as columns of figures need."""
    if "GSUB" not in font:
        return
    table = font["GSUB"].table
    swap: dict[str, str] = {}
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag == "tnum":
            for index in record.Feature.LookupListIndex:
                for part in table.LookupList.Lookup[index].SubTable:
                    swap.update(part.mapping)
    for part in font["cmap"].tables:
        for code in DIGITS:
            if code in part.cmap:
                part.cmap[code] = swap.get(part.cmap[code], part.cmap[code])


def _keep(font: TTFont, codes: set[int]) -> None:
    """Drop every other character, and the tables reportlab does not read."""
    options = Options()
    options.layout_features = []
    options.hinting = False
    options.notdef_outline = True
    options.glyph_names = False
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "STAT", "FFTM", "kern", "gasp", "DSIG"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=sorted(codes))
    subsetter.subset(font)


def _finish(font: TTFont, name: str) -> Path:
    """Name the font after its file and save it."""
    for record in font["name"].names:
        if record.nameID in {1, 3, 4, 6, 16}:
            record.string = name
    font.recalcTimestamp = False
    font["head"].created = font["head"].modified = MADE
    font.flavor = None
    path = HERE / f"{name}.ttf"
    font.save(path)
    return path


def merge(sources: list[Path], name: str) -> Path:
    """Join the subsets of one face; the first that has a character gives it."""
    seen: set[int] = set()
    parts: list[Path] = []
    for index, source in enumerate(sources):
        font = TTFont(source)
        _tabular(font)
        codes = set(font.getBestCmap()) - seen
        seen |= codes
        _keep(font, codes)
        font.flavor = None
        parts.append(HERE / f".{name}.{index}.ttf")
        font.save(parts[-1])
    try:
        return _finish(Merger().merge([str(part) for part in parts]), name)
    finally:
        for part in parts:
            part.unlink()


def fallback(source: Path, name: str) -> Path:
    """Cut the wide fallback down to the blocks we print."""
    font = TTFont(source)
    wanted = {code for first, last in FALLBACK_BLOCKS for code in range(first, last + 1)}
    _keep(font, wanted & set(font.getBestCmap()))
    return _finish(font, name)


def main() -> None:
    """Make all six files, and copy the licences of the merged ones."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packages", type=Path, required=True, help="unpacked npm packages")
    parser.add_argument("--dejavu", type=Path, required=True, help="folder of DejaVu fonts")
    folders = parser.parse_args()
    barlow = folders.packages / f"fontsource-barlow-condensed-{VERSION}"
    atkinson = folders.packages / f"fontsource-atkinson-hyperlegible-next-{VERSION}"
    for weight in (500, 600):
        subsets = [
            barlow / "files" / f"barlow-condensed-{subset}-{weight}-normal.woff2"
            for subset in ("latin", "latin-ext", "vietnamese")
        ]
        merge(subsets, f"BarlowCondensed-{weight}")
    for weight in (400, 700):
        subsets = [
            atkinson / "files" / f"atkinson-hyperlegible-next-{subset}-{weight}-normal.woff2"
            for subset in ("latin", "latin-ext")
        ]
        merge(subsets, f"AtkinsonNext-{weight}")
    fallback(folders.dejavu / "DejaVuSans.ttf", "DejaVuSans-400")
    fallback(folders.dejavu / "DejaVuSans-Bold.ttf", "DejaVuSans-700")
    shutil.copy(barlow / "LICENSE", HERE / "BarlowCondensed-OFL.txt")
    shutil.copy(atkinson / "LICENSE", HERE / "AtkinsonNext-OFL.txt")


if __name__ == "__main__":
    main()
