"""Fetching: what an address may lead to, and how it ends."""

from __future__ import annotations

import http.server
import threading
import time
from collections.abc import Iterator

import pytest

from postwar.core.errors import ReportError
from postwar.reading.inputs import fetch as fetching
from postwar.reading.inputs.fetch import fetch, is_public

PUBLIC = "93.184.216.34"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "::ffff:10.0.0.1", "2002:7f00:1::",
        "64:ff9b::7f00:1", "2001:0:4136:e378:8000:63bf:80ff:fffe", "ff02::1", "no address", "192.0.2.1", "198.18.0.1",
    ],
)  # fmt: skip
def test_no_private_address_is_asked(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", [PUBLIC, "2606:2800:220:1:248:1893:25c8:1946"])
def test_public_addresses_are(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://2130706433/", "http://0x7f.1/", "http://[::1]/", "http://[::ffff:127.0.0.1]/",
        "http://localhost/", "http://user:word@mill.example/", "http://mill.example:22/", "http:///path", "http://[::1",
        "http://mill.example/a b", "http://mill.example/\r\nHost: x", "https://127.1:8443/",
    ],
)  # fmt: skip
def test_odd_spellings_are_refused_before_anything_is_sent(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr("socket.create_connection", never)
    with pytest.raises(ReportError):
        fetch(url)


def test_a_host_with_one_private_address_among_public_ones_is_refused() -> None:
    with pytest.raises(ReportError, match=r"private network: 'mill\.example'"):
        fetch("http://mill.example/", find=lambda host, port: [PUBLIC, "10.0.0.1"])


PAGES: dict[str, tuple[int, dict[str, str], bytes]] = {
    "/page": (200, {"Content-Type": "text/html; charset=koi8-r", "Date": "Mon, 12 May 2014 09:00:00 GMT"}, b"<p>x</p>"),
    "/hop": (302, {"Location": "/page"}, b""),
    "/loop": (302, {"Location": "/loop"}, b""),
    "/inside": (302, {"Location": "http://intranet.example/"}, b""),
    "/file": (302, {"Location": "file:///etc/passwd"}, b""),
    "/missing": (404, {}, b"gone"),
    "/packed": (200, {"Content-Encoding": "gzip"}, b"x"),
    "/large": (200, {}, b"x" * 5000),
    "/cut": (200, {"Content-Length": "5000"}, b"x" * 20),
}


class _Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/slow":
            self.send_response_only(200)
            self.end_headers()
            for _ in range(50):
                try:
                    self.wfile.write(b"x")
                    self.wfile.flush()
                except OSError:
                    return
                time.sleep(0.02)
            return
        if self.path == "/drip":
            for letter in b"HTTP/1.0 200 OK\r\n" + b"X: y\r\n" * 50:
                try:
                    self.wfile.write(bytes([letter]))
                    self.wfile.flush()
                except OSError:
                    return
                time.sleep(0.02)
            return
        status, headers, body = PAGES[self.path]
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as made:
        threading.Thread(target=made.serve_forever, daemon=True).start()
        yield f"http://mill.example:{made.server_address[1]}"
        made.shutdown()


@pytest.fixture(autouse=True)
def _any_port(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "PORTS", None)


def _find(host: str, port: int) -> list[str]:
    return ["10.0.0.1"] if host == "intranet.example" else ["127.0.0.1"]


def _fetch(url: str, seconds: float = 5.0) -> fetching.Fetched:
    return fetch(url, seconds=seconds, find=_find, permit=lambda a: a == "127.0.0.1")


def test_a_page_comes_with_its_encoding_and_day(server: str) -> None:
    got = _fetch(f"{server}/hop")
    assert (got.address, got.data, got.charset, got.day) == (f"{server}/page", b"<p>x</p>", "koi8-r", "2014-05-12")


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/loop", "more redirects than '3'"),
        ("/inside", "private network: 'intranet.example'"),
        ("/file", "only http and https are fetched, not 'file'"),
        ("/missing", "the server says '404'"),
        ("/packed", "packs its answer"),
        ("/cut", "the answer was cut short"),
    ],
)
def test_how_it_ends(server: str, path: str, message: str) -> None:
    with pytest.raises(ReportError, match=message):
        _fetch(server + path)


def test_too_much_is_refused(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "FETCHED_BYTES", 4000)
    with pytest.raises(ReportError, match="more than 4000 bytes"):
        _fetch(f"{server}/large")


@pytest.mark.parametrize("path", ["/slow", "/drip"], ids=["body", "heads"])
def test_a_server_that_trickles_is_left_when_time_is_up(server: str, path: str) -> None:
    begun = time.monotonic()
    with pytest.raises(ReportError, match="takes too long"):
        _fetch(server + path, 0.2)
    assert time.monotonic() - begun < 0.8
