"""Makes the calls that it reads, with the novaclient of its own Python, and writes the requests of
each.

The cloud is a server on loopback in this process; it responds to any request with a document in
which each library finds the key that it needs. It imports nothing of the tests.
"""

import copy
import json
import pickle
import re
import sys
import threading
import warnings
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module

ID = "11111111-2222-3333-4444-555555555555"
THING = {"id": ID, "name": "thing", "status": "ACTIVE", "links": [], "metadata": {}, "tags": ["a"]}
THING |= {"volumeId": ID, "extra_specs": {"hw:cpu_policy": "shared"}, "action": "boot"}
THING |= {"tenant_id": ID, "class_name": "default"}
#: What a resource has besides, by its class.
OWN = {"Usage": {"start": "2026-01-02T03:04:05.000000", "stop": "2026-01-03T03:04:05.000000"}}
#: Keys of one thing; the key of several is the same with an s.
ONE = {
    *("agent", "aggregate", "availabilityZoneInfo", "console", "event", "flavor", "flavor_access"),
    *("host", "hypervisor", "image", "instanceAction", "interfaceAttachment", "keypair", "limit"),
    *("migration", "network", "quota_class_set", "quota_set", "remote_console", "security_group"),
    *("server", "server_group", "service", "snapshot", "tenant_usage", "version"),
    "volumeAttachment",
}
ANSWER = (
    dict.fromkeys(ONE, THING)
    | {f"{name}s": [THING] for name in ONE}
    | {
        "version": {**THING, "version": "2.96", "min_version": "2.1"},
        "limits": {"absolute": {}, "rate": []},
        "availabilityZoneInfo": [THING],
        "flavor_access": [THING],
        "addresses": {},
        "adminPass": "secret",
        "extra_specs": {"hw:cpu_policy": "shared"},
        "hw:cpu_policy": "shared",
        "hypervisor_statistics": {},
        "image_id": ID,
        "instance_usage_audit_log": {},
        "instance_usage_audit_logs": {},
        "meta": {"key": "value"},
        "metadata": {"key": "value"},
        "output": "",
        "password": "",
        "reservation_id": ID,
        "tags": ["a"],
    }
)
PAGE = json.dumps(ANSWER).encode()
#: Nothing comes after a marker: a library that asks until a page is empty comes to its end.
LAST_PAGE = json.dumps({k: [] if v == [THING] else v for k, v in ANSWER.items()}).encode()


SENT = []


class Cloud(BaseHTTPRequestHandler):
    """Answers every request alike, and keeps it."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        versions = {
            name: self.headers[name]
            for name in ("OpenStack-API-Version", "X-OpenStack-Nova-API-Version")
            if name in self.headers
        }
        SENT.append(
            {
                "method": self.command,
                "target": self.path,
                "body": json.loads(body) if body else None,
                "versions": versions,
            }
        )
        answer = LAST_PAGE if "marker=" in self.path else PAGE
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.send_header("Location", f"http://127.0.0.1/images/{ID}")
        self.send_header("OpenStack-API-Version", "compute 2.1")
        self.end_headers()
        self.wfile.write(answer)

    do_DELETE = do_GET = do_POST = do_PUT = answer

    def log_message(self, *args):
        """Say nothing: standard error is for what goes wrong."""


def session_of(root):
    """A session with every service in its catalog, each at its own path."""
    from keystoneauth1 import plugin, session

    class Plugin(plugin.BaseAuthPlugin):
        def get_token(self, session, **kwargs):
            return "token"

        def get_endpoint(self, session, service_type=None, **kwargs):
            return f"{root}/{service_type}"

        def get_endpoint_data(self, session, service_type=None, **kwargs):
            return None

    return session.Session(auth=Plugin())


def make(call, client):
    """Make a call: of a manager's method, or of a resource's."""
    manager = getattr(client, call["manager"])
    target = manager
    if call["resource"]:
        cls = getattr(import_module(call["module"]), call["resource"])
        target = cls(manager, THING | OWN.get(call["resource"], {}), loaded=True)
    # A library may change what it is given.
    args, kwargs = copy.deepcopy((call["args"], call["kwargs"]))
    getattr(target, call["function"])(*args, **kwargs)


def outcome(call, session):
    """What was sent for a call, and the error that ended it."""
    from novaclient.client import Client

    SENT.clear()
    error = None
    try:
        make(call, Client(call["version"], session=session))
    except Exception as raised:  # noqa: BLE001 (the test reports any error)
        text = re.sub(r"0x[0-9a-f]+", "", str(raised))
        error = f"{type(raised).__name__}: {text}"
    return {"sent": list(SENT), "error": error}


def main():
    """Read calls, write outcomes."""
    warnings.simplefilter("ignore")
    calls = pickle.load(sys.stdin.buffer)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Cloud)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    session = session_of(f"http://127.0.0.1:{server.server_port}")
    json.dump([outcome(call, session) for call in calls], sys.stdout)


main()
