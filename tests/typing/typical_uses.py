"""What programs typically write, for mypy to check strictly; nothing here is run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import assert_type

from keystoneauth1.session import Session

import novaclient
from novaclient import bulk, client, exceptions, waiters
from novaclient.api_versions import APIVersion
from novaclient.base import DictWithMeta, ListWithMeta, StrWithMeta, TupleWithMeta
from novaclient.microversions import Window
from novaclient.v2.aggregates import Aggregate
from novaclient.v2.client import Client
from novaclient.v2.flavors import Flavor
from novaclient.v2.hypervisors import Hypervisor
from novaclient.v2.images import Image
from novaclient.v2.instance_action import InstanceAction
from novaclient.v2.keypairs import Keypair
from novaclient.v2.migrations import Migration
from novaclient.v2.operations import Operation, operations
from novaclient.v2.quotas import QuotaSet
from novaclient.v2.server_groups import ServerGroup
from novaclient.v2.servers import NetworkInterface, Server
from novaclient.v2.services import Service
from novaclient.v2.shares import Share
from novaclient.v2.usage import Usage
from novaclient.v2.volumes import Volume


def connect(session: Session) -> Client:
    nova = client.Client("2.latest", session=session, region_name="here")
    assert_type(nova, Client)
    assert_type(novaclient.connect("here", version="2.90", region_name="West"), Client)
    assert_type(nova.api_version, APIVersion)
    assert_type(nova.version_range(), tuple[APIVersion, APIVersion])
    assert_type(client.Client(2.1, "user", "password", "project", "http://keystone"), Client)
    return nova


def servers(nova: Client) -> None:
    assert_type(nova.servers.list(search_opts={"status": "ERROR"}), ListWithMeta[Server])
    assert_type(nova.servers.iterate(page_size=100), Iterator[Server])
    server = nova.servers.get("id")
    assert_type(server, Server)
    assert_type(server.name, str)
    assert_type(server.metadata, dict[str, str])
    assert_type(server.request_ids, list[str])
    assert_type(nova.servers.delete(server), TupleWithMeta)
    assert_type(nova.servers.unshelve(server, host="compute1"), TupleWithMeta)
    assert_type(nova.servers.get_console_output(server, length=10), StrWithMeta)
    assert_type(nova.servers.create_image(server, "image", {"key": "value"}), StrWithMeta)
    assert_type(nova.servers.list_meta(server), DictWithMeta)
    assert_type(nova.servers.tag_list(server), ListWithMeta[str])
    assert_type(nova.servers.interface_list(server), ListWithMeta[NetworkInterface])
    assert_type(nova.instance_action.list(server), ListWithMeta[InstanceAction])
    assert_type(nova.volumes.get_server_volumes(server.id), ListWithMeta[Volume])
    assert_type(nova.shares.attach(server, "share", tag="t"), Share)


def making_one(nova: Client) -> None:
    nova.servers.create(
        name="web",
        image=nova.glance.find_image("debian-13"),
        flavor=nova.flavors.get("1"),
        nics=[{"net-id": "network", "tag": "t"}],
        userdata="#!/bin/sh",
        block_device_mapping_v2=[{"uuid": "volume", "boot_index": 0}],
        tags=["a"],
    )


def other_resources(nova: Client) -> None:
    assert_type(nova.flavors.list(is_public=None), ListWithMeta[Flavor])
    assert_type(nova.flavors.create("tiny", 512, 1, 1), Flavor)
    assert_type(nova.flavors.get("1").get_keys(), DictWithMeta)
    assert_type(nova.keypairs.create("key", "ssh-ed25519 …"), Keypair)
    assert_type(nova.server_groups.create("group", "affinity"), ServerGroup)
    assert_type(nova.aggregates.set_metadata(1, {"key": None}), Aggregate)
    assert_type(nova.hypervisors.search("compute"), ListWithMeta[Hypervisor])
    assert_type(nova.services.disable_log_reason("id", "because"), Service)
    assert_type(nova.migrations.list(status="done"), ListWithMeta[Migration])
    assert_type(nova.quotas.update("project", cores=10), QuotaSet)
    assert_type(nova.usage.get("project", datetime.now(UTC), datetime.now(UTC)), Usage)
    assert_type(nova.glance.list(), ListWithMeta[Image])


def many_at_once(nova: Client) -> list[str]:
    outcomes = bulk.run(nova.servers.stop, nova.servers.list(), workers=4)
    assert_type(outcomes, list[bulk.Outcome[Server]])
    for outcome in outcomes:
        if outcome.ok:
            waiters.wait_for(
                lambda server=outcome.target: nova.servers.get(server),  # type: ignore[misc]
                waiters.SERVER["shutoff"],
                timeout=60,
            )
    return [outcome.target.id for outcome in outcomes if outcome.error is not None]


def errors(nova: Client) -> str | None:
    try:
        return nova.servers.get("id").status
    except exceptions.NotFound as error:
        return error.request_id
    except exceptions.ClientException as error:
        assert_type(error.code, int)
        return error.message


def versions() -> list[str]:
    table = operations()
    assert_type(table, list[Operation])
    assert_type(table[0].window, Window)
    known = [row for row in table if row.window.holds(APIVersion("2.90"))]
    return [f"{row.manager}.{row.method}: {row.window}" for row in known]
