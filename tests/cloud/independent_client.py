"""A client independent of the one under test, to check the state of the cloud."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from keystoneauth1.adapter import Adapter
from keystoneauth1.identity.v3 import Password
from keystoneauth1.session import Session


class IndependentClient:
    """Sends requests to the Compute API with keystoneauth only.

    :param clouds_yaml: the file with the clouds ``sandbox`` and ``sandbox-admin``.
    :ivar admin: sends requests as the administrator.
    :ivar user: sends requests as the regular user.
    """

    def __init__(self, clouds_yaml: Path) -> None:
        clouds = yaml.safe_load(clouds_yaml.read_text())["clouds"]
        self.admin = self._adapter(clouds["sandbox-admin"])
        self.user = self._adapter(clouds["sandbox"])

    def _adapter(self, cloud: dict[str, Any]) -> Adapter:
        session = Session(auth=Password(**cloud["auth"]))
        return Adapter(session, service_type="compute", region_name=cloud["region_name"])

    def __call__(self, path: str, *, at: str = "2.96", admin: bool = True) -> Any:
        """The response of the Compute API to a GET; None for 404.

        :param path: below the endpoint.
        :param at: the microversion.
        :param admin: whether as the administrator.
        """
        adapter = self.admin if admin else self.user
        response = adapter.get(path, microversion=at, raise_exc=False)
        if response.status_code == 404:
            return None
        assert response.status_code == 200, response.text
        return response.json()
