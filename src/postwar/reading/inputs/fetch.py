"""Fetching: the bytes that an address gives, never from a private network, within limits of size and time."""

from __future__ import annotations

import ipaddress
import re
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from postwar.core.errors import Problem, ReportError
from postwar.reading.inputs.about import day_of
from postwar.reading.inputs.limits import FETCHED_BYTES, too_large

if TYPE_CHECKING:
    import http.client

SECONDS = 20.0
REDIRECTS = 3
PORTS: frozenset[int] | None = frozenset({80, 443, 8080, 8443})  # that may be asked; None: any
_PORTS = {"http": 80, "https": 443}
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

Resolve = Callable[[str, int], list[str]]
Permit = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave: its last address, bytes, the encoding it declared, the day by the server's clock."""

    address: str
    data: bytes
    charset: str = ""
    day: str = ""


def is_address(name: str) -> bool:
    """Whether a name is an address on the web.

    >>> is_address("https://mill.example/a"), is_address("file:///etc/passwd"), is_address("a.txt")
    (True, False, False)
    """
    return name.lower().startswith(("http://", "https://"))


def resolve(host: str, port: int) -> list[str]:
    """The numeric addresses of a host, in the system's order."""
    return [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def is_public(address: str) -> bool:
    """Whether a numeric address is one of the public net, also where it carries another one within it.

    >>> [is_public(a) for a in ("93.184.216.34", "10.0.0.1", "::ffff:127.0.0.1", "169.254.169.254", "64:ff9b::a00:1")]
    [True, False, False, False, False]
    """
    try:
        ip = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        within = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if within is None and ip in _NAT64:
            within = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if within is not None:
            return is_public(str(within))
        if "%" in address or ip.is_site_local:
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and not ip.is_unspecified


def fetch(address: str, *, seconds: float = SECONDS, find: Resolve = resolve, permit: Permit = is_public) -> Fetched:
    """The bytes of a web address, following at most three redirects, within ten megabytes and twenty seconds.

    A host is resolved once and its numeric address is connected to, so that no second answer can lead elsewhere. All
    its addresses must be public. ``find`` resolves a host, ``permit`` says which numeric addresses may be asked.
    Raises ``ReportError`` with the reason.
    """
    import http.client

    deadline = time.monotonic() + seconds
    at = address
    for _ in range(REDIRECTS + 1):
        parts = _checked(address, at)
        numeric = _numeric(address, parts, find, permit)
        try:
            status, headers, data = _ask(address, parts, numeric, deadline)
        except (OSError, http.client.HTTPException, ValueError) as fault:
            said = "it takes too long" if time.monotonic() >= deadline else str(fault) or type(fault).__name__
            raise _refused(
                address, f"cannot be fetched ({said[:200]})", "check the address, or save the page"
            ) from None
        if status in {301, 302, 303, 307, 308} and headers.get("location"):
            at = urljoin(at, headers["location"])
            continue
        if status != 200:
            raise _refused(address, "gives no page: the server says", "check the address", str(status))
        charset = _CHARSET.search(headers.get("content-type", ""))
        return Fetched(at, data, charset[1] if charset else "", day_of(headers.get("date", "")))
    raise _refused(address, "leads on and on: more redirects than", "give the last address", str(REDIRECTS))


def _refused(address: str, message: str, mend: str, value: str | None = None) -> ReportError:
    return ReportError(Problem(address[:300], None, value, message, mend))


def _checked(address: str, at: str) -> SplitResult:
    """The parts of an address that may be asked."""
    try:
        parts = urlsplit(at)
        port = parts.port
    except ValueError:
        raise _refused(address, "is no address", "write https://host/path") from None
    if parts.scheme not in _PORTS:
        raise _refused(address, "only http and https are fetched, not", "save the file and give its path", parts.scheme)
    if not parts.hostname or parts.username is not None or parts.password is not None:
        raise _refused(address, "names no host, or a user", "write https://host/path")
    if port is not None and PORTS is not None and port not in PORTS:
        raise _refused(address, "asks for an unusual port", "save the page and give its path", str(port))
    if any(ord(c) <= 32 or ord(c) == 127 for c in at):
        raise _refused(address, "holds blanks or control characters", "write them as %20")
    return parts


def _numeric(address: str, parts: SplitResult, find: Resolve, permit: Permit) -> str:
    host = parts.hostname or ""
    try:
        found = find(host, parts.port or _PORTS[parts.scheme])
    except (OSError, UnicodeError):
        raise _refused(address, "names a host that is not found", "check the address", host[:100]) from None
    if not found or not all(permit(a) for a in found):
        raise _refused(address, "leads into a private network:", "save the page and give its path", host[:100])
    return found[0]


def _ask(address: str, parts: SplitResult, numeric: str, deadline: float) -> tuple[int, dict[str, str], bytes]:
    """Ask the numeric address for the page; status, headers in lower case, and body. The connection is cut when time is
    up, whatever the server sends by then."""
    import http.client
    import ssl

    host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
    stream = socket.create_connection((numeric, port), timeout=_left(deadline))
    if parts.scheme == "https":
        stream = ssl.create_default_context().wrap_socket(stream, server_hostname=host, do_handshake_on_connect=False)
    watch = threading.Timer(_left(deadline), _cut, [stream])
    watch.daemon = True
    watch.start()
    try:
        if isinstance(stream, ssl.SSLSocket):
            stream.do_handshake()
        connection = http.client.HTTPConnection(host, port)
        connection.sock = stream
        path = urlunsplit(("", "", parts.path or "/", parts.query, "")).encode("utf-8")
        quoted = "".join(chr(b) if 32 < b < 127 else f"%{b:02X}" for b in path)
        connection.request("GET", quoted, headers={"Accept-Encoding": "identity", "User-Agent": "postwar"})
        answer = connection.getresponse()
        headers = {k.lower(): v for k, v in answer.getheaders()}
        if headers.get("content-encoding", "identity").lower() not in {"", "identity"}:
            raise ValueError("the server packs its answer unasked")
        return answer.status, headers, _body(address, answer, deadline)
    finally:
        watch.cancel()
        stream.close()


def _left(deadline: float) -> float:
    return max(0.05, deadline - time.monotonic())


def _cut(stream: socket.socket) -> None:
    with suppress(OSError):
        stream.shutdown(socket.SHUT_RDWR)


def _body(address: str, answer: http.client.HTTPResponse, deadline: float) -> bytes:
    data = bytearray()
    while piece := answer.read1(65536):
        data += piece
        if len(data) > FETCHED_BYTES:
            raise too_large(address, "bytes", len(data), FETCHED_BYTES)
    if time.monotonic() >= deadline:
        raise TimeoutError("it takes too long")
    if answer.length:
        raise ValueError("the answer was cut short")
    return bytes(data)
