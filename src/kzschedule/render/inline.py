"""Pictures that stand inside a page under a strict content security policy."""

from __future__ import annotations

import xml.etree.ElementTree as ET

#: Attributes of the root that the page sets itself, and what only other programs read.
_DROPPED = {"class", "version", "baseProfile"}


def inline_svg(svg: str, label: str, *, window: tuple[int, int, int, int] | None = None) -> str:
    """Return a picture as an element of a page of HTML.

    Styles become attributes, because the policy allows no inline styles; names of other programs go. The picture
    has no identifiers, so several can stand on one page.

    Parameters
    ----------
    svg : str
        A picture drawn by RDKit.
    label : str
        What a reader who cannot see it is told.
    window : tuple of int, optional
        Left, top, width and height of the part that is shown; all by default.

    Examples
    --------
    >>> inline_svg('<svg xmlns="http://www.w3.org/2000/svg"><path style="fill:none;stroke:#000000"/></svg>', "a line")
    '<svg role="img" aria-label="a line"><path fill="none" stroke="#000000" /></svg>'
    """
    root = ET.fromstring(svg)
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
        kept = {name: value for name, value in element.attrib.items() if name not in _DROPPED and "}" not in name}
        styles = (part.partition(":") for part in kept.pop("style", "").split(";") if ":" in part)
        element.attrib = kept | {name.strip(): value.strip() for name, _, value in styles}
        # Between the elements stand line ends only.
        element.tail = None
        if not (element.text or "").strip():
            element.text = None
    if window is not None:
        root = _through(root, window)
    root.set("role", "img")
    root.set("aria-label", label)
    return ET.tostring(root, encoding="unicode")


def _through(picture: ET.Element, window: tuple[int, int, int, int]) -> ET.Element:
    """Return a picture of the part of another one that a window shows, and of nothing beside it.

    The picture stands inside its frame as one of its own, because only that cuts it at the window whatever the shape
    of the place that a page gives to the frame.
    """
    width, height = map(str, window[2:])
    picture.attrib = {"viewBox": " ".join(map(str, window)), "width": width, "height": height}
    frame = ET.Element("svg", {"viewBox": f"0 0 {width} {height}", "width": width, "height": height})
    frame.append(picture)
    return frame
