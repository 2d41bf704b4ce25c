"""A server for one person on one machine. It hears the loopback interface only, and only who calls it by that name.

What it answers with is looked up in the list of what the build wrote; no path that anybody asks for is ever opened.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final
from urllib.parse import quote, unquote

from statusgen.finding import StatusgenError
from statusgen.preview.overlay import OWN, overlaid
from statusgen.preview.showing import Showing, Stage
from statusgen.site.hosting import content_type

HOST: Final = "127.0.0.1"
NAMES: Final = (HOST, "localhost")
"""What this machine calls itself. A name of somebody else's that leads here is refused, or their pages could read ours."""
ASKED: Final = "X-Statusgen-Preview"
"""A header that no page of another origin may send without being asked first, which we do not answer."""

_ASSETS: Final = ("clock.js", "live.css", "live.js")
_LONGEST_WISH: Final = 100
_HEARTBEAT: Final = 10
"""Seconds between two signs of life, by which it is noticed that nobody listens any more."""
_PATIENCE: Final = 30
"""Seconds for a request to arrive."""


class Server:
    """The server of one stage, from `with` to its end."""

    def __init__(self, port: int, stage: Stage, ask: Callable[[str], str]) -> None:
        """`ask` is given the instant that somebody wants to see, and answers what is wrong with it; nothing: it will be shown."""
        handler = type("Handler", (_Handler,), {"stage": stage, "ask": staticmethod(ask)})
        try:
            self._server = _Loopback((HOST, port), handler)
        except OSError as error:
            raise StatusgenError(
                f"port {port} cannot be used: {error.strerror}", "Name another one with `--port`, or 0 for any that is free."
            ) from None
        except OverflowError:
            raise StatusgenError(f"there is no port {port}", "Name one from 1 to 65535 with `--port`, or 0 for any.") from None
        self._stage = stage

    @property
    def address(self) -> str:
        """Where it is found, without a path."""
        return f"http://{HOST}:{self._server.server_port}"

    def __enter__(self) -> Server:
        threading.Thread(target=self._server.serve_forever, args=(0.1,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stage.close()
        self._server.shutdown()
        self._server.server_close()


class _Loopback(ThreadingHTTPServer):
    """A thread for each who asks; none of them keeps the program alive."""

    daemon_threads = True

    def server_bind(self) -> None:
        """As any server, but for asking the network for this machine's name."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = HOST, self.server_address[1]

    def handle_error(self, *_: object) -> None:
        """Who asked has gone: nothing to tell."""


class _Handler(BaseHTTPRequestHandler):
    """One request."""

    stage: Stage
    ask: Callable[[str], str]
    timeout = _PATIENCE
    server_version = "statusgen"
    sys_version = ""

    def log_message(self, *_: object) -> None:
        """The terminal is for findings."""

    def do_GET(self) -> None:
        """A page, a file of the site, or something of the preview's own."""
        if self._is_foreign():
            return
        asked, _, query = self.path.partition("?")
        path = unquote(asked, errors="replace")
        if path == f"{OWN}events":
            self._tell_changes(query.removeprefix("since="))
        elif path.startswith(OWN) and path.removeprefix(OWN) in _ASSETS:
            name = path.removeprefix(OWN)
            self._answer(HTTPStatus.OK, content_type(name), (Path(__file__).parent / name).read_bytes())
        else:
            self._show(path, self.stage.current)

    def do_HEAD(self) -> None:
        """The same, without the body."""
        self.do_GET()

    def do_POST(self) -> None:
        """That somebody wants to see another instant."""
        if self._is_foreign():
            return
        length = self.headers.get("Content-Length", "")
        if self.path != f"{OWN}at" or ASKED not in self.headers:
            self._say(HTTPStatus.FORBIDDEN, "Only the preview's own pages may ask for this.")
        elif not (length.isascii() and length.isdigit() and int(length) <= _LONGEST_WISH):
            self._say(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "That is no instant.")
        else:
            wrong = self.ask(self.rfile.read(int(length)).decode(errors="replace").strip())
            self._say(HTTPStatus.BAD_REQUEST if wrong else HTTPStatus.OK, wrong)

    def _is_foreign(self) -> bool:
        port = self.server.server_port  # type: ignore[attr-defined]  # it is one of ours
        if self.headers.get_all("Host", []) in ([f"{name}:{port}"] for name in NAMES):
            return False
        self._say(HTTPStatus.MISDIRECTED_REQUEST, f"Ask for http://{HOST}:{port}/.")
        return True

    def _show(self, path: str, showing: Showing) -> None:
        if not path.startswith(showing.base):
            if path == "/":
                self._lead(showing.base)
            else:
                self._show_missing(showing)
            return
        name = path.removeprefix(showing.base)
        if name == "" or name.endswith("/"):
            name += "index.html"
        if name not in showing.files and f"{name}/index.html" in showing.files:
            self._lead(f"{showing.base}{name}/")
            return
        body = _body(name, showing)
        if body is None:
            self._show_missing(showing)
        else:
            kind = content_type(name)
            self._answer(HTTPStatus.OK, kind, overlaid(body, showing) if kind.startswith("text/html") else body)

    def _show_missing(self, showing: Showing) -> None:
        status = HTTPStatus.NOT_FOUND if showing.files else HTTPStatus.SERVICE_UNAVAILABLE
        self._answer(status, content_type(".html"), overlaid(_body("404.html", showing), showing))

    def _lead(self, path: str) -> None:
        self.send_response(HTTPStatus.FOUND)
        self.send_header("Location", quote(path, safe="/%~-._!$&'()*+,;=:@"))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _tell_changes(self, number: str) -> None:
        """A message as soon as something else is shown than what the page of this number showed (server-sent events)."""
        self._head(HTTPStatus.OK, "text/event-stream")
        if self.command == "HEAD":
            return
        while (showing := self.stage.wait(number, _HEARTBEAT)) is not None:
            self.wfile.write(b": still here\n\n" if showing.number == number else f"data: {showing.number}\n\n".encode())
            self.wfile.flush()
            number = showing.number

    def _say(self, status: HTTPStatus, text: str) -> None:
        self._answer(status, content_type(".txt"), text.encode())

    def _answer(self, status: HTTPStatus, kind: str, body: bytes) -> None:
        self._head(status, kind, length=len(body))
        if self.command != "HEAD":
            self.wfile.write(body)

    def _head(self, status: HTTPStatus, kind: str, *, length: int | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("X-Frame-Options", "DENY")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.end_headers()


def _body(name: str, showing: Showing) -> bytes | None:
    """A file that the build wrote; None where there is none of that name, or the next build is just removing it."""
    if name not in showing.files:
        return None
    try:
        return (showing.site / name).read_bytes()
    except OSError:
        return None
