"""The document as one self-contained HTML file: no script, no request, a content policy that allows neither."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from postwar.publish.document import Document

TEMPLATES = ("brief.html.j2", "blocks.html.j2")


@cache
def _style() -> str:
    return "\n" + files("postwar.publish").joinpath("templates/brief.css").read_text(encoding="utf-8")


def policy(style: str) -> str:
    """The content security policy: nothing may load, and only this very style may apply.

    >>> policy("")[:18]
    "default-src 'none'"
    """
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"


def web_address(url: str) -> str:
    """The address if it is one of the web, else nothing: no other scheme becomes a link.

    >>> web_address("https://example.org/a"), web_address("javascript:alert(1)")
    ('https://example.org/a', '')
    """
    url = url.strip()
    return url if url.startswith(("https://", "http://")) and not any(c.isspace() for c in url) else ""


@cache
def _environment() -> Environment:
    folder = files("postwar.publish").joinpath("templates")
    loader = DictLoader({name: folder.joinpath(name).read_text(encoding="utf-8") for name in TEMPLATES})
    env = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.tests["of"] = lambda thing, name: type(thing).__name__ == name
    env.filters["web_address"] = web_address
    env.filters["drawing"] = Markup  # a drawing is made by this program, its texts already escaped
    return env


def render_html(document: Document) -> str:
    """The whole document as HTML. Every text is escaped; drawings are the only markup that is taken as it is."""
    style = _style()
    template = _environment().get_template("brief.html.j2")
    return template.render(doc=document, style=Markup(style), policy=policy(style))
