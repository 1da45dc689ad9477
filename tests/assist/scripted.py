"""A server that answers as it was told to, in the chat completions form, and keeps what it was asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Scripted:
    """Answers in their order (the last one over and over), and the requests that came."""

    def __init__(self, *answers: str, status: int = 200, raw: bytes | None = None, location: str = "") -> None:
        self.answers, self.status, self.raw, self.location = list(answers), status, raw, location
        self.asked: list[dict[str, Any]] = []
        self.heads: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.address = ""

    def reply(self) -> bytes:
        """The body of the next answer."""
        if self.raw is not None:
            return self.raw
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return json.dumps({"choices": [{"message": {"role": "assistant", "content": answer}}]}).encode("utf-8")


@contextmanager
def serving(script: Scripted) -> Iterator[Scripted]:
    """The server on a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            script.asked.append(json.loads(body))
            script.heads.append(dict(self.headers))
            script.paths.append(self.path)
            reply = script.reply()
            self.send_response(script.status)
            if script.location:
                self.send_header("Location", script.location)
            self.send_header("Content-Length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    script.address = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield script
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
