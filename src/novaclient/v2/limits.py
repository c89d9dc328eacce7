"""Limits: the quotas of a project and their usage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from novaclient import base, exceptions
from novaclient.microversions import microversion


class RateLimit:
    """A limit on the rate of requests.

    :param verb: the HTTP method.
    :param uri: the path, for people.
    :param regex: the path, as a regular expression.
    :param value: the number of requests allowed in the time unit.
    :param remain: the number of requests left.
    :param unit: the time unit, ``MINUTE`` for example.
    :param next_available: the time of the next allowed request, ISO 8601.
    """

    def __init__(
        self,
        verb: str,
        uri: str,
        regex: str,
        value: int,
        remain: int,
        unit: str,
        next_available: str,
    ) -> None:
        self.verb = verb
        self.uri = uri
        self.regex = regex
        self.value = value
        self.remain = remain
        self.unit = unit
        self.next_available = next_available

    def __eq__(self, other: object) -> bool:
        return vars(self) == vars(other) if isinstance(other, RateLimit) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<RateLimit: verb={self.verb} uri={self.uri}>"


class AbsoluteLimit:
    """A limit or a usage.

    :param name: ``maxTotalCores`` for example.
    :param value: the number; -1 for unlimited.
    """

    def __init__(self, name: str, value: int) -> None:
        self.name = name
        self.value = value

    def __eq__(self, other: object) -> bool:
        return vars(self) == vars(other) if isinstance(other, AbsoluteLimit) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<AbsoluteLimit: name={self.name}>"


class LimitsManager(base.Manager["Limits"]):
    """Returns the limits of projects."""

    @microversion("2.1", reserved="-2.74")
    def get(self, reserved: bool = False, tenant_id: str | None = None) -> Limits:
        """Return the limits of a project.

        :param reserved: sent up to 2.74; Nova ignores it.
        :param tenant_id: the id of the project, for administrators; None for the user's project.
        """
        filters: dict[str, Any] = base.given(
            reserved=1 if reserved else None, tenant_id=tenant_id or None
        )
        return self._get("/limits", "limits", filters=filters)


class Limits(base.Resource, manager=LimitsManager):
    """The limits and the usage of a project; -1 means unlimited."""

    def __repr__(self) -> str:
        return "<Limits>"

    @property
    def absolute(self) -> Iterator[AbsoluteLimit]:
        """Each limit and each usage: ``maxTotalCores``, ``totalCoresUsed`` …

        Up to 2.35 also for addresses and security groups, up to 2.38 ``maxImageMeta``, up to 2.56
        for personality files.

        :raises InvalidResponse: if the answer has none.
        """
        values = self._info.get("absolute")
        if not isinstance(values, Mapping):
            raise self._invalid("absolute")
        return (AbsoluteLimit(name, value) for name, value in values.items())

    @property
    def rate(self) -> Iterator[RateLimit]:
        """Each limit on requests; none since Nova 13.0 (Mitaka).

        :raises InvalidResponse: if they are not in the form that the API documents.
        """
        try:
            limits = [
                RateLimit(
                    one["verb"],
                    group["uri"],
                    group["regex"],
                    one["value"],
                    one["remaining"],
                    one["unit"],
                    one["next-available"],
                )
                for group in self._info["rate"]
                for one in group["limit"]
            ]
        except (KeyError, TypeError):
            raise self._invalid("rate") from None
        return iter(limits)

    def _invalid(self, key: str) -> exceptions.InvalidResponse:
        return exceptions.InvalidResponse(
            200,
            f"Invalid response from GET /limits: '{key}' is missing or has the wrong form",
            request_id=next(iter(self.request_ids), None),
        )
