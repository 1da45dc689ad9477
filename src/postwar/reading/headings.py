"""Headings: blocks that name what follows and state nothing themselves."""

from __future__ import annotations

import re

from postwar.reading.layout import Block


def is_title(block: Block, n: int) -> bool:
    """Whether a block is a headline or a heading: short, and no sentence by its end."""
    text = re.sub(r"\s*\([^()]{0,120}\)\s*\Z", "", block.text).rstrip("\"'”’)*_ ")
    if block.kind != "paragraph" or text.endswith((".", "!", ";", ",", ":", "…")):
        return False
    return len(block.text) < 90 or (n == 0 and len(block.text) < 200)
