"""Limits: how much a project may have, and how much of it is in use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from novaclient import base, exceptions
from novaclient.api_versions import microversion


class RateLimit:
    """How many requests of a kind are allowed in a time.

    :param verb: the HTTP method.
    :param uri: where to, in words.
    :param regex: where to, as a regular expression.
    :param value: how many.
    :param remain: how many are left.
    :param unit: in which time, ``MINUTE`` for example.
    :param next_available: when the next is allowed, ISO 8601.
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
    """A limit or a use.

    :param name: ``maxTotalCores`` for example.
    :param value: how much; -1 for no limit.
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
    """The limits of projects."""

    @microversion("2.1", reserved="-2.74")
    def get(self, reserved: bool = False, tenant_id: str | None = None) -> Limits:
        """The limits of a project.

        :param reserved: sent up to 2.74; Nova takes no notice of it.
        :param tenant_id: the project, for administrators; None for the caller's own.
        """
        filters: dict[str, Any] = base.given(
            reserved=1 if reserved else None, tenant_id=tenant_id or None
        )
        return self._get("/limits", "limits", filters=filters)


class Limits(base.Resource, manager=LimitsManager):
    """How much a project may have and has; -1 stands for no limit."""

    def __repr__(self) -> str:
        return "<Limits>"

    @property
    def absolute(self) -> Iterator[AbsoluteLimit]:
        """Each limit and each use: ``maxTotalCores``, ``totalCoresUsed`` …

        Up to 2.35 also those of addresses and security groups, up to 2.38 ``maxImageMeta``, up to
        2.56 those of personality files.

        :raises InvalidResponse: if the answer has none.
        """
        values = self._info.get("absolute")
        if not isinstance(values, Mapping):
            raise self._invalid("absolute")
        return (AbsoluteLimit(name, value) for name, value in values.items())

    @property
    def rate(self) -> Iterator[RateLimit]:
        """Each limit on requests. Nova has had none since 13.0 (Mitaka).

        :raises InvalidResponse: if they are not what the API promises.
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
            f"Invalid response from GET /limits: '{key}' is missing or not what the API promises",
            request_id=next(iter(self.request_ids), None),
        )
