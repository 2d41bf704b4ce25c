"""A running preview, for tests: the command in a process of its own, asked over loopback."""

import http.client
import os
import queue
import re
import signal
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager

PATIENCE = 120
"""Seconds after which a test gives up on what must happen."""

SETTINGS = """\
page: {name: Acme Messaging, url: https://acme.example/help/status/, time_zone: America/Mexico_City}
components: [{id: database, name: Database}]
policies: [clever]
announcements: declared
"""
WINDOW = """\
title: Database upgrade
components: [database]
impact: outage
start: 2026-12-05 21:00
end: 2026-12-06 01:00
announced: 2026-11-20 10:00
"""
NAME = "windows/2026-12-05-database-upgrade"
AT = "2026-12-01T18:00:00Z"


def acme(home):
    """A small project in a folder."""
    (home / "windows").mkdir(parents=True)
    (home / "statusgen.yaml").write_text(SETTINGS)
    (home / f"{NAME}.yaml").write_text(WINDOW)
    return home


class Preview:
    """One run of `statusgen serve`."""

    def __init__(self, home, *options, **environment):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "statusgen", "serve", "--project", str(home), "--port", "0", *options],
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.said = {"out": queue.Queue(), "err": queue.Queue()}
        self.readers = [
            threading.Thread(target=self._hear, args=(name, stream), daemon=True)
            for name, stream in (("out", self.process.stdout), ("err", self.process.stderr))
        ]
        for reader in self.readers:
            reader.start()
        found = re.search(r"http://127\.0\.0\.1:(\d+)(\S*)", self.heard("Preview at "))
        self.port, self.base = int(found[1]), found[2]
        self.address = f"http://127.0.0.1:{self.port}"

    def _hear(self, name, stream):
        for line in stream:
            self.said[name].put(line)

    def heard(self, text, name="out"):
        """The next line with a text in it."""
        while text not in (line := self.said[name].get(timeout=PATIENCE)):
            pass
        return line

    def ask(self, path, method="GET", body=None, **headers):
        """An answer's status, headers and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request(method, path, body=body, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        found = answer.status, dict(answer.getheaders()), answer.read()
        connection.close()
        return found

    def raw(self, request):
        """What is answered to bytes that no client would send."""
        with socket.create_connection(("127.0.0.1", self.port), PATIENCE) as link:
            link.sendall(request)
            link.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: link.recv(65536), b""))

    def page(self, path=""):
        """A page of the site as text."""
        return self.ask(self.base + path)[2].decode()

    def number(self):
        """The number of what is shown."""
        return re.search(r'data-number="([^"]+)"', self.page())[1]

    @contextmanager
    def changes(self):
        """Something happens, and the preview tells of it to who has the page open."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        before = self.number()
        connection.request("GET", f"/.statusgen/events?since={before}")
        answer = connection.getresponse()
        assert "text/event-stream" == answer.headers["Content-Type"]
        yield
        while (line := answer.readline()) == b": still here\n" or line == b"\n":
            pass
        assert line.startswith(b"data: "), line
        assert before != line.decode().removeprefix("data: ").strip()
        connection.close()

    def walk(self, wish):
        """Ask for another instant, as the page does."""
        return self.ask("/.statusgen/at", "POST", wish, X_Statusgen_Preview="1")

    def stop(self, number=signal.SIGTERM):
        """Its exit code when it is told to end."""
        self.process.send_signal(number)
        code = self.process.wait(PATIENCE)
        for reader in self.readers:
            reader.join()
        self.process.stdout.close()
        self.process.stderr.close()
        return code


@contextmanager
def preview(home, *options, **environment):
    """A preview that ends with the test, and cleanly."""
    running = Preview(home, *options, **environment)
    try:
        yield running
    finally:
        code = running.stop() if running.process.returncode is None else running.process.returncode
    assert 0 == code
