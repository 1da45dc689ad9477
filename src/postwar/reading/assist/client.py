"""The address that a user names: one question, one answer, with limits; nothing else is sent anywhere."""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
from http.client import HTTPException, HTTPMessage
from typing import IO, Any

from postwar.core.errors import Problem, ReportError

SECONDS, MOST_BYTES = 120.0, 2_000_000


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A report is sent to the address that was named and to no other."""

    def redirect_request(self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage,
                         newurl: str) -> None:
        return None


class Helper:
    """A model behind an address that speaks the chat completions protocol (``…/v1`` or ``…/chat/completions``)."""

    def __init__(self, address: str, model: str, key: str = "", seconds: float = SECONDS) -> None:
        """Raises ``ReportError`` for an address that is none of the web."""
        parts = urllib.parse.urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ReportError(Problem(address, None, None, "is no address of a helper",
                                      "give http://HOST:PORT/v1 or https://HOST/v1"))
        path = parts.path.rstrip("/")
        path = path if path.endswith("/chat/completions") else path + "/chat/completions"
        self.address = urllib.parse.urlunsplit((parts.scheme, parts.netloc, path, parts.query, ""))
        self.model, self._key, self._seconds = model, key, seconds

    @property
    def reader(self) -> str:
        """How claims that it pointed at are marked."""
        return f"llm:{self.model}@1"

    def ask(self, body: dict[str, Any]) -> str:
        """The text of its answer. Raises ``ReportError`` where there is none, is too much of it, or it is no answer."""
        head = {"Content-Type": "application/json", "Accept": "application/json"}
        if self._key:
            head["Authorization"] = f"Bearer {self._key}"
        request = urllib.request.Request(self.address, json.dumps(body).encode("utf-8"), head, method="POST")
        opener = urllib.request.build_opener(_NoRedirect)
        try:
            with opener.open(request, timeout=self._seconds) as reply:
                data = reply.read(MOST_BYTES + 1)
        except urllib.error.HTTPError as fault:
            raise self._fault(f"answers with status {fault.code}") from None
        except (OSError, HTTPException) as fault:
            raise self._fault(f"cannot be asked ({getattr(fault, 'reason', None) or fault})") from None
        if len(data) > MOST_BYTES:
            raise self._fault(f"answers with more than {MOST_BYTES:,} bytes")
        try:
            content = json.loads(data)["choices"][0]["message"]["content"]
        except (ValueError, KeyError, IndexError, TypeError, RecursionError):
            content = None
        if not isinstance(content, str):
            raise self._fault("gives no answer in the chat completions form")
        return content

    def _fault(self, message: str) -> ReportError:
        host = urllib.parse.urlsplit(self.address).netloc.rpartition("@")[2]
        return ReportError(Problem(host, None, None, message, "check the address, the model's name and the key"))
