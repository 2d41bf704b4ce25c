"""The handbook's nginx configuration, on a real nginx, over the demo below a path: types, headers, 404, caching, twins."""

import http.client
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from test_hosting import said_by

HOME = Path(__file__).parent.parent
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
URL = "https://acme.example/status/"


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]


def built(root):
    """The demo at another address, with a security contact and compressed, as the handbook says; its files by their paths."""
    project = root / "project"
    project.mkdir()
    for folder in ("assets", "windows", "incidents", "policies"):
        shutil.copytree(HOME / folder, project / folder)
    settings = (HOME / "statusgen.yaml").read_text(encoding="utf-8").replace("https://status.colibri.example/", URL)
    (project / "statusgen.yaml").write_text(settings, encoding="utf-8")
    command = [
        "build",
        "--project",
        str(project),
        "--out",
        str(root / "www" / "status"),
        "--compress",
        "--at",
        "2026-11-22T12:00:00Z",
    ]
    subprocess.run([sys.executable, "-m", "statusgen", *command], check=True, capture_output=True)
    site = root / "www" / "status"
    return {file.relative_to(site).as_posix(): file.read_bytes() for file in site.rglob("*") if file.is_file()}


def configured(root, port):
    """The handbook's configuration, with this test's port and folder in it, in the frame that a distribution gives it."""
    (block,) = re.findall(r"```nginx\n(.*?)```", (HOME / "docs" / "hosting.md").read_text(encoding="utf-8"), re.DOTALL)
    assert all(text in block for text in ("listen 80;", "/srv/www", "# brotli_static on;"))
    block = block.replace("listen 80;", f"listen 127.0.0.1:{port};").replace("/srv/www", f"{root}/www")
    if BROTLI.exists():
        block = block.replace("# brotli_static on;", "brotli_static on;")
    module = f"load_module {BROTLI};\n" if BROTLI.exists() else ""
    places = "".join(f"{name}_temp_path {root}/tmp;" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    file = root / "nginx.conf"
    file.write_text(
        f"{module}daemon off; master_process off; pid {root}/pid; error_log stderr warn;\nevents {{}}\n"
        f"http {{ access_log off; {places}\n{block} }}\n"
    )
    return file


@pytest.fixture(scope="module")
def host(tmp_path_factory):
    """What asks the host for a path, and the files of the site behind it."""
    if NGINX is None:
        pytest.skip("there is no nginx (apt-get install nginx)")
    root, port = tmp_path_factory.mktemp("nginx"), free_port()
    files = built(root)
    process = subprocess.Popen([NGINX, "-p", str(root), "-c", str(configured(root, port))], stderr=subprocess.PIPE, text=True)

    def ask(path, method="GET", **headers):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request(method, path, headers={"Host": "acme.example", **{k.replace("_", "-"): v for k, v in headers.items()}})
        answer = connection.getresponse()
        found = answer.status, {name: value for name, value in answer.getheaders()}, answer.read()  # noqa: C416  # one a name
        connection.close()
        return found

    for _ in range(600):
        try:
            ask("/")
            break
        except ConnectionRefusedError:
            assert process.poll() is None, process.stderr.read()
            time.sleep(0.05)
    yield ask, files
    process.terminate()
    _, said = process.communicate(timeout=30)
    assert "emerg" not in said
    assert "[warn]" not in said


def test_nginx_says_what_the_site_says_to_hosts(host):
    """Of every file: its bytes, and each header that `_headers` has of it, once; the list of what was built stays at home."""
    ask, files = host
    said = said_by(files["_headers"])
    for path, body in files.items():
        status, headers, served = ask(f"/status/{path}")
        if path == ".statusgen.json" or path == ".nojekyll":
            assert 404 == status
            continue
        assert (200, body) == (status, served), path
        if path.endswith((".gz", ".br")):
            continue
        told = said(f"/status/{path}")
        assert told == {name: headers[name] for name in told}, path
        assert ("Access-Control-Allow-Origin" in told) == ("Access-Control-Allow-Origin" in headers), path


def test_nginx_knows_the_types_of_all_files(host):
    """As we know them, also where `_headers` leaves them to the host."""
    from statusgen.site.hosting import content_type

    ask, files = host
    for path in files:
        if not path.startswith(".statusgen") and path != ".nojekyll" and not path.endswith((".gz", ".br")):
            assert content_type(path) == ask(f"/status/{path}")[1]["Content-Type"], path


@pytest.mark.parametrize("path", ["nothing", "nothing/", "windows/2026/nothing/here.html", "a/b/c/d.ics", ".git/config"])
def test_nginx_shows_the_404_page_at_any_depth(host, path):
    """With its status, as a page; its links lead back into the site from wherever it is shown."""
    ask, files = host
    status, headers, body = ask(f"/status/{path}")

    assert (404, "text/html; charset=utf-8", files["404.html"]) == (status, headers["Content-Type"], body)
    links = set(re.findall(rb'href="(/[^"#]*)"', body))
    assert {b"/status/", b"/status/history/", b"/status/style.css"} <= links
    for link in links:
        assert 200 == ask(link.decode())[0], link


def test_nginx_leads_to_folders_and_knows_what_is_unchanged(host):
    """Without a host's name in the way; an unchanged page costs a line."""
    ask, files = host
    assert (301, "/status/history/") == (lambda found: (found[0], found[1]["Location"]))(ask("/status/history"))
    assert files["history/index.html"] == ask("/status/history/")[2]
    _, headers, _ = ask("/status/")
    assert (304, b"") == (lambda found: (found[0], found[2]))(ask("/status/", If_None_Match=headers["ETag"]))


def test_nginx_sends_what_was_compressed(host):
    """To who takes it, and says that it differs by that."""
    ask, files = host
    _, headers, body = ask("/status/", Accept_Encoding="gzip")
    assert ("gzip", "Accept-Encoding", files["index.html.gz"]) == (headers["Content-Encoding"], headers["Vary"], body)
    if BROTLI.exists():
        _, headers, body = ask("/status/feed.xml", Accept_Encoding="br")
        assert ("br", files["feed.xml.br"]) == (headers["Content-Encoding"], body)
        assert "application/rss+xml; charset=utf-8" == headers["Content-Type"]
    assert files["index.html"] == ask("/status/")[2]


def test_nginx_has_the_security_contact_at_the_top(host):
    """Where RFC 9116 looks for it."""
    ask, files = host
    status, headers, body = ask("/.well-known/security.txt")
    assert (200, "text/plain; charset=utf-8", files[".well-known/security.txt"]) == (status, headers["Content-Type"], body)
