"""Servers that tests boot on a real cloud."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from independent_client import IndependentClient
from nova_process import Nova

IMAGE, OTHER_IMAGE = "cirros-0.6.3", "debian-13"
NANO = ("--flavor", "m1.nano", "--image", IMAGE, "--nic", "none")


class Servers:
    """Servers of the tests: boots them, looks at them, and deletes them in the end."""

    def __init__(self, nova: Nova, look: IndependentClient) -> None:
        self.nova = nova
        self.look = look
        self.ids: list[str] = []

    def boot(self, *words: str, admin: bool = False) -> dict[str, Any]:
        """Boot one and wait for it; what the command printed."""
        name = f"test-{uuid4().hex[:8]}"
        done = self.nova("boot", *(words or NANO), "--poll", "-f", "json", name, admin=admin)
        shown: dict[str, Any] = json.loads(done.stdout)
        self.ids.append(shown["id"])
        return shown

    def now(self, server: str) -> dict[str, Any]:
        """A server as the Compute API shows it to the administrator."""
        found: dict[str, Any] = self.look(f"/servers/{server}")["server"]
        return found

    def status(self, server: str) -> str:
        """Its status."""
        return str(self.now(server)["status"])

    def actions(self, server: str) -> list[str]:
        """What was done to a server, the latest first."""
        rows = self.look(f"/servers/{server}/os-instance-actions")["instanceActions"]
        return [row["action"] for row in rows]

    def clear(self) -> None:
        """Delete them all."""
        for server in self.ids:
            self.look.admin.delete(f"/servers/{server}", raise_exc=False)


def eventually(look: Callable[[], bool]) -> bool:
    """Whether something comes true within a quarter of a minute."""
    for _ in range(60):
        if look():
            return True
        time.sleep(0.25)
    return False
