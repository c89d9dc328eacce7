"""Seeds a new cloud through its APIs: flavors, images, networks, an availability zone, quotas."""

import json
import urllib.error
import urllib.request
from typing import Any

from novaclient.sandbox import graph
from novaclient.sandbox.configuration import accounts
from novaclient.sandbox.errors import SandboxError
from novaclient.sandbox.state import State

#: Name, memory (MiB), virtual CPUs, disk (GiB).
FLAVORS = (
    ("m1.nano", 64, 1, 1),
    ("m1.tiny", 512, 1, 1),
    ("m1.small", 2048, 1, 20),
    ("m1.medium", 4096, 2, 40),
    ("m1.large", 8192, 4, 80),
    ("m1.xlarge", 16384, 8, 160),
)
#: Name and minimum disk (GiB).
IMAGES = (("cirros-0.6.3", 0), ("debian-13", 1))
#: The availability zone of one host. The others are in the default zone, ``nova``: a server that
#: was booted without a zone can move to any host, and one in ``nova`` to another host there.
ZONE, ZONE_HOSTS = "az2", ("compute3",)
EXTERNAL_NETWORK, EXTERNAL_RANGE = "public", "203.0.113.0/24"
#: Network and CIDR by project.
NETWORKS = {"demo": ("private", "10.0.0.0/16"), "admin": ("private", "10.1.0.0/16")}
VOLUME_TYPE = "standard"

_UNLIMITED_COMPUTE = (
    "instances",
    "cores",
    "ram",
    "key_pairs",
    "metadata_items",
    "server_groups",
    "server_group_members",
)
_UNLIMITED_NETWORK = (
    "network",
    "subnet",
    "port",
    "router",
    "floatingip",
    "security_group",
    "security_group_rule",
)
_UNLIMITED_VOLUME = ("volumes", "snapshots", "gigabytes", "backups", "backup_gigabytes")


class Seeder:
    """Creates the cloud's first resources as the administrator.

    :param state: the sandbox's URLs and passwords
    """

    def __init__(self, state: State) -> None:
        self._state = state
        # The services are on the loopback interface, so no proxy is used.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        self._token = ""
        self._projects: dict[str, str] = {}

    def run(self) -> None:
        """Seed the cloud.

        :raises SandboxError: if a service refuses a request
        """
        self._login()
        graph.run(
            {
                "network": graph.Task(self._networks),
                "compute": graph.Task(self._compute),
                "image": graph.Task(self._images),
                "volume": graph.Task(self._volumes),
            },
            workers=3,
        )

    def _login(self) -> None:
        user, project = accounts(admin=True)
        domain = {"id": "default"}
        password = self._state.passwords[user]
        body = {
            "auth": {
                "identity": {
                    "methods": ["password"],
                    "password": {"user": {"name": user, "domain": domain, "password": password}},
                },
                "scope": {"project": {"name": project, "domain": domain}},
            }
        }
        with self._open("keystone", "POST", "/v3/auth/tokens", body) as answer:
            self._token = answer.headers["X-Subject-Token"]
        listed = self._call("keystone", "GET", "/v3/projects")["projects"]
        self._projects = {project["name"]: project["id"] for project in listed}

    def _compute(self) -> None:
        for name, memory, cpus, disk in FLAVORS:
            flavor = {"name": name, "ram": memory, "vcpus": cpus, "disk": disk}
            self._call("nova", "POST", "/v2.1/flavors", {"flavor": flavor})
        zone = {"aggregate": {"name": ZONE, "availability_zone": ZONE}}
        aggregate = self._call("nova", "POST", "/v2.1/os-aggregates", zone)["aggregate"]["id"]
        for host in ZONE_HOSTS:
            path = f"/v2.1/os-aggregates/{aggregate}/action"
            self._call("nova", "POST", path, {"add_host": {"host": host}})
        limits = {"quota_set": {"force": True, **dict.fromkeys(_UNLIMITED_COMPUTE, -1)}}
        self._call("nova", "PUT", f"/v2.1/os-quota-sets/{self._projects['admin']}", limits)

    def _images(self) -> None:
        for name, disk in IMAGES:
            image = {
                "name": name,
                "disk_format": "raw",
                "container_format": "bare",
                "visibility": "public",
                "min_disk": disk,
            }
            made = self._call("glance", "POST", "/v2/images", image)["id"]
            content = f"{name} of the sandbox, where servers have no disks.\n".encode() * 512
            self._call("glance", "PUT", f"/v2/images/{made}/file", content)

    def _networks(self) -> None:
        external = self._network(
            {
                "name": EXTERNAL_NETWORK,
                "router:external": True,
                "is_default": True,
                "provider:network_type": "flat",
                "provider:physical_network": "physnet1",
            },
            {"name": f"{EXTERNAL_NETWORK}-subnet", "cidr": EXTERNAL_RANGE, "enable_dhcp": False},
        )
        for project, (name, cidr) in NETWORKS.items():
            owner = {"project_id": self._projects[project]}
            subnet = {"name": f"{name}-subnet", "cidr": cidr, **owner}
            network = self._network({"name": name, **owner}, subnet)
            gateway = {"external_gateway_info": {"network_id": external["network_id"]}}
            router = {"router": {"name": "router1", **owner, **gateway}}
            made = self._call("neutron", "POST", "/v2.0/routers", router)["router"]["id"]
            path = f"/v2.0/routers/{made}/add_router_interface"
            self._call("neutron", "PUT", path, {"subnet_id": network["id"]})
        limits = {"quota": dict.fromkeys(_UNLIMITED_NETWORK, -1)}
        self._call("neutron", "PUT", f"/v2.0/quotas/{self._projects['admin']}", limits)

    def _network(self, network: dict[str, Any], subnet: dict[str, Any]) -> dict[str, Any]:
        """Create a network with one subnet, and return the subnet."""
        made = self._call("neutron", "POST", "/v2.0/networks", {"network": network})["network"]
        inside = {"subnet": {"network_id": made["id"], "ip_version": 4, **subnet}}
        answer = self._call("neutron", "POST", "/v2.0/subnets", inside)["subnet"]
        assert isinstance(answer, dict)
        return answer

    def _volumes(self) -> None:
        kind = {"volume_type": {"name": VOLUME_TYPE, "description": "Stores nothing."}}
        self._call("cinder", "POST", "/v3/types", kind)
        limits = {"quota_set": dict.fromkeys(_UNLIMITED_VOLUME, -1)}
        self._call("cinder", "PUT", f"/v3/os-quota-sets/{self._projects['admin']}", limits)

    def _call(self, service: str, method: str, path: str, body: Any = None) -> Any:
        with self._open(service, method, path, body) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def _open(self, service: str, method: str, path: str, body: Any) -> Any:
        headers = {"X-Auth-Token": self._token, "Content-Type": "application/json"}
        data: bytes | None = None
        if isinstance(body, bytes):
            data, headers["Content-Type"] = body, "application/octet-stream"
        elif body is not None:
            data = json.dumps(body).encode()
        request = urllib.request.Request(  # noqa: S310
            self._state.url(service, path), data, headers, method=method
        )
        try:
            return self._opener.open(request, timeout=120)
        except urllib.error.HTTPError as error:
            reason = " ".join(error.read(2000).decode("utf-8", "replace").split())
            raise SandboxError(
                f"The service {service} refused {method} {path} (HTTP {error.code}): {reason}",
                f"See its log: nova sandbox logs {service}",
            ) from error
        except OSError as error:
            raise SandboxError(
                f"The service {service} did not respond to {method} {path}: {error}",
                f"See its log: nova sandbox logs {service}",
            ) from error
