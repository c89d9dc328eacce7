"""The client of a service, on any transport."""

from __future__ import annotations

import pytest
from recording import Recorder

from novaclient.transport.service_client import ServiceClient


@pytest.mark.parametrize("verb", ["get", "head", "post", "put", "patch", "delete"])
def test_each_verb_sends_its_method(verb: str) -> None:
    recorder = Recorder()
    getattr(ServiceClient(recorder), verb)("/servers")
    assert [str(sent) for sent in recorder.sent] == [f"{verb.upper()} /servers"]
