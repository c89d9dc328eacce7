"""The version-list command on a real cloud."""

from __future__ import annotations

import json

from independent_client import IndependentClient
from nova_process import Nova


def test_list_is_what_the_cloud_says(nova: Nova, look: IndependentClient) -> None:
    rows = json.loads(nova("version-list", "-f", "json").stdout)
    endpoint = look.user.get_endpoint()
    root = endpoint[: endpoint.index("/v2")] + "/"
    said = look.user.session.get(root, authenticated=False).json()["versions"]
    assert rows == [
        {
            "Id": one["id"],
            "Status": one["status"],
            "Updated": one["updated"],
            "Min Version": one["min_version"],
            "Version": one["version"],
        }
        for one in said
    ]
