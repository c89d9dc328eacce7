"""Bare metal nodes, as Nova passes them on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from recording import Cloud, recorded

Call = Callable[[Cloud], Any]
NODE = ("h", 1, 1024, 10, "fa:16:3e:00:00:01")


def row(*case: Any, name: str) -> Any:
    return pytest.param(*case, id=name)


@pytest.mark.parametrize(
    ("call", "answer", "request_line", "version", "body"),
    [
        row(
            lambda c: c.baremetal.list(),
            {"nodes": []},
            "GET /os-baremetal-nodes",
            "2.35",
            None,
            name="baremetal.list",
        ),
        row(
            lambda c: c.baremetal.create(*NODE, pm_user="admin"),
            {"node": {"id": "b"}},
            "POST /os-baremetal-nodes",
            "2.35",
            {
                "node": {
                    "service_host": "h",
                    "cpus": 1,
                    "memory_mb": 1024,
                    "local_gb": 10,
                    "prov_mac_address": "fa:16:3e:00:00:01",
                    "pm_user": "admin",
                }
            },
            name="baremetal.create",
        ),
        row(
            lambda c: c.baremetal.add_interface("b", "fa:16:3e:00:00:01"),
            {"interface": {"address": "fa:16:3e:00:00:01"}},
            "POST /os-baremetal-nodes/b/action",
            "2.35",
            {"add_interface": {"address": "fa:16:3e:00:00:01", "datapath_id": 0, "port_no": 0}},
            name="baremetal.add_interface",
        ),
        row(
            lambda c: c.baremetal.remove_interface("b", "fa:16:3e:00:00:01"),
            None,
            "POST /os-baremetal-nodes/b/action",
            "2.35",
            {"remove_interface": {"address": "fa:16:3e:00:00:01"}},
            name="baremetal.remove_interface",
        ),
        row(
            lambda c: c.baremetal.delete("b"),
            None,
            "DELETE /os-baremetal-nodes/b",
            "2.35",
            None,
            name="baremetal.delete",
        ),
    ],
)
def test_goes_out_at_the_newest_version_that_has_it(
    call: Call, answer: Any, request_line: str, version: str, body: Any
) -> None:
    cloud = recorded(answer)
    call(cloud)
    (sent,) = cloud.sent
    assert (str(sent), sent.version, sent.body) == (request_line, version, body)


def test_interfaces_of_a_node_are_listed() -> None:
    cloud = recorded({"node": {"id": "b", "interfaces": [{"address": "fa:16:3e:00:00:01"}]}})
    assert [i.address for i in cloud.baremetal.list_interfaces("b")] == ["fa:16:3e:00:00:01"]
