"""The resources on the cloud that the compared command lines name: some of each kind that a table
shows.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import yaml
from keystoneauth1.identity.v3 import Password
from keystoneauth1.session import Session
from library_cloud import World, done, gone

from novaclient import bulk
from novaclient.client import Client
from novaclient.exceptions import NotFound

PUBLIC_KEY: Final = (
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl u@h"
)


def identities(clouds_yaml: Path) -> dict[str, dict[str, str]]:
    """The ``OS_*`` variables of each user: those of a sandbox, and some that fail to sign in.

    :param clouds_yaml: the file with the sandbox's clouds.
    """
    clouds = yaml.safe_load(clouds_yaml.read_text())["clouds"]
    admin, user = (_variables(clouds[name]) for name in ("sandbox-admin", "sandbox"))
    return {
        "admin": admin,
        "user": user,
        "nobody": {},
        "stranger": admin | {"OS_PASSWORD": "wrong"},
        "without a password": {k: v for k, v in admin.items() if k != "OS_PASSWORD"},
        "nowhere": admin | {"OS_AUTH_URL": "http://127.0.0.1:9/v3"},
        "elsewhere": admin | {"OS_REGION_NAME": "nosuch"},
    }


def _variables(cloud: Mapping[str, Any]) -> dict[str, str]:
    return {
        **{f"OS_{name.upper()}": value for name, value in cloud["auth"].items()},
        "OS_REGION_NAME": cloud["region_name"],
        "OS_IDENTITY_API_VERSION": "3",
    }


class Furniture:
    """Creates the resources that the lines name, under unique names.

    :param clouds_yaml: the file with the sandbox's clouds.
    :param folder: for files.
    :ivar names: the name of a resource in the lines, and its name or id in the cloud.
    """

    def __init__(self, clouds_yaml: Path, folder: Path) -> None:
        self.world = world = World(clouds_yaml)
        self.nova = world.nova
        self.mark = uuid4().hex[:6]
        key = folder / "key.pub"
        key.write_text(PUBLIC_KEY)
        hypervisors = {one.hypervisor_hostname: one.id for one in self.nova.hypervisors.list()}
        services = {one.host: one.id for one in self.nova.services.list(binary="nova-compute")}
        self.names: dict[str, str] = {
            "mark": self.mark,
            "own": world.own_project,
            "network": world.network,
            "project": world.project,
            "user": world.user,
            "public_key": str(key),
            "hypervisor_id": hypervisors["compute1"],
            "service_id": services["compute3"],
        }
        cloud = yaml.safe_load(clouds_yaml.read_text())["clouds"]["sandbox"]
        session = Session(auth=Password(**cloud["auth"]))
        self._ordinary = Client("2.96", session=session, region_name=cloud["region_name"])
        self._left: list[Callable[[], Any]] = []

    def name(self, stem: str) -> str:
        """The name in the cloud of what lines call ``{stem}``."""
        self.names[stem] = f"{stem}-{self.mark}"
        return self.names[stem]

    def furnish(self) -> None:
        """Make everything."""
        self._flavors()
        self._key_pairs()
        self._groups()
        self._aggregates()
        self._quotas()
        self._servers()

    def calm(self) -> None:
        """Wait until nothing is being done to any server."""
        self.world.until(lambda: not any(map(_busy, self._mine())))

    def tidy(self) -> None:
        """Delete what lines have made and cannot delete, since they do not know its id."""
        for group in self.nova.server_groups.list():
            if group.name == f"new-{self.mark}":
                group.delete()
        images = self.world.service("image")
        for image in images.get(f"/v2/images?name=new-{self.mark}").json()["images"]:
            self.world.until(lambda image=image: _saved(images, image["id"]))
            images.delete(f"/v2/images/{image['id']}")

    def clear(self) -> None:
        """Delete everything, the latest first."""
        mine = self._mine()
        left = [server.id for server in mine]
        for server in mine:
            if server.locked:
                server.unlock()
        for outcome in bulk.run(self.nova.servers.delete, left):
            done(outcome)
        for server in left:
            self.world.until(lambda server=server: gone(lambda: self.nova.servers.get(server)))
        for delete in reversed(self._left):
            with contextlib.suppress(NotFound):
                delete()

    def _mine(self) -> list[Any]:
        filters = {"name": self.mark, "all_tenants": True}
        return list(self.nova.servers.list(search_opts=filters))

    def _flavors(self) -> None:
        for stem, ram, public in (
            ("special", 128, True),
            ("huge", 10**8, True),
            ("own", 64, False),
        ):
            flavor = self.nova.flavors.create(
                self.name(f"{stem}_flavor"),
                ram,
                1,
                1,
                ephemeral=1 if stem == "special" else 0,
                swap=16 if stem == "special" else 0,
                is_public=public,
                description="of one's own" if stem == "special" else None,
            )
            self.names[f"{stem}_flavor_id"] = flavor.id
            self._left.append(flavor.delete)
            if stem == "special":
                flavor.set_keys({"hw:cpu_policy": "shared", "hw:mem_page_size": "any"})
            if not public:
                self.nova.flavor_access.add_tenant_access(flavor, self.world.project)
                self.nova.flavor_access.add_tenant_access(flavor, self.world.own_project)

    def _key_pairs(self) -> None:
        for stem, key_type in (("key", "ssh"), ("other_key", "ssh")):
            key = self.nova.keypairs.create(self.name(stem), PUBLIC_KEY, key_type=key_type)
            self._left.append(key.delete)

    def _groups(self) -> None:
        apart = self.nova.server_groups.create(
            self.name("apart"), "anti-affinity", rules={"max_server_per_host": 2}
        )
        together = self.nova.server_groups.create(self.name("together"), "soft-affinity")
        for stem, group in (("apart", apart), ("together", together)):
            self.names[f"{stem}_id"] = group.id
            self._left.append(group.delete)

    def _aggregates(self) -> None:
        plain = self.nova.aggregates.create(self.name("plain"), None)
        hosts = self.nova.aggregates.create(self.name("hosts"), None)
        self.names["hosts_id"] = str(hosts.id)
        self._left += [plain.delete, hosts.delete]
        for host in ("compute1", "compute2"):
            hosts.add_host(host)
            self._left.append(lambda host=host: hosts.remove_host(host))
        hosts.set_metadata({"ssd": "true", "rack": "7", "note": "two words"})

    def _quotas(self) -> None:
        self.nova.quotas.update(self.world.project, cores=7, user_id=self.world.user)
        self._left.append(
            lambda: self.nova.quotas.delete(self.world.project, user_id=self.world.user)
        )

    # --------------------------------------------------------------------------- servers
    def _servers(self) -> None:
        outcomes = bulk.run(
            lambda make: make(),
            (
                *(self._web, self._shelved, self._resized, self._locked, self._broken),
                *(self._on_volume, self._wide, self._twins, self._bare, self._of_user),
            ),
        )
        for outcome in outcomes:
            done(outcome)

    def _boot(self, stem: str, **arguments: Any) -> str:
        """Boot a server and wait for it; its id."""
        world = self.world
        wanted: dict[str, Any] = {"image": world.image, "flavor": world.flavor, "nics": "none"}
        wanted |= arguments
        server = self.nova.servers.create(self.name(stem), **wanted)
        self.names[f"{stem}_id"] = server.id
        world.settle(server.id, "active")
        return str(server.id)

    def _web(self) -> None:
        """One that has everything that a server can have, and a history."""
        world = self.world
        web = self._boot(
            "web",
            flavor=self.names["special_flavor_id"],
            nics=[{"net-id": world.network}],
            meta={"role": "web", "note": 'it\'s "quoted", and longer than the column is wide'},
            tags=["blue", "green", "a tag"],
            description="the web's server",
            key_name=self.names["key"],
            scheduler_hints={"group": self.names["apart_id"]},
            availability_zone="nova",
            config_drive=True,
        )
        volume = world.volume()
        self.names["volume_id"] = volume.__enter__()
        self._left.append(lambda: volume.__exit__(None, None, None))
        self.nova.volumes.create_server_volume(web, self.names["volume_id"], tag="data")
        self.nova.servers.stop(web)
        world.settle(web, "shutoff")
        self.nova.servers.start(web)
        world.settle(web, "active")
        self.nova.servers.live_migrate(web, None, "auto")
        world.settle(web, "active")
        done = self.nova.instance_action.list(web)
        self.names["request"] = next(row.request_id for row in done if row.action == "stop")

    def _locked(self) -> None:
        server = self._boot("locked")
        self.nova.servers.stop(server)
        self.world.settle(server, "shutoff")
        self.nova.servers.lock(server, reason="do not touch")

    def _shelved(self) -> None:
        server = self._boot("shelved")
        self.nova.servers.shelve(server)
        self.world.settle(server, "shelved_offloaded")

    def _broken(self) -> None:
        """One that no host could take: it has a fault."""
        server = self.nova.servers.create(
            self.name("broken"), self.world.image, self.names["huge_flavor_id"], nics="none"
        )
        self.world.settle(server.id, "error")

    def _on_volume(self) -> None:
        disk = {
            "uuid": self.world.image,
            "source_type": "image",
            "destination_type": "volume",
            "volume_size": 1,
            "boot_index": 0,
            "delete_on_termination": True,
        }
        self._boot("on_volume", image=None, block_device_mapping_v2=[disk])

    def _resized(self) -> None:
        server = self._boot("resized")
        self.nova.servers.resize(server, self.world.larger)
        self.world.settle(server, "verify_resize")

    def _wide(self) -> None:
        """A server with a name of double-width characters."""
        server = self._boot("wide")
        self.names["wide"] = f"データ-é-{self.mark}"
        self.nova.servers.update(server, name=self.names["wide"])

    def _twins(self) -> None:
        """Two of one name."""
        self._boot("twin")
        self._boot("twin")

    def _bare(self) -> None:
        """One that commands may change; it has a port, and so security groups."""
        self._boot("bare", nics=[{"net-id": self.world.network}])

    def _of_user(self) -> None:
        self._ordinary.servers.create(
            self.name("of_user"), self.world.image, self.world.flavor, nics="none"
        )


def _busy(server: Any) -> bool:
    return server.status == "BUILD" or bool(getattr(server, "OS-EXT-STS:task_state", None))


def _saved(images: Any, image: str) -> bool:
    return bool(images.get(f"/v2/images/{image}").json()["status"] == "active")
