"""Commands about Nova's services on a real cloud."""

from __future__ import annotations

import json

from independent_client import IndependentClient
from nova_process import Nova

WORDS = ("service-list", "-f", "json")


def test_list_is_what_the_cloud_says(nova: Nova, look: IndependentClient) -> None:
    rows = json.loads(nova(*WORDS, admin=True).stdout)
    said = [
        (one["id"], one["binary"], one["host"], one["zone"], one["status"], one["forced_down"])
        for one in look("/os-services")["services"]
    ]
    titles = ("Id", "Binary", "Host", "Zone", "Status", "Forced down")
    assert [tuple(row[title] for title in titles) for row in rows] == said


def test_list_is_filtered_by_host_and_binary(nova: Nova) -> None:
    every = json.loads(nova(*WORDS, admin=True).stdout)
    host = next(row["Host"] for row in every if row["Binary"] == "nova-compute")
    words = (*WORDS, "--host", host, "--binary", "nova-compute")
    found = json.loads(nova(*words, admin=True).stdout)
    assert [(row["Host"], row["Binary"]) for row in found] == [(host, "nova-compute")]
