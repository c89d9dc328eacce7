"""The classes that programs import: their names, parameters and microversions."""

from __future__ import annotations

import ast
import inspect
import json
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from recording import recorded

from novaclient import base
from novaclient.api_versions import APIVersion
from novaclient.microversions import UNSET, Window
from novaclient.v2.client import Client, LazyManager

FACTS = json.loads((Path(__file__).parents[2] / "facts/library.json").read_text())
MANAGERS = {
    "servers": "ServerManager",
    "flavors": "FlavorManager",
    "flavor_access": "FlavorAccessManager",
    "keypairs": "KeypairManager",
    "hypervisors": "HypervisorManager",
    "hypervisor_stats": "HypervisorStatsManager",
    "services": "ServiceManager",
    "server_groups": "ServerGroupsManager",
    "versions": "VersionManager",
    "glance": "GlanceManager",
    "neutron": "NeutronManager",
    "agents": "AgentsManager",
    "aggregates": "AggregateManager",
    "assisted_volume_snapshots": "AssistedSnapshotManager",
    "availability_zones": "AvailabilityZoneManager",
    "instance_action": "InstanceActionManager",
    "instance_usage_audit_log": "InstanceUsageAuditLogManager",
    "limits": "LimitsManager",
    "migrations": "MigrationManager",
    "quota_classes": "QuotaClassSetManager",
    "quotas": "QuotaSetManager",
    "server_external_events": "ServerExternalEventManager",
    "server_migrations": "ServerMigrationsManager",
    "usage": "UsageManager",
    "volumes": "VolumeManager",
}
#: Defaults that stand for the same but are written otherwise: what they stand for is in the tables
#: of requests (test_servers).
OTHERWISE = {
    ("evacuate", "on_shared_storage", "True"),  # True up to 2.13, nothing later
    ("live_migrate", "block_migration", "False"),  # False up to 2.24, "auto" later
    ("unshelve", "availability_zone", "None"),  # nothing up to 2.90, where None got a meaning
    ("update_server_volume", "delete_on_termination", "None"),  # False says something
    ("update", "injected_files", "None"),  # 0 says something, as with the two that follow
    ("update", "injected_file_content_bytes", "None"),
    ("update", "injected_file_path_bytes", "None"),
}


def owner(name: str) -> Any:
    return getattr(import_module(FACTS["classes"][name]["module"]), name)


def methods() -> Iterator[Any]:
    for name, facts in FACTS["classes"].items():
        for method, forms in facts["methods"].items():
            for form in forms:
                yield pytest.param(name, method, form, id=f"{name}.{method}-{form['since']}")


def windows() -> Iterator[Any]:
    for name, facts in FACTS["classes"].items():
        if name.endswith("Manager"):
            for method, forms in facts["methods"].items():
                yield pytest.param(name, method, forms, id=f"{name}.{method}")


def gates() -> Iterator[Any]:
    for gate in FACTS["argument_gates"]:
        cls = "ServerManager" if gate["module"].endswith("servers") else "FlavorManager"
        if (cls, gate["argument"]) != ("ServerManager", "locked"):
            yield pytest.param(cls, gate, id=f"{gate['function']}-{gate['argument']}")


@pytest.mark.parametrize(("attribute", "name"), MANAGERS.items())
def test_client_has_a_manager_for_each_resource(attribute: str, name: str) -> None:
    assert type(getattr(recorded(), attribute)) is owner(name)


def managers_of_the_client() -> Iterator[str]:
    return (name for name, value in vars(Client).items() if isinstance(value, LazyManager))


@pytest.mark.parametrize("attribute", list(managers_of_the_client()))
def test_every_public_method_says_what_it_does(attribute: str) -> None:
    manager = type(getattr(recorded(), attribute))
    for cls in (manager, manager.resource_class):
        public = (m for m in inspect.getmembers(cls, callable) if not m[0].startswith("_"))
        assert [name for name, method in public if not inspect.getdoc(method)] == []


def shared_methods() -> Iterator[Any]:
    """The methods that a resource and its manager both have."""
    for attribute in managers_of_the_client():
        manager = type(getattr(recorded(), attribute))
        for name, function in vars(manager.resource_class).items():
            shared = getattr(manager, name, None)
            if (
                inspect.isfunction(function)
                and inspect.isfunction(shared)
                and name not in ("get", "__init__")
            ):
                yield pytest.param(function, shared, id=f"{attribute}.{name}")


#: A DNS entry is named by two of its fields, and created from all of them.
BY_FIELDS = {"domain", "name", "ip", "dns_type", "fqdomain"}


