"""Names of places in open text: GeoVirus (Gritta and others, 2018) and LGL (Lieberman and others, 2010).

A name is right where its span is exactly one of the set's; both sets are scored over all their spans. In LGL names of
peoples ("Russian") and of streets are toponyms, in GeoVirus they are not, so that there they are not counted as found.
Numbered roads count in neither. The case's own names play no part: this is the world's table and the rules around it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from xml.etree import ElementTree

from benchmarks.reading.rows import Absent, Row, share
from postwar.reading.world.toponyms import Toponym, toponyms

FOLDER = Path("data/reading/geoparsing")
REFERENCE = "spaCy sm on news .89 / .67"
Spans = set[tuple[int, int]]
Text = tuple[str, dict[tuple[int, int], str]]  # a text and its spans, each with the GeoNames id where the set has one


def geovirus(shared: Path) -> list[Text]:
    """The paragraphs of GeoVirus; its offsets count from one."""
    out = []
    for article in _root(shared, "GeoVirus.xml"):
        spans = {
            (int(place.findtext("start", "0")) - 1, int(place.findtext("end", "0")) - 1): ""
            for place in article.iterfind("locations/location")
        }
        out.append((article.findtext("text", ""), spans))
    return out


def lgl(shared: Path) -> list[Text]:
    """The articles of LGL."""
    out = []
    for article in _root(shared, "lgl.xml"):
        spans = {}
        for name in article.iterfind("toponyms/toponym"):
            tag = name.find("gaztag")
            span = int(name.findtext("start", "0")), int(name.findtext("end", "0"))
            spans[span] = "" if tag is None else tag.get("geonameid", "")
        out.append((article.findtext("text", ""), spans))
    return out


def _root(shared: Path, name: str) -> Iterable[ElementTree.Element]:
    path = shared / FOLDER / name
    if not path.exists():
        raise Absent(str(path))
    return ElementTree.parse(path).getroot()


def counted(names: Iterable[Toponym], sorts: frozenset[str]) -> Spans:
    """The spans of the names of some sorts."""
    return {(n.start, n.end) for n in names if n.sort in sorts}


def _rows(texts: list[Text], name: str, sorts: frozenset[str]) -> list[Row]:
    hits = overlaps = wanted = found = 0
    for text, gold in texts:
        got = counted(toponyms(text), sorts)
        hits += len(got & gold.keys())
        overlaps += sum(any(a < d and c < b for a, b in got) for c, d in gold)
        wanted, found = wanted + len(gold), found + len(got)
    note = f"exact spans; recall by overlap {overlaps / wanted:.3f}" if wanted else ""
    return [
        Row("places, precision", name, found, share(hits, found), 0.85, True, REFERENCE, note),
        Row("places, recall", name, wanted, share(hits, wanted), 0.80, True, REFERENCE, note),
    ]


def _resolved(texts: list[Text]) -> Row:
    """How often the place of the set is the first candidate, or one of those kept."""
    first = kept = size = 0
    for text, gold in texts:
        for name in toponyms(text):
            wanted = gold.get((name.start, name.end), "")
            if not wanted or name.sort != "place":
                continue
            ids = [place.id.removeprefix("geonames:") for place in name.candidates]
            first, kept, size = first + (ids[:1] == [wanted]), kept + (wanted in ids), size + 1
    note = f"GeoNames id of names found; among the kept candidates {kept / size:.3f}" if size else ""
    return Row("places, first candidate right", "LGL", size, share(first, size), note=note)


SETS: tuple[tuple[str, Callable[[Path], list[Text]], frozenset[str]], ...] = (
    ("GeoVirus", geovirus, frozenset({"place"})),
    ("LGL", lgl, frozenset({"place", "people", "street"})),
)


def measure(shared: Path) -> list[Row]:
    """Precision and recall on each set, and on LGL how often the first candidate is the right place."""
    out = [row for name, load, sorts in SETS for row in _rows(load(shared), name, sorts)]
    return [*out, _resolved(lgl(shared))]
