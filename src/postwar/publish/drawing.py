"""From a matplotlib figure to a plain SVG: one ink, no style, no script, no date, the same bytes every time.

The page's content policy allows no style attributes, so each becomes attributes of its own; the one ink becomes
``currentColor``, so that a drawing follows the page into the dark and into print. All shades are the ink made thinner:
they stay apart in greyscale by construction.
"""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

INK = "#111111"
WIDTH = 4.75  # inches: narrow, so that text stays readable where the page is 390 px wide
SVG = "http://www.w3.org/2000/svg"
XLINK = "{http://www.w3.org/1999/xlink}href"
_SETTINGS = {
    "svg.fonttype": "none",
    "font.size": 8.5,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "hatch.color": INK,
    "hatch.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.6,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "font.family": "DejaVu Sans",
    "path.simplify": False,
    "lines.linewidth": 1.1,
}


@contextmanager
def sheet(name: str, height: float, panels: int = 1) -> Iterator[Figure]:
    """A figure of the page's width and a height in inches, drawn with settings of its own whatever the user's are."""
    import matplotlib
    from matplotlib import style
    from matplotlib.figure import Figure as Sheet

    with style.context(["default", {**_SETTINGS, "svg.hashsalt": name}]):
        figure = Sheet(figsize=(WIDTH, height))
        assert matplotlib.rcParams["svg.hashsalt"] == name
        yield figure


def write_svg(figure: Figure, name: str, alt: str) -> str:
    """The figure as SVG text for the inside of a page. ``alt`` says what it shows."""
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    return plain_svg(buffer.getvalue(), name, alt)


def plain_svg(text: str, name: str, alt: str) -> str:
    """The SVG without prologue, metadata, styles and needless ids; its width is left to the page.

    >>> plain_svg('<svg xmlns="http://www.w3.org/2000/svg"><path id="a" style="fill: #111111"/></svg>', "x", "A bar.")
    '<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="A bar."><path fill="currentColor" /></svg>'
    """
    root = ET.fromstring(text)
    used = set(re.findall(r"(?:url\(#|href=\"#)([^)\"]+)", text))
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in (f"{{{SVG}}}metadata", f"{{{SVG}}}style"):
                parent.remove(child)
    for node in root.iter():
        _plain(node, name, used)
    for name_of in ("width", "height", "version"):
        root.attrib.pop(name_of, None)
    root.set("role", "img")
    root.set("aria-label", alt)
    ET.register_namespace("", SVG)
    return ET.tostring(root, encoding="unicode")


def _plain(node: ET.Element, name: str, used: set[str]) -> None:
    own = node.attrib.pop("id", None)
    if own in used:
        node.set("id", f"{name}-{own}")
    target = node.attrib.pop(XLINK, None)
    if target is not None:
        node.set("href", f"#{name}-{target[1:]}" if target.startswith("#") else "")
    for part in node.attrib.pop("style", "").split(";"):
        key, _, value = part.partition(":")
        if value.strip():
            _attribute(node, key.strip(), value.strip())
    for key in ("fill", "stroke", "clip-path"):
        shade = node.get(key)
        if shade is not None:
            node.set(key, re.sub(r"url\(#", f"url(#{name}-", shade).replace(INK, "currentColor"))


def _attribute(node: ET.Element, key: str, value: str) -> None:
    """One declaration of a style as an attribute; fonts keep their size and weight and take the page's family."""
    if key == "font":
        size = re.search(r"[\d.]+px", value)
        if size:
            node.set("font-size", size.group())
        if "bold" in value or re.match(r"[67]00\b", value):
            node.set("font-weight", "600")
    elif key != "font-family" and not key.startswith("-"):
        node.set(key, value)


def thin(share: float) -> tuple[float, float, float, float]:
    """The ink, made thinner: ``share`` 1 is the full ink, 0 none."""
    return (0x11 / 255, 0x11 / 255, 0x11 / 255, share)