@pytest.mark.parametrize(("function", "manager_method"), list(shared_methods()))
def test_method_of_a_resource_takes_what_its_managers_takes(
    function: Any, manager_method: Any
) -> None:
    _, resource, *others = inspect.signature(manager_method).parameters
    taken = set(inspect.signature(function).parameters) - {"self"}
    assert taken == set(others) or {resource, *others} <= BY_FIELDS


@pytest.mark.parametrize("name", FACTS["classes"])
def test_class_has_the_attributes_that_programs_read(name: str) -> None:
    for attribute, value in FACTS["classes"][name]["attributes"].items():
        assert getattr(owner(name), attribute) == value


def positional_names(function: Any, since: str) -> list[str]:
    """The parameters in the order in which they are taken at a version."""
    parameters = [p.name for p in inspect.signature(function).parameters.values()][1:]
    while function is not None:
        window, names = vars(function).get("__positional__", (None, ()))
        if window is not None and window.holds(max(APIVersion(since), APIVersion("2.1"))):
            return list(names)
        function = getattr(function, "__wrapped__", None)
    return parameters


@pytest.mark.parametrize(("name", "method", "form"), list(methods()))
def test_method_takes_its_parameters_in_the_known_order(
    name: str, method: str, form: dict[str, Any]
) -> None:
    function = inspect.getattr_static(owner(name), method)
    if isinstance(function, staticmethod):
        assert list(inspect.signature(function).parameters) == ["userdata"]
        return
    ours = positional_names(function, form["since"])
    known = [p["name"] for p in form["parameters"] if not p.get("keyword")]
    assert ours[: len(known)] == known


def defaults() -> Iterator[Any]:
    for name, facts in FACTS["classes"].items():
        for method, forms in facts["methods"].items():
            known = {(p["name"], p.get("default")) for form in forms for p in form["parameters"]}
            for parameter, default in sorted(k for k in known if k[1] is not None):
                if (method, parameter, default) not in OTHERWISE:
                    yield pytest.param(
                        name, method, parameter, default, id=f"{name}.{method}-{parameter}"
                    )


@pytest.mark.parametrize(("name", "method", "parameter", "known"), list(defaults()))
def test_parameter_has_the_known_default(
    name: str, method: str, parameter: str, known: str
) -> None:
    ours = inspect.signature(getattr(owner(name), method)).parameters[parameter].default
    assert ours == (UNSET if known == "UNSET" else ast.literal_eval(known))


@pytest.mark.parametrize(("name", "method", "forms"), list(windows()))
def test_method_has_the_known_microversions(
    name: str, method: str, forms: list[dict[str, Any]]
) -> None:
    function = getattr(owner(name), method)
    window: Window | None = getattr(function, "__microversions__", None)
    since = max(APIVersion(forms[0]["since"]), APIVersion("2.1"))
    if window is None:
        assert since == APIVersion("2.1")
    else:
        assert window.since == since


@pytest.mark.parametrize(("name", "gate"), list(gates()))
def test_argument_has_the_known_microversions(name: str, gate: dict[str, Any]) -> None:
    window = getattr(owner(name), gate["function"]).__microversions__.parameters[gate["argument"]]
    assert window.since == max(APIVersion(gate["since"]), APIVersion("2.1"))
    assert window.until == (APIVersion(gate["until"]) if gate["until"] else None)


@pytest.mark.parametrize("module", FACTS["constants"])
def test_constants_have_the_known_values(module: str) -> None:
    for name, known in FACTS["constants"][module].items():
        ours = getattr(import_module(module), name)
        assert ours == known if isinstance(known, str) else known.items() <= ours.items()


def identified() -> Iterator[Any]:
    """The manager methods with a resource as their first parameter."""
    first = {
        "aggregate",
        "class_name",
        "flavor",
        "hypervisor",
        "id",
        "key",
        "keypair",
        "server",
        "server_id",
        "service_id",
        "snapshot",
        "tenant_id",
    }
    for attribute, name in MANAGERS.items():
        for method in FACTS["classes"][name]["methods"]:
            function = inspect.getattr_static(owner(name), method)
            if isinstance(function, staticmethod):
                continue
            parameters = list(inspect.signature(function).parameters.values())[1:]
            if not parameters or parameters[0].name not in first:
                continue
            if parameters[0].default is not inspect.Parameter.empty:
                continue  # a filter
            needed = [p for p in parameters[1:] if p.default is p.empty]
            yield pytest.param(attribute, method, len(needed), id=f"{attribute}.{method}")


