"""The library's methods on a real cloud, as one table of cases.

A case names the operations of Nova that it runs; it is run at each microversion at which one of
them begins or changes, and at the newest. It checks the effect, not only that nothing is raised.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any, Final

from library_cloud import OPERATIONS, World, gone, minor

from novaclient import exceptions
from novaclient.v2.client import Client

Check = Callable[[World, Client, str, str], None]
ACTION: Final = "POST /servers/{id}/action #"
_VOLUMES: Final = "/servers/{server_id}/os-volume_attachments"
KEY: Final = (
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGmB8nFQvbWzhcJ0fVnPFDHBV8eJSIBuSnTx/s4iVGFm library"
)

#: The operations that cannot be done there, or not at each of their microversions, and why.
NOT_POSSIBLE: Final = {
    "GET /versions/{id}": "says the same as GET /",
    "DELETE /os-services/{id}": "the sandbox would lack a host until it is started anew",
    ACTION + "restore": "deleted servers are not kept: reclaim_instance_interval is 0",
    ACTION + "shelveOffload": "shelved servers are offloaded at once: shelved_offload_time is 0",
    "GET /servers/{server_id}/migrations/{id}": "a live migration is over at once",
    "DELETE /servers/{server_id}/migrations/{id}": "a live migration is over at once",
    "POST /servers/{server_id}/migrations/{id}/action #force_complete": "a live migration is over "
    "at once",
    "GET /os-console-auth-tokens/{id}": "up to 2.30 it shows RDP consoles only; there are none",
    f"PUT {_VOLUMES}/{{id}}": "before 2.85 only Cinder may ask for it, as it migrates a volume",
    "POST /servers/{server_id}/shares": "there is no Manila",
    "GET /servers/{server_id}/shares/{id}": "there is no Manila",
    "DELETE /servers/{server_id}/shares/{id}": "there is no Manila",
}


class Case:
    """One thing that is done, at several microversions.

    :param check: called with the world, a client at a microversion, that microversion and, if a
        server is needed, its id; raises what is wrong.
    :param operations: the operations that it runs.
    :param server: whether it needs a server of its own.
    :param alone: whether its runs disturb each other, so that they take turns.
    :param since: the first microversion to run it at, where that is not the operations' own.
    """

    def __init__(
        self,
        check: Check,
        operations: tuple[str, ...],
        server: bool = False,
        alone: bool = False,
        since: str = "2.1",
    ) -> None:
        self.name = check.__name__
        self.check = check
        self.server = server
        self.alone = alone
        versions = {version for name in operations for version in OPERATIONS[name]}
        self.versions = sorted((v for v in versions if minor(v) >= minor(since)), key=minor)

    def __repr__(self) -> str:
        return self.name

    def run(self, world: World, version: str) -> None:
        """Do it at one microversion."""
        client = world.at(version)
        if self.server:
            with world.borrowed() as server:
                self.check(world, client, version, server)
        else:
            self.check(world, client, version, "")


CASES: Final[list[Case]] = []


def case(*operations: str, **kwargs: Any) -> Callable[[Check], Check]:
    """Make a case of a function."""

    def collect(check: Check) -> Check:
        CASES.append(Case(check, operations, **kwargs))
        return check

    return collect


def _action(name: str, method: str, state: str, back: str, back_method: str) -> None:
    """A case of an action that brings a server into a state, and of the one that takes it back."""

    def check(w: World, c: Client, v: str, server: str) -> None:
        getattr(c.servers, method)(server)
        w.settle(server, state)
        getattr(c.servers, back_method)(server)
        w.settle(server, "active")

    check.__name__ = method
    CASES.append(Case(check, (ACTION + name, ACTION + back), server=True))


for _row in (
    ("pause", "pause", "paused", "unpause", "unpause"),
    ("suspend", "suspend", "suspended", "resume", "resume"),
    ("os-stop", "stop", "shutoff", "os-start", "start"),
    ("rescue", "rescue", "rescue", "unrescue", "unrescue"),
):
    _action(*_row)


def _same(found: Any, expected: Any) -> None:
    assert found == expected


# ------------------------------------------------------------------------------------- servers
@case("POST /servers", "DELETE /servers/{id}")
def create_and_delete(w: World, c: Client, v: str, _: str) -> None:
    new = minor(v)
    arguments: dict[str, Any] = {"meta": {"key": "value"}, "availability_zone": "nova"}
    arguments["nics"] = "none" if new >= 37 else [{"net-id": w.network}]
    if new >= 19:
        arguments["description"] = "said"
    if new >= 52:
        arguments["tags"] = ["a"]
    if new >= 74:
        arguments |= {"host": "compute1"}
    if new >= 90:
        arguments["hostname"] = "said-name"
    name = w.name()
    made = c.servers.create(name, w.image, w.flavor, **arguments)
    w.settle(made.id, "active")
    seen = w.server(made.id)
    _same((seen.name, seen.metadata), (name, {"key": "value"}))
    _same(seen.description, "said" if new >= 19 else name)
    _same(seen.tags, ["a"] if new >= 52 else [])
    if new >= 74:
        _same(getattr(seen, "OS-EXT-SRV-ATTR:host"), "compute1")
    if new >= 90:
        _same(getattr(seen, "OS-EXT-SRV-ATTR:hostname"), "said-name")
    c.servers.delete(made)
    w.settle(made.id, "deleted")


@case("GET /servers", "GET /servers/detail")
def list_servers(w: World, c: Client, v: str, _: str) -> None:
    ids = {server.id for server in c.servers.list()}
    assert set(w.servers) <= ids
    _same({server.id for server in c.servers.list(detailed=False)}, ids)
    _same(len(c.servers.list(limit=2, sort_keys=["uuid"], sort_dirs=["asc"])), 2)


@case("GET /servers/{id}", server=True)
def get_server(w: World, c: Client, v: str, server: str) -> None:
    found = c.servers.get(server)
    _same((found.id, found.status, found.metadata), (server, "ACTIVE", {}))
    _same(hasattr(found, "tags"), minor(v) >= 26)
    _same(hasattr(found, "locked"), minor(v) >= 9)


@case("PUT /servers/{id}", server=True)
def update_server(w: World, c: Client, v: str, server: str) -> None:
    name = w.name()
    arguments: dict[str, Any] = {"description": "new"} if minor(v) >= 19 else {}
    if minor(v) >= 90:
        arguments["hostname"] = name
    c.servers.update(server, name=name, **arguments)
    seen = w.server(server)
    _same(seen.name, name)
    if minor(v) >= 19:
        _same(seen.description, "new")
    if minor(v) >= 90:
        _same(getattr(seen, "OS-EXT-SRV-ATTR:hostname"), name)


@case(ACTION + "rebuild", server=True)
def rebuild(w: World, c: Client, v: str, server: str) -> None:
    arguments: dict[str, Any] = {"description": "rebuilt"} if minor(v) >= 19 else {}
    if minor(v) >= 57:
        arguments["userdata"] = "text"
    image = w.server(server).image["id"]
    image = w.other_image if image == w.image else w.image
    c.servers.rebuild(server, image, meta={"rebuilt": v}, **arguments)
    seen = w.settle(server, "active")
    _same((seen.image["id"], seen.metadata), (image, {"rebuilt": v}))
    if minor(v) >= 19:
        _same(seen.description, "rebuilt")
    c.servers.delete_meta(server, ["rebuilt"])


@case(ACTION + "forceDelete")
def force_delete(w: World, c: Client, v: str, _: str) -> None:
    server = w.boot()
    c.servers.force_delete(server)
    w.settle(server, "deleted")


@case(ACTION + "reboot", server=True)
def reboot(w: World, c: Client, v: str, server: str) -> None:
    for kind in ("SOFT", "HARD"):
        c.servers.reboot(server, kind)
        w.settle(server, "active")
    actions = [row.action for row in w.nova.instance_action.list(server)]
    _same(actions[:2], ["reboot", "reboot"])


@case(ACTION + "lock", ACTION + "unlock", server=True)
def lock(w: World, c: Client, v: str, server: str) -> None:
    reason = "because" if minor(v) >= 73 else None
    c.servers.lock(server, **({"reason": reason} if reason else {}))
    seen = w.server(server)
    _same((seen.locked, seen.locked_reason), (True, reason))
    c.servers.unlock(server)
    assert not w.server(server).locked


@case(ACTION + "shelve", ACTION + "unshelve", server=True)
def shelve(w: World, c: Client, v: str, server: str) -> None:
    c.servers.shelve(server)
    w.settle(server, "shelved_offloaded")
    place = {"availability_zone": "nova"} if 77 <= minor(v) < 91 else {}
    if minor(v) >= 91:
        place = {"host": "compute2"}
    c.servers.unshelve(server, **place)
    seen = w.settle(server, "active")
    if minor(v) >= 91:
        _same(getattr(seen, "OS-EXT-SRV-ATTR:host"), "compute2")


@case(ACTION + "os-resetState", server=True)
def reset_state(w: World, c: Client, v: str, server: str) -> None:
    c.servers.reset_state(server)
    _same(w.server(server).status, "ERROR")
    c.servers.reset_state(server, "active")
    _same(w.server(server).status, "ACTIVE")


def _accepted(name: str, call: Callable[[Client, str], Any], logged: str | None) -> None:
    """A case of an action after which nothing can be seen but that it was done."""

    def check(w: World, c: Client, v: str, server: str) -> None:
        call(c, server)
        w.settle(server, "active")
        if logged:
            _same(w.nova.instance_action.list(server)[0].action, logged)

    check.__name__ = name.rpartition("#")[2]
    CASES.append(Case(check, (name,), server=True))


for _name, _call, _logged in (
    ("trigger_crash_dump", lambda c, s: c.servers.trigger_crash_dump(s), "trigger_crash_dump"),
    ("injectNetworkInfo", lambda c, s: c.servers.inject_network_info(s), None),
    ("changePassword", lambda c, s: c.servers.change_password(s, "secret"), "changePassword"),
):
    _accepted(ACTION + _name, _call, _logged)


# --------------------------------------------------------------------------- size and place
@case(ACTION + "resize", ACTION + "confirmResize", ACTION + "revertResize", server=True)
def resize(w: World, c: Client, v: str, server: str) -> None:
    before = w.server(server).flavor["original_name"]
    flavor, name = (w.larger, "m1.tiny") if before == "m1.nano" else (w.flavor, "m1.nano")
    c.servers.resize(server, flavor)
    w.settle(server, "verify_resize")
    c.servers.revert_resize(server)
    _same(w.settle(server, "active").flavor["original_name"], before)
    c.servers.resize(server, flavor)
    w.settle(server, "verify_resize")
    c.servers.confirm_resize(server)
    _same(w.settle(server, "active").flavor["original_name"], name)


def _host(w: World, server: str) -> str:
    return str(getattr(w.server(server), "OS-EXT-SRV-ATTR:host"))


def _another(w: World, server: str) -> str:
    return "compute2" if _host(w, server) != "compute2" else "compute1"


@case(ACTION + "migrate", server=True)
def migrate(w: World, c: Client, v: str, server: str) -> None:
    before, to = _host(w, server), _another(w, server)
    c.servers.migrate(server, **({"host": to} if minor(v) >= 56 else {}))
    w.settle(server, "verify_resize")
    w.nova.servers.confirm_resize(server)
    w.settle(server, "active")
    after = _host(w, server)
    assert after == to if minor(v) >= 56 else after != before


@case(ACTION + "os-migrateLive", server=True)
def live_migrate(w: World, c: Client, v: str, server: str) -> None:
    to = _another(w, server)
    c.servers.live_migrate(server, to, **({"force": True} if 30 <= minor(v) < 68 else {}))
    w.settle(server, "active")
    _same(_host(w, server), to)


@case(ACTION + "evacuate", alone=True)
def evacuate(w: World, c: Client, v: str, _: str) -> None:
    server = w.boot(host="compute1")
    service = w.nova.services.list(host="compute1", binary="nova-compute")[0].id
    w.nova.services.force_down(service, True)
    try:
        arguments: dict[str, Any] = {"on_shared_storage": False} if minor(v) < 14 else {}
        if 29 <= minor(v) < 68:
            arguments = {"host": "compute2", "force": True}
        c.servers.evacuate(server, **arguments)
        w.until(lambda: _host(w, server) != "compute1")
        w.settle(server, "active" if minor(v) < 95 else "shutoff")
    finally:
        w.until(lambda: _declared_up(w, service))
    w.nova.servers.delete(server)


def _declared_up(w: World, service: str) -> bool:
    """Whether a host may be declared up again: not before its evacuations are over."""
    try:
        w.nova.services.force_down(service, False)
    except (exceptions.BadRequest, exceptions.Conflict):
        return False
    return True


@case("GET /os-migrations")
def list_migrations(w: World, c: Client, v: str, _: str) -> None:
    server = w.moved()
    rows = [row for row in c.migrations.list() if row.instance_uuid == server]
    assert rows
    if minor(v) >= 23:
        assert "live-migration" in {row.migration_type for row in rows}


@case("GET /servers/{server_id}/migrations", server=True)
def list_live_migrations(w: World, c: Client, v: str, server: str) -> None:
    _same(c.server_migrations.list(server), [])
    assert gone(lambda: c.server_migrations.get(server, 1))


# ------------------------------------------------------------------------- images, consoles
@case(ACTION + "createImage", server=True)
def create_image(w: World, c: Client, v: str, server: str) -> None:
    name = w.name()
    with w.image_made(c.servers.create_image(server, name, {"key": "value"})) as image:
        _same((image["name"], image["key"]), (name, "value"))
    w.settle(server, "active")


@case(ACTION + "createBackup", server=True)
def backup(w: World, c: Client, v: str, server: str) -> None:
    name = w.name()
    c.servers.backup(server, name, "daily", 1)
    w.settle(server, "active")
    with w.image_made(w.nova.glance.find_image(name).id) as image:
        _same(image["backup_type"], "daily")


@case(ACTION + "os-getConsoleOutput", server=True)
def console_output(w: World, c: Client, v: str, server: str) -> None:
    _same(str(c.servers.get_console_output(server, 2)).splitlines()[-1], "LAST LINE")


@case("POST /servers/{server_id}/remote-consoles", server=True)
def consoles(w: World, c: Client, v: str, server: str) -> None:
    kinds = ["novnc", "serial", "spice-html5"]
    kinds += ["webmks"] if minor(v) >= 8 else []
    kinds += ["spice-direct"] if minor(v) >= 99 else []
    for kind in kinds:
        console = c.servers.get_console_url(server, kind)["remote_console"]
        _same(console["type"], kind)
        assert "token" in console["url"] or kind == "spice-direct"


@case("GET /os-console-auth-tokens/{id}", server=True, since="2.31")
def console_token(w: World, c: Client, v: str, server: str) -> None:
    url = w.nova.servers.get_console_url(server, "novnc")["remote_console"]["url"]
    token = c.console_auth_tokens.get(url.rpartition("token%3D")[2])
    _same(token.instance_uuid, server)


@case(
    "GET /servers/{server_id}/os-server-password",
    "DELETE /servers/{server_id}/os-server-password",
    server=True,
)
def password(w: World, c: Client, v: str, server: str) -> None:
    _same(str(c.servers.get_password(server)), "")
    c.servers.clear_password(server)


@case("GET /servers/{server_id}/diagnostics", server=True)
def diagnostics(w: World, c: Client, v: str, server: str) -> None:
    _, reported = c.servers.diagnostics(server)
    assert "memory_details" in reported if minor(v) >= 48 else "vda_read" in reported


@case("GET /servers/{server_id}/topology", server=True)
def topology(w: World, c: Client, v: str, server: str) -> None:
    _same(dict(c.servers.topology(server)), {"nodes": [], "pagesize_kb": None})


# ------------------------------------------------------------ metadata, tags, ports, volumes
@case(
    *(f"{verb} /servers/{{server_id}}/metadata" for verb in ("GET", "POST", "PUT")),
    *(f"{verb} /servers/{{server_id}}/metadata/{{id}}" for verb in ("GET", "PUT", "DELETE")),
    server=True,
)
def metadata(w: World, c: Client, v: str, server: str) -> None:
    c.servers.replace_meta(server, {"a": "1"})
    c.servers.set_meta(server, {"b": "2"})
    c.servers.set_meta_item(server, "c", "3")
    _same(c.servers.list_meta(server)["metadata"], {"a": "1", "b": "2", "c": "3"})
    _same(c.servers.get_meta(server, "b")["meta"], {"b": "2"})
    c.servers.delete_meta(server, ["a", "b", "c"])
    _same(w.server(server).metadata, {})


@case(
    *(f"{verb} /servers/{{server_id}}/tags" for verb in ("GET", "PUT", "DELETE")),
    *(f"{verb} /servers/{{server_id}}/tags/{{id}}" for verb in ("GET", "PUT", "DELETE")),
    server=True,
)
def tags(w: World, c: Client, v: str, server: str) -> None:
    c.servers.set_tags(server, ["a", "b"])
    c.servers.add_tag(server, "c")
    c.servers.delete_tag(server, "a")
    _same(sorted(c.servers.tag_list(server)), ["b", "c"])
    c.servers.check_tag(server, "b")
    assert gone(lambda: c.servers.check_tag(server, "a"))
    c.servers.delete_all_tags(server)
    _same(w.server(server).tags, [])


@case(
    "GET /servers/{server_id}/os-interface",
    "POST /servers/{server_id}/os-interface",
    "GET /servers/{server_id}/os-interface/{id}",
    "DELETE /servers/{server_id}/os-interface/{id}",
    "GET /servers/{server_id}/ips",
    "GET /servers/{server_id}/ips/{id}",
    server=True,
)
def interfaces(w: World, c: Client, v: str, server: str) -> None:
    tag = {"tag": "t"} if minor(v) >= 49 else {}
    port = c.servers.interface_attach(server, None, w.network, None, **tag)
    address = port.fixed_ips[0]["ip_address"]
    _same(c.servers.interface_get(server, port.port_id).port_id, port.port_id)
    assert port.port_id in {row.port_id for row in c.servers.interface_list(server)}
    assert address in {row["addr"] for row in c.servers.ips(server)["private"]}
    assert address in {row["addr"] for row in c.servers.ips(server, network="private")["private"]}
    c.servers.interface_detach(server, port.port_id)
    w.until(lambda: gone(lambda: c.servers.interface_get(server, port.port_id)))
    w.settle(server, "active")


@case(
    "GET /servers/{server_id}/os-security-groups",
    ACTION + "addSecurityGroup",
    ACTION + "removeSecurityGroup",
    server=True,
)
def security_groups(w: World, c: Client, v: str, server: str) -> None:
    name, neutron = w.name(), w.service("network")
    body = {"security_group": {"name": name}}
    group = neutron.post("/v2.0/security-groups", json=body).json()["security_group"]["id"]
    with w.port(server):
        c.servers.add_security_group(server, name)
        _same({row.name for row in c.servers.list_security_group(server)}, {"default", name})
        c.servers.remove_security_group(server, name)
        _same({row.name for row in c.servers.list_security_group(server)}, {"default"})
    neutron.delete(f"/v2.0/security-groups/{group}")


@case(
    *(f"{verb} {_VOLUMES}" for verb in ("GET", "POST")),
    *(f"{verb} {_VOLUMES}/{{id}}" for verb in ("GET", "DELETE")),
    server=True,
)
def volumes(w: World, c: Client, v: str, server: str) -> None:
    with w.volume() as volume:
        arguments: dict[str, Any] = {"delete_on_termination": True} if minor(v) >= 79 else {}
        if minor(v) >= 49:
            arguments["tag"] = "t"
        c.volumes.create_server_volume(server, volume, **arguments)
        w.until(lambda: _attached(w, c, server, volume))
        found = c.volumes.get_server_volume(server, volume)
        _same((found.volumeId, found.serverId), (volume, server))
        if minor(v) >= 70:
            _same(found.tag, "t")
        if minor(v) >= 79:
            assert found.delete_on_termination
        c.volumes.delete_server_volume(server, volume)
        w.until(lambda: not c.volumes.get_server_volumes(server))


def _attached(w: World, c: Client, server: str, volume: str) -> bool:
    """Whether a server has a volume, for Nova and for Cinder."""
    listed = volume in {row.volumeId for row in c.volumes.get_server_volumes(server)}
    shown = w.service("block-storage").get(f"/volumes/{volume}").json()["volume"]
    return listed and shown["status"] == "in-use"


@case(f"PUT {_VOLUMES}/{{id}}", server=True, since="2.85")
def volume_for_a_servers_life(w: World, c: Client, v: str, server: str) -> None:
    with w.volume() as volume:
        w.at("2.100").volumes.create_server_volume(server, volume)
        w.until(lambda: _attached(w, c, server, volume))
        c.volumes.update_server_volume(server, volume, volume, delete_on_termination=True)
        assert c.volumes.get_server_volume(server, volume).delete_on_termination
        c.volumes.delete_server_volume(server, volume)
        w.until(lambda: not c.volumes.get_server_volumes(server))


@case(
    "POST /os-assisted-volume-snapshots",
    "DELETE /os-assisted-volume-snapshots/{id}",
    server=True,
)
def assisted_snapshots(w: World, c: Client, v: str, server: str) -> None:
    with w.volume() as volume:
        w.at("2.100").volumes.create_server_volume(server, volume)
        w.until(lambda: _attached(w, c, server, volume))
        snapshot = "11111111-2222-3333-4444-555555555555"
        info = {"snapshot_id": snapshot, "type": "qcow2", "new_file": "new", "id": snapshot}
        _same(c.assisted_volume_snapshots.create(volume, info).volumeId, volume)
        c.assisted_volume_snapshots.delete(snapshot, {"volume_id": volume})
        w.settle(server, "active")
        w.nova.volumes.delete_server_volume(server, volume)
        w.until(lambda: not w.nova.volumes.get_server_volumes(server))


@case("GET /servers/{server_id}/shares", server=True)
def shares(w: World, c: Client, v: str, server: str) -> None:
    _same(c.shares.list(server), [])
    assert gone(lambda: c.shares.get(server, w.image))


@case(
    "GET /servers/{server_id}/os-instance-actions",
    "GET /servers/{server_id}/os-instance-actions/{id}",
    server=True,
)
def instance_actions(w: World, c: Client, v: str, server: str) -> None:
    first = c.instance_action.list(server)[-1]
    _same((first.action, first.instance_uuid), ("create", server))
    action = c.instance_action.get(server, first.request_id)
    assert {event["result"] for event in action.events} == {"Success"}


@case("POST /os-server-external-events", server=True)
def external_events(w: World, c: Client, v: str, server: str) -> None:
    events = [{"name": "network-changed", "server_uuid": server}]
    if minor(v) >= 76:
        events += [{"name": "power-update", "server_uuid": server, "tag": "POWER_ON"}]
    for event in events:
        _same([row["code"] for row in c.server_external_events.create([event])], [200])
    w.settle(server, "active")


# ------------------------------------------------------------------------------------ flavors
_FLAVORS: Final = ("GET /flavors", "GET /flavors/detail", "POST /flavors")


@case(*_FLAVORS, "GET /flavors/{id}", "DELETE /flavors/{id}")
def flavors(w: World, c: Client, v: str, _: str) -> None:
    name = w.name()
    text = {"description": "said"} if minor(v) >= 55 else {}
    made = c.flavors.create(name, 64, 1, 2, flavorid=name, ephemeral=3, swap=4, **text)
    for flavor in (made, c.flavors.get(name)):
        _same((flavor.name, flavor.ram, flavor.disk), (name, 64, 2))
        _same((flavor.ephemeral, flavor.swap), (3, 4))
        _same(getattr(flavor, "description", None), text.get("description"))
    for detailed in (True, False):
        assert name in {flavor.name for flavor in c.flavors.list(detailed=detailed)}
    c.flavors.delete(name)
    assert gone(lambda: w.nova.flavors.get(name))


@case("PUT /flavors/{id}")
def update_flavor(w: World, c: Client, v: str, _: str) -> None:
    flavor = w.nova.flavors.create(w.name(), 64, 1, 1)
    _same(c.flavors.update(flavor, "new").description, "new")
    _same(w.nova.flavors.get(flavor).description, "new")
    flavor.delete()


_ACCESS: Final = ("addTenantAccess", "removeTenantAccess")


@case(
    "GET /flavors/{flavor_id}/os-flavor-access",
    *(f"POST /flavors/{{id}}/action #{a}" for a in _ACCESS),
)
def flavor_access(w: World, c: Client, v: str, _: str) -> None:
    flavor = w.nova.flavors.create(w.name(), 64, 1, 1, is_public=False)
    c.flavor_access.add_tenant_access(flavor, w.project)
    _same([row.tenant_id for row in c.flavor_access.list(flavor=flavor)], [w.project])
    c.flavor_access.remove_tenant_access(flavor, w.project)
    _same(c.flavor_access.list(flavor=flavor), [])
    flavor.delete()


_SPECS: Final = "/flavors/{flavor_id}/os-extra_specs"


@case(
    f"GET {_SPECS}",
    f"POST {_SPECS}",
    *(f"{verb} {_SPECS}/{{id}}" for verb in ("GET", "PUT", "DELETE")),
)
def extra_specs(w: World, c: Client, v: str, _: str) -> None:
    flavor = w.nova.flavors.create(w.name(), 64, 1, 1)
    c.flavors.set_keys(flavor, {"hw:cpu_policy": "shared"})
    c.flavors.set_key(flavor, "hw:mem_page_size", "any")
    both = {"hw:cpu_policy": "shared", "hw:mem_page_size": "any"}
    _same(dict(c.flavors.get_keys(flavor)), both)
    _same(dict(c.flavors.get_key(flavor, "hw:cpu_policy")), {"hw:cpu_policy": "shared"})
    c.flavors.unset_keys(flavor, both)
    _same(dict(w.nova.flavors.get_keys(flavor)), {})
    flavor.delete()


# ------------------------------------------------------------- key pairs, groups, quotas, usage
@case("GET /os-keypairs", "POST /os-keypairs", "GET /os-keypairs/{id}", "DELETE /os-keypairs/{id}")
def keypairs(w: World, c: Client, v: str, _: str) -> None:
    name = w.name()
    of = {"user_id": w.user} if minor(v) >= 10 else {}
    c.keypairs.create(name, KEY, **({"key_type": "ssh"} if minor(v) >= 2 else {}), **of)
    _same(c.keypairs.get(name, **of).public_key, KEY)
    assert name in {key.name for key in c.keypairs.list(**of)}
    c.keypairs.delete(name, **of)
    assert gone(lambda: w.nova.keypairs.get(name, **of))


_GROUPS: Final = "/os-server-groups"


@case(f"GET {_GROUPS}", f"POST {_GROUPS}", f"GET {_GROUPS}/{{id}}", f"DELETE {_GROUPS}/{{id}}")
def server_groups(w: World, c: Client, v: str, _: str) -> None:
    name = w.name()
    policy = "soft-affinity" if minor(v) >= 15 else "affinity"
    group = c.server_groups.create(name, policy)
    found = c.server_groups.get(group)
    shown = found.policy if minor(v) >= 64 else found.policies[0]
    _same((found.name, shown), (name, policy))
    assert group.id in {row.id for row in c.server_groups.list()}
    c.server_groups.delete(group)
    assert gone(lambda: w.nova.server_groups.get(group))


_QUOTAS: Final = "/os-quota-sets/{id}"


@case(
    *(f"{verb} {_QUOTAS}" for verb in ("GET", "PUT", "DELETE")),
    f"GET {_QUOTAS}/detail",
    f"GET {_QUOTAS}/defaults",
    alone=True,
)
def quotas(w: World, c: Client, v: str, _: str) -> None:
    usual = c.quotas.defaults(w.project).cores
    c.quotas.update(w.project, cores=usual + 1)
    _same(c.quotas.get(w.project).cores, usual + 1)
    _same(c.quotas.get(w.project, detail=True).cores["limit"], usual + 1)
    c.quotas.delete(w.project)
    _same(w.nova.quotas.get(w.project).cores, usual)


@case("GET /os-quota-class-sets/{id}", "PUT /os-quota-class-sets/{id}")
def quota_classes(w: World, c: Client, v: str, _: str) -> None:
    name = w.name()
    c.quota_classes.update(name, cores=17)
    _same(c.quota_classes.get(name).cores, 17)


@case("GET /limits")
def limits(w: World, c: Client, v: str, _: str) -> None:
    reported = {limit.name: limit.value for limit in c.limits.get().absolute}
    _same(reported["maxTotalInstances"], -1)
    assert reported["totalInstancesUsed"] >= len(w.servers)


@case("GET /os-simple-tenant-usage", "GET /os-simple-tenant-usage/{id}")
def usage(w: World, c: Client, v: str, _: str) -> None:
    now = datetime.datetime.now(datetime.UTC)
    day = datetime.timedelta(days=1)
    listed = c.usage.list(now - day, now + day, detailed=True)
    assert w.own_project in {row.tenant_id for row in listed}
    own = c.usage.get(w.own_project, now - day, now + day)
    assert set(w.servers) <= {row["instance_id"] for row in own.server_usages}


@case("GET /os-instance_usage_audit_log", "GET /os-instance_usage_audit_log/{id}")
def usage_audit_log(w: World, c: Client, v: str, _: str) -> None:
    _same(c.instance_usage_audit_log.get().num_hosts, 3)
    _same(c.instance_usage_audit_log.get("2026-01-02 03:04:05").num_hosts_done, 0)


# ---------------------------------------------------------------------------------- the cloud
_AGGREGATES: Final = "/os-aggregates"


@case(
    f"GET {_AGGREGATES}",
    f"POST {_AGGREGATES}",
    *(f"{verb} {_AGGREGATES}/{{id}}" for verb in ("GET", "PUT", "DELETE")),
    *(
        f"POST {_AGGREGATES}/{{id}}/action #{action}"
        for action in ("add_host", "remove_host", "set_metadata")
    ),
)
def aggregates(w: World, c: Client, v: str, _: str) -> None:
    name = w.name()
    group = c.aggregates.create(name, None)
    c.aggregates.update(group, {"name": f"{name}-new"})
    c.aggregates.add_host(group, "compute2")
    c.aggregates.set_metadata(group, {"key": "value"})
    found = c.aggregates.get(group)
    _same((found.name, found.hosts), (f"{name}-new", ["compute2"]))
    _same(found.metadata, {"key": "value"})
    assert found.id in {row.id for row in c.aggregates.list()}
    c.aggregates.remove_host(group, "compute2")
    c.aggregates.delete(group)
    assert gone(lambda: w.nova.aggregates.get(group))


@case("POST /os-aggregates/{id}/images")
def cached_images(w: World, c: Client, v: str, _: str) -> None:
    group = w.nova.aggregates.create(w.name(), None)
    w.nova.aggregates.add_host(group, "compute1")
    c.aggregates.cache_images(group, [w.image])
    w.nova.aggregates.remove_host(group, "compute1")
    w.nova.aggregates.delete(group)


@case("GET /os-availability-zone", "GET /os-availability-zone/detail")
def availability_zones(w: World, c: Client, v: str, _: str) -> None:
    _same({z.zoneName for z in c.availability_zones.list(detailed=False)}, {"nova", "az2"})
    hosts = {z.zoneName: z.hosts for z in c.availability_zones.list()}
    _same(set(hosts["az2"]), {"compute3"})


@case("GET /extensions", "GET /extensions/{id}")
def extensions(w: World, c: Client, v: str, _: str) -> None:
    known = {row.alias: row.name for row in c.list_extensions.show_all()}
    _same(c.list_extensions.get("os-keypairs").name, known["os-keypairs"])


@case("GET /os-hypervisors", "GET /os-hypervisors/detail", "GET /os-hypervisors/{id}")
def hypervisors(w: World, c: Client, v: str, _: str) -> None:
    listed = c.hypervisors.list()
    names = {row.hypervisor_hostname for row in listed}
    _same(names, {"compute1", "compute2", "compute3"})
    _same({row.hypervisor_hostname for row in c.hypervisors.list(detailed=False)}, names)
    found = c.hypervisors.get(listed[0])
    _same((found.id, found.state), (listed[0].id, "up"))


@case("GET /os-services", "PUT /os-services/{id}", alone=True)
def services(w: World, c: Client, v: str, _: str) -> None:
    service = c.services.list(host="compute3", binary="nova-compute")[0]
    which: dict[str, Any] = {"service_uuid": service.id}
    if minor(v) < 53:
        which = {"host": "compute3", "binary": "nova-compute"}
    c.services.disable_log_reason(**which, reason="because")
    seen = w.nova.services.list(host="compute3", binary="nova-compute")[0]
    _same((seen.status, seen.disabled_reason), ("disabled", "because"))
    c.services.enable(**which)
    _same(w.nova.services.list(host="compute3", binary="nova-compute")[0].status, "enabled")


@case("GET /")
def versions(w: World, c: Client, v: str, _: str) -> None:
    current = c.versions.get_current()
    _same((current.status, current.min_version), ("CURRENT", "2.1"))
    assert current.id in {version.id for version in c.versions.list()}
