"""Creating and rebuilding servers: which body is made of which arguments."""

from __future__ import annotations

import io
from typing import Any

import pytest
from recording import recorded

from novaclient import exceptions
from novaclient.v2 import server_bodies
from novaclient.v2.servers import ServerManager

ID = "11111111-2222-3333-4444-555555555555"
IMAGE = "22222222-2222-3333-4444-555555555555"
NET = "33333333-2222-3333-4444-555555555555"
SERVER = {"id": ID, "name": "s", "status": "ACTIVE"}
LATEST = "2.latest"

REBUILDS: list[tuple[dict[str, Any], str, dict[str, Any]]] = [
    ({}, "2.1", {}),
    (
        {"password": "pw", "disk_config": "AUTO"},
        "2.1",
        {"adminPass": "pw", "OS-DCF:diskConfig": "AUTO"},
    ),
    ({"preserve_ephemeral": True, "name": "n"}, "2.1", {"preserve_ephemeral": True, "name": "n"}),
    ({"meta": {"a": "b"}}, "2.1", {"metadata": {"a": "b"}}),
    ({"files": {"/a": "x"}}, "2.56", {"personality": [{"path": "/a", "contents": "eA=="}]}),
    ({"description": None}, "2.19", {"description": None}),
    ({"description": ""}, "2.19", {"description": ""}),
    ({"key_name": None}, "2.54", {"key_name": None}),
    ({"userdata": None}, "2.57", {"user_data": None}),
    ({"userdata": "x"}, "2.57", {"user_data": "eA=="}),
    ({"trusted_image_certificates": ["c"]}, "2.63", {"trusted_image_certificates": ["c"]}),
    ({"trusted_image_certificates": None}, "2.63", {"trusted_image_certificates": None}),
    ({"hostname": "h"}, "2.90", {"hostname": "h"}),
    (
        {"access_ip_v4": "10.0.0.4", "access_ip_v6": "fd00::4"},
        "2.1",
        {"accessIPv4": "10.0.0.4", "accessIPv6": "fd00::4"},
    ),
]


@pytest.mark.parametrize(("arguments", "version", "body"), REBUILDS)
def test_rebuild_sends_what_is_given(
    arguments: dict[str, Any], version: str, body: dict[str, Any]
) -> None:
    cloud = recorded({"server": SERVER}, version=version)
    assert cloud.servers.rebuild(ID, IMAGE, **arguments).status == "ACTIVE"
    assert cloud.sent[0].body == {"rebuild": {"imageRef": IMAGE, **body}}


def test_rebuild_with_files_goes_out_at_the_last_version_that_takes_them() -> None:
    cloud = recorded({"server": SERVER})
    cloud.servers.rebuild(ID, IMAGE, files={"/a": "x"})
    assert cloud.sent[0].version == "2.56"


# -------------------------------------------------------------------------------------- create
PLAIN = {"name": "n", "imageRef": IMAGE, "flavorRef": "1", "min_count": 1, "max_count": 1}