@pytest.mark.parametrize("hostile", ["", "..", ".", "a/b", "a\\b", "a\nb", "\x00", None, True, 1.5])
@pytest.mark.parametrize(("attribute", "method", "needed"), list(identified()))
def test_hostile_id_is_refused_before_any_request(
    attribute: str, method: str, needed: int, hostile: object
) -> None:
    cloud = recorded()
    arguments = ["novnc" if "console" in method else ["x"] if "keys" in method else "x"] * needed
    keywords = {"name": "n"} if (attribute, method) == ("servers", "update") else {}
    if method == "unset_keys":
        arguments = [["k"]]
    if method == "set_keys":
        arguments = [{"k": "v"}]
    if method == "delete_meta":
        arguments = [["k"]]
    with pytest.raises((ValueError, TypeError)):
        getattr(getattr(cloud, attribute), method)(hostile, *arguments, **keywords)
    assert cloud.sent == []


RESOURCES = [
    ("servers", "Server", {"id": "1", "name": "n"}, "<Server: n>", "n"),
    ("servers", "Server", {"id": "1"}, "<Server: unknown-name>", None),
    ("servers", "NetworkInterface", {"port_id": "1"}, "<NetworkInterface: 1>", None),
    ("servers", "SecurityGroup", {"id": "1", "name": "n"}, "<SecurityGroup id=1, name=n>", None),
    ("flavors", "Flavor", {"id": "1", "name": "m1 Tiny"}, "<Flavor: m1 Tiny>", "m1-tiny"),
    (
        "flavor_access",
        "FlavorAccess",
        {"flavor_id": "1", "tenant_id": "2"},
        "<FlavorAccess flavor id: 1, tenant id: 2>",
        None,
    ),
    ("keypairs", "Keypair", {"name": "k"}, "<Keypair: k>", None),
    ("hypervisors", "Hypervisor", {"id": 1}, "<Hypervisor: 1>", None),
    ("hypervisors", "HypervisorStats", {"count": 1}, "<HypervisorStats: 1 Hypervisor>", None),
    ("hypervisors", "HypervisorStats", {"count": 2}, "<HypervisorStats: 2 Hypervisors>", None),
    ("services", "Service", {"id": 1}, "<Service: 1>", None),
    ("services", "Service", {"host": "h", "binary": "b"}, "<Service: b on h>", None),
    ("server_groups", "ServerGroup", {"id": "1"}, "<ServerGroup: 1>", None),
    ("versions", "Version", {"id": "v2.1"}, "<Version>", None),
    ("agents", "Agent", {"agent_id": 1}, "<Agent: 1>", None),
    ("agents", "Agent", {"resource": {"agent_id": 1}}, "<Agent: 1>", None),
    ("aggregates", "Aggregate", {"id": 1}, "<Aggregate: 1>", None),
    ("assisted_volume_snapshots", "Snapshot", {"id": "1"}, "<Snapshot: 1>", None),
    ("availability_zones", "AvailabilityZone", {"zoneName": "z"}, "<AvailabilityZone: z>", None),
    ("limits", "Limits", {}, "<Limits>", None),
    ("migrations", "Migration", {"id": 1}, "<Migration: 1>", None),
    ("server_external_events", "Event", {"name": "e"}, "<Event: e>", None),
    ("server_migrations", "ServerMigration", {"id": 1}, "<ServerMigration>", None),
    ("usage", "Usage", {"tenant_id": "t"}, "<ComputeUsage>", None),
    ("volumes", "Volume", {"id": "v"}, "<Volume: v>", None),
    ("volumes", "Volume", {"volumeId": "v"}, "<Volume: v>", None),
    ("shares", "Share", {"share_id": "s"}, "<Share: s>", None),
    (
        "console_auth_tokens",
        "ConsoleAuthToken",
        {"instance_uuid": "1"},
        "<ConsoleAuthToken: 1>",
        None,
    ),
    ("images", "Image", {"id": "1", "name": "An Image"}, "<Image: An Image>", "an-image"),
    ("networks", "Network", {"id": "1", "name": "Net"}, "<Network: Net>", "net"),
]


@pytest.mark.parametrize(("module", "name", "info", "text", "human_id"), RESOURCES)
def test_resource_shows_itself_as_before(
    module: str, name: str, info: dict[str, Any], text: str, human_id: str | None
) -> None:
    cls = getattr(import_module(f"novaclient.v2.{module}"), name)
    resource: base.Resource = cls(object(), info, loaded=True)
    assert (repr(resource), resource.human_id) == (text, human_id)


@pytest.mark.parametrize("method", ["list", "iterate"])
@pytest.mark.parametrize(
    ("name", "since"), [("tags", "2.26"), ("changes-before", "2.66"), ("locked", "2.73")]
)
def test_windows_of_filters_are_on_the_method_for_others_to_read(
    method: str, name: str, since: str
) -> None:
    window = getattr(owner("ServerManager"), method).__microversions__.parameters[name]
    assert str(window) == f"{since} and newer"
