"""Makes the two fonts of a result's page: make.py PACKAGE TARGET.

PACKAGE is the unpacked npm package @fontsource/be-vietnam-pro. Its Latin, extended Latin and Vietnamese subsets of one
weight become one TrueType font without hints, which a page in PDF does not need. Equal input gives equal bytes.
Needs fonttools 4.68.0 and brotli 1.2.0 or newer.
"""

import hashlib
import sys
import tempfile
from pathlib import Path

from fontTools import merge, subset
from fontTools.ttLib import TTFont

SUBSETS = ("latin", "latin-ext", "vietnamese")


def unpack(source, folder, weight):
    for name in SUBSETS:
        font = TTFont(source / f"files/be-vietnam-pro-{name}-{weight}-normal.woff2", recalcTimestamp=False)
        font.flavor = None
        font.save(folder / f"{name}.ttf")
        yield str(folder / f"{name}.ttf")


def make(source, target, weight):
    with tempfile.TemporaryDirectory() as folder:
        parts = list(unpack(source, Path(folder), weight))
        merged = merge.Merger().merge(parts)
        modified = TTFont(parts[0])["head"].modified
    options = subset.Options(
        hinting=False, glyph_names=False, notdef_outline=True, layout_features=["kern", "mark", "ccmp"]
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=merged.getBestCmap())
    subsetter.subset(merged)
    merged.recalcTimestamp = False
    merged["head"].created = merged["head"].modified = modified
    path = target / f"be-vietnam-pro-{weight}.ttf"
    merged.save(path)
    print(hashlib.sha256(path.read_bytes()).hexdigest(), path.name, path.stat().st_size, "bytes")


if __name__ == "__main__":
    for weight in (400, 600):
        make(Path(sys.argv[1]), Path(sys.argv[2]), weight)