CREATIONS: list[tuple[dict[str, Any], str, dict[str, Any]]] = [
    ({}, "2.1", {}),
    ({}, "2.36", {}),
    ({"nics": "auto"}, "2.37", {"networks": "auto"}),
    ({"nics": "none"}, LATEST, {"networks": "none"}),
    ({}, LATEST, {"networks": "auto"}),
    ({"nics": []}, "2.1", {}),
    ({"nics": [{"net-id": NET}]}, "2.1", {"networks": [{"uuid": NET}]}),
    ({"nics": [{"net-id": "", "port-id": "p"}]}, "2.1", {"networks": [{"port": "p"}]}),
    (
        {"nics": [{"net-id": NET, "v4-fixed-ip": "1.2.3.4"}]},
        "2.1",
        {"networks": [{"uuid": NET, "fixed_ip": "1.2.3.4"}]},
    ),
    (
        {"nics": [{"net-id": NET, "v6-fixed-ip": "::1"}]},
        "2.1",
        {"networks": [{"uuid": NET, "fixed_ip": "::1"}]},
    ),
    ({"nics": [{"net-id": NET, "tag": "t"}]}, "2.32", {"networks": [{"uuid": NET, "tag": "t"}]}),
    ({"nics": [{"net-id": NET, "tag": "t"}]}, "2.36", {"networks": [{"uuid": NET, "tag": "t"}]}),
    ({"nics": [{"net-id": NET, "tag": "t"}]}, "2.42", {"networks": [{"uuid": NET, "tag": "t"}]}),
    ({"min_count": 2}, "2.1", {"min_count": 2, "max_count": 2}),
    ({"max_count": 3}, "2.1", {"min_count": 1, "max_count": 3}),
    ({"min_count": 5, "max_count": 2}, "2.1", {"min_count": 2, "max_count": 2}),
    ({"meta": {"a": "b"}}, "2.1", {"metadata": {"a": "b"}}),
    (
        {"files": {"/b": b"\x00", "/a": io.StringIO("x")}, "nics": "auto"},
        "2.56",
        {
            "networks": "auto",
            "personality": [{"path": "/a", "contents": "eA=="}, {"path": "/b", "contents": "AA=="}],
        },
    ),
    ({"security_groups": ["a", "b"]}, "2.1", {"security_groups": [{"name": "a"}, {"name": "b"}]}),
    ({"userdata": "ü"}, "2.1", {"user_data": "w7w="}),
    ({"userdata": b"\xff"}, "2.1", {"user_data": "/w=="}),
    ({"userdata": io.BytesIO(b"x")}, "2.1", {"user_data": "eA=="}),
    (
        {"key_name": "k", "availability_zone": "az"},
        "2.1",
        {"key_name": "k", "availability_zone": "az"},
    ),
    (
        {"config_drive": True, "disk_config": "MANUAL"},
        "2.1",
        {"config_drive": True, "OS-DCF:diskConfig": "MANUAL"},
    ),
    (
        {"admin_pass": "pw", "access_ip_v4": "1.2.3.4", "access_ip_v6": "::1"},
        "2.1",
        {"adminPass": "pw", "accessIPv4": "1.2.3.4", "accessIPv6": "::1"},
    ),
    (
        {"block_device_mapping": {"vda": "v:::1", "vdb": "s:snap:5:0"}},
        "2.1",
        {
            "block_device_mapping": [
                {"device_name": "vda", "volume_id": "v", "delete_on_termination": "1"},
                {
                    "device_name": "vdb",
                    "snapshot_id": "s",
                    "volume_size": "5",
                    "delete_on_termination": "0",
                },
            ]
        },
    ),
    ({"description": "d"}, "2.19", {"description": "d"}),
    ({"tags": ["a"], "nics": "auto"}, "2.52", {"tags": ["a"], "networks": "auto"}),
    (
        {"trusted_image_certificates": ["c"], "nics": "auto"},
        "2.63",
        {"trusted_image_certificates": ["c"], "networks": "auto"},
    ),
    (
        {"host": "h", "hypervisor_hostname": "hh", "nics": "auto"},
        "2.74",
        {"host": "h", "hypervisor_hostname": "hh", "networks": "auto"},
    ),
    ({"hostname": "h", "nics": "auto"}, "2.90", {"hostname": "h", "networks": "auto"}),
]


@pytest.mark.parametrize(("arguments", "version", "body"), CREATIONS)
def test_create_sends_what_is_given(
    arguments: dict[str, Any], version: str, body: dict[str, Any]
) -> None:
    cloud = recorded({"server": SERVER}, version=version)
    cloud.servers.create("n", IMAGE, "1", **arguments)
    assert cloud.sent[0].url == "/servers"
    assert cloud.sent[0].body == {"server": PLAIN | body}


def test_create_puts_scheduler_hints_with_the_server() -> None:
    cloud = recorded({"server": SERVER}, version="2.1")
    cloud.servers.create("n", IMAGE, "1", scheduler_hints={"group": ID})
    assert cloud.sent[0].body == {"server": PLAIN, "os:scheduler_hints": {"group": ID}}


def test_create_with_disks_puts_the_image_first_and_leaves_the_callers_list_alone() -> None:
    cloud = recorded({"server": SERVER}, version="2.1")
    disks = [{"uuid": "v", "source_type": "volume"}]
    cloud.servers.create("n", IMAGE, "1", block_device_mapping_v2=disks)
    first, second = cloud.sent[0].body["server"]["block_device_mapping_v2"]
    assert (first["uuid"], first["boot_index"], second) == (IMAGE, 0, disks[0])
    assert len(disks) == 1


def test_create_from_a_volume_has_no_image() -> None:
    cloud = recorded({"server": SERVER}, version="2.67")
    disk = {"uuid": "v", "boot_index": 0, "volume_type": "fast"}
    cloud.servers.create("n", None, "1", block_device_mapping_v2=[disk], nics="none")
    assert cloud.sent[0].body["server"]["imageRef"] == ""
    assert cloud.sent[0].body["server"]["block_device_mapping_v2"] == [disk]


