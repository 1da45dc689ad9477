"""XML: its elements, one after the other. Documents that declare types or entities are refused: they can swell."""

from __future__ import annotations

from collections.abc import Callable
from xml.parsers import expat

from postwar.core.errors import Problem, ReportError
from postwar.reading.inputs.limits import DEPTH


class Declared(Exception):
    """The document declares types or entities."""


class _Deep(Exception):
    """Elements lie too deep in each other."""


def read_xml(
    name: str,
    data: bytes,
    opened: Callable[[str, dict[str, str]], None],
    closed: Callable[[str], object],
    text: Callable[[str], None],
    part: str | None = None,
) -> None:
    """Call ``opened``, ``closed`` and ``text`` for what a document holds; names come without their namespace.

    Raises ``ReportError``, with the line, where it is no XML, declares types or entities, or lies too deep.

    >>> seen = []
    >>> read_xml("a.xml", b"<a x='1'>b</a>", lambda n, a: seen.append((n, a)), seen.append, seen.append)
    >>> seen
    [('a', {'x': '1'}), 'b', 'a']
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    depth = 0

    def local(full: str) -> str:
        return full.rpartition(" ")[2]

    def start(full: str, said: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEPTH:
            raise _Deep
        opened(local(full), {local(k): v for k, v in said.items()})

    def end(full: str) -> None:
        nonlocal depth
        depth -= 1
        closed(local(full))

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    refuse_declarations(parser)
    where = f"{name}/{part}" if part else name
    try:
        parser.Parse(data, True)
    except expat.ExpatError as fault:
        raise ReportError(
            Problem(where, fault.lineno, expat.errors.messages[fault.code], "is no well-formed XML:", "fetch it again")
        ) from None
    except Declared:
        raise declared_at(where, parser.CurrentLineNumber) from None
    except _Deep:
        raise ReportError(
            Problem(where, parser.CurrentLineNumber, str(DEPTH), "elements lie deeper than", "give a plain document")
        ) from None
    except (LookupError, ValueError) as fault:
        raise ReportError(
            Problem(where, None, str(fault)[:100], "encoding is not known:", "save it as UTF-8")
        ) from None


def refuse_declarations(parser: expat.XMLParserType) -> None:
    """Let a parser stop at a document type or an entity."""

    def refuse(*_: object) -> None:
        raise Declared

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse


def declared_at(where: str, line: int | None) -> ReportError:
    """The refusal of a document that declares types or entities."""
    return ReportError(
        Problem(where, line, "<!DOCTYPE", "declares types or entities, which can swell:", "take the declaration out")
    )
