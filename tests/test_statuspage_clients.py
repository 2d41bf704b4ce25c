"""Real clients of Statuspage read the demo, built and served on loopback: they are what these files are for."""

import json
import os
import re
import subprocess
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from statusgen import civil, rules
from statusgen.board import board
from statusgen.load import load
from statusgen.publish import publish
from statusgen.site import Theme, recipes
from statusgen.sources import read_folder

HOME = Path(__file__).parent.parent
CLIENTS = Path(os.environ.get("STATUSPAGE_CLIENTS", HOME / ".venv" / "statuspage"))
CALM, BUSY = "2026-09-01T12:00:00Z", "2026-11-22T12:00:00Z"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        """The server says nothing."""


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The demo below sub-paths of one host: on a calm day, and on one with an incident and work in progress."""
    root = tmp_path_factory.mktemp("host")
    for name, at in (("calm", CALM), ("busy", BUSY)):
        now = civil.instant(at, civil.UTC)
        declared = load(read_folder(HOME), now=now).project
        publish(recipes(board(declared, rules.verdicts(declared, now), now), Theme.of()), root / name)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(root))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def client(*path):
    """A file of a client, or a test that is skipped."""
    file = CLIENTS.joinpath(*path)
    if not file.exists():
        pytest.skip(f"{path[0]} is not installed (scripts/statuspage-clients .venv/bin/python .venv/statuspage)")
    return file


def ask(*command, **more):
    """What a client prints; it must have nothing to complain of."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, **more)
    assert 0 == done.returncode, done.stderr
    return done.stdout


def metrics(tmp_path, address):
    """What the exporter for Prometheus makes of a page: the lines that are about it."""
    exporter = client("statuspage-prometheus-exporter", "bin", "statuspage-prometheus-exporter")
    services = tmp_path / "services.json"
    services.write_text(json.dumps({"acme": {"url": f"{address}/api/v2/summary.json", "name": "Acme"}}), encoding="utf-8")
    told = tmp_path / "told.prom"
    ask(
        exporter, cwd=tmp_path,
        env={**os.environ, "RUN_MODE": "once", "METRICS_TEXTFILE_PATH": str(told), "SERVICES_JSON_PATH": str(services)},
    )  # fmt: skip
    return [line for line in told.read_text(encoding="utf-8").splitlines() if line.startswith("statuspage_")]


def test_prometheus_is_told_what_goes_on(tmp_path, address):
    """The open incident, work in progress and to come with its times, and each component that is not as it should be."""
    lines = metrics(tmp_path, f"{address}/busy")

    down = {m[1] for line in lines if (m := re.fullmatch(r'statuspage_component_status\{component_name="([^"]+)".*\} 0\.0', line))}
    assert {"Access", "Sending", "Customer portal", "Delivery receipts"} == down
    incidents = [line for line in lines if line.startswith("statuspage_incident_info")]
    assert ["2026-11-22-receipts-stalled"] == re.findall(r'incident_id="([^"]+)"', "".join(incidents))
    works = {m[1]: line for line in lines if (m := re.search(r'maintenance_id="([^"]+)"', line))}
    assert 'scheduled_start="2026-11-22T05:00:00Z"' in works["2026-11-21-contact-search"]
    assert 'scheduled_end="2026-12-06T07:00:00Z"' in works["2026-12-05-database-upgrade"]
    assert "2026-12-15-voice-codecs" not in works, "it is cancelled"


def test_prometheus_is_told_that_all_is_well(tmp_path, address):
    """Every component is up, and the page with them."""
    lines = metrics(tmp_path, f"{address}/calm")

    assert 11 == sum(line.startswith("statuspage_component_status") and line.endswith("} 1.0") for line in lines)
    assert 'statuspage_service_status{service_name="Acme"} 1.0' in lines


STATUSCHECK = """
import json, sys
from statuscheck.services.bases._statuspageio import BaseStatusPageAPI
class Page(BaseStatusPageAPI):
    name, status_url, domain_id = "acme", sys.argv[1], "acme"
    def _get_base_url(self):
        return sys.argv[1] + "/api/v2/"
told = Page().get_summary()
print(json.dumps([told.status.code, told.status.description, [[c.name, c.status] for c in told.components],
                  [[i.id, i.status] for i in told.incidents]]))
"""


@pytest.mark.parametrize(
    ("day", "code", "description", "bad", "going_on"),
    [
        ("calm", "none", "All Systems Operational", set(), set()),
        (
            "busy", "major", "Partial System Outage",
            {("Access", "Under maintenance"), ("Sending", "Major outage"), ("Customer portal", "Under maintenance"),
             ("Delivery receipts", "Major outage")},
            {("2026-11-22-receipts-stalled", "investigating"), ("2026-11-21-contact-search", "in_progress")},
        ),
    ],
)  # fmt: skip
def test_statuscheck_knows_every_word(address, day, code, description, bad, going_on):
    """It refuses any state that is not Statuspage's."""
    answer = ask(client("statuscheck", "bin", "python"), "-W", "ignore", "-c", STATUSCHECK, f"{address}/{day}")

    told_code, told_description, components, incidents = json.loads(answer)
    assert (code, description) == (told_code, told_description)
    assert bad == {(name, status) for name, status in components if status != "Operational"}
    assert going_on <= {(id, status) for id, status in incidents}


NODE = """
const {Statuspage} = require(process.argv[1]);
const page = new Statuspage('acme');
page.setApiUrl(process.argv[2]);
const {api} = page;
Promise.all([api.getSummary(), api.getStatus(), api.getComponents(), api.incidents.getAll(), api.incidents.getUnresolved(),
             api.scheduledMaintenances.getUpcoming()])
  .then(told => console.log(JSON.stringify(told)));
"""


def test_the_client_for_node_reads_every_document_that_it_asks_for(address):
    """It asks for all lists of maintenance by one address, that of what comes."""
    module = client("npm", "node_modules", "statuspage.io")
    told = json.loads(ask("node", "-e", NODE, module, f"{address}/busy"))

    summary, status, components, every, unresolved, upcoming = told
    assert ("Colibrí Messaging", "major") == (summary["page"]["name"], status["status"]["indicator"])
    assert summary["components"] == components["components"]
    assert ["2026-11-22-receipts-stalled"] == [each["id"] for each in unresolved["incidents"]]
    assert "resolved" in {each["status"] for each in every["incidents"]}
    assert {"scheduled"} == {each["status"] for each in upcoming["scheduled_maintenances"]}