@pytest.mark.parametrize(
    ("arguments", "version", "error", "message"),
    [
        ({}, "2.37", ValueError, "nics are required"),
        ({"nics": []}, "2.90", ValueError, "nics are required"),
        ({"nics": "auto"}, "2.36", ValueError, "must be a list"),
        ({"nics": "none"}, "2.36", ValueError, "must be a list"),
        ({"nics": [{"net_id": NET}]}, "2.1", ValueError, "no 'net_id'; it has net-id"),
        ({"nics": [{"tag": "t"}]}, "2.31", ValueError, "before microversion 2.32"),
        ({"nics": [{"tag": "t"}]}, "2.37", ValueError, "from 2.37 until 2.42"),
        ({"nics": [{"tag": "t"}]}, "2.41", ValueError, "from 2.37 until 2.42"),
        (
            {"nics": [{"v4-fixed-ip": "1.2.3.4", "v6-fixed-ip": "::1"}]},
            "2.1",
            exceptions.CommandError,
            "Only one",
        ),
        (
            {"block_device_mapping_v2": [{"tag": "t"}]},
            "2.31",
            ValueError,
            "before microversion 2.32",
        ),
        ({"block_device_mapping_v2": [{"tag": "t"}]}, "2.33", ValueError, "from 2.33 until 2.42"),
        (
            {"block_device_mapping_v2": [{"volume_type": "t"}], "nics": "auto"},
            "2.66",
            ValueError,
            "2.67",
        ),
        ({"description": "d"}, "2.18", exceptions.UnsupportedAttribute, "2.19"),
        ({"tags": ["t"], "nics": "auto"}, "2.51", exceptions.UnsupportedAttribute, "2.52"),
        (
            {"files": {"a": "b"}, "nics": "auto"},
            "2.57",
            exceptions.UnsupportedAttribute,
            "2.1 - 2.56",
        ),
        (
            {"trusted_image_certificates": ["c"], "nics": "auto"},
            "2.62",
            exceptions.UnsupportedAttribute,
            "2.63",
        ),
        ({"host": "h", "nics": "auto"}, "2.73", exceptions.UnsupportedAttribute, "2.74"),
        (
            {"hypervisor_hostname": "h", "nics": "auto"},
            "2.73",
            exceptions.UnsupportedAttribute,
            "2.74",
        ),
        ({"hostname": "h", "nics": "auto"}, "2.89", exceptions.UnsupportedAttribute, "2.90"),
        (
            {"hostname": "h", "files": {"a": "b"}},
            LATEST,
            exceptions.UnsupportedAttribute,
            "'files' needs 2.1 to 2.56",
        ),
    ],
)
def test_create_refuses_what_the_version_cannot_do(
    arguments: dict[str, Any], version: str, error: type[Exception], message: str
) -> None:
    cloud = recorded(version=version)
    with pytest.raises(error, match=message):
        cloud.servers.create("n", IMAGE, "1", **arguments)
    assert cloud.sent == []


def test_create_without_networks_on_an_old_cloud_leaves_them_out() -> None:
    cloud = recorded({"server": SERVER}, spoken=("2.1", "2.30"))
    cloud.servers.create("n", IMAGE, "1", nics="auto")
    assert (cloud.sent[0].version, cloud.sent[0].body) == ("2.30", {"server": PLAIN})


def test_create_with_files_goes_out_at_the_last_version_that_takes_them() -> None:
    cloud = recorded({"server": SERVER})
    cloud.servers.create("n", IMAGE, "1", files={"/a": "x"})
    assert cloud.sent[0].version == "2.56"


def test_create_passes_over_empty_arguments_of_other_versions() -> None:
    cloud = recorded({"server": SERVER}, version="2.1")
    cloud.servers.create("n", IMAGE, "1", tags=[], hostname="", files={}, description=None)
    assert cloud.sent[0].body == {"server": PLAIN}


def test_create_returns_the_reservation_when_asked_to() -> None:
    cloud = recorded({"reservation_id": "r-1"})
    assert cloud.servers.create("n", IMAGE, "1", reservation_id=True) == "r-1"
    assert cloud.sent[0].body["server"]["return_reservation_id"] is True


def test_created_server_fetches_what_the_answer_left_out() -> None:
    cloud = recorded({"server": {"id": ID, "adminPass": "pw"}}, {"server": SERVER})
    server = cloud.servers.create("n", IMAGE, "1")
    assert (server.adminPass, server.status) == ("pw", "ACTIVE")
    assert cloud.urls == ["POST /servers", f"GET /servers/{ID}"]


def test_userdata_is_made_base64() -> None:
    assert ServerManager.transform_userdata(io.BytesIO(b"x")) == "eA=="


def test_counts_are_compared_as_numbers() -> None:
    assert server_bodies.counts("9", "10") == {"min_count": "9", "max_count": "10"}
