"""Flavors: the sizes that servers come in, and their extra specs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from novaclient import base, exceptions
from novaclient.api_versions import microversion
from novaclient.auth.options import FALSE_WORDS, TRUE_WORDS
from novaclient.base import DictWithMeta, ListWithMeta, TupleWithMeta, by_manager
from novaclient.transport import protocol

_EXTRA_SPEC = re.compile(r"[\w.:\- ]+")


class FlavorManager(base.ManagerWithFind["Flavor"]):
    """The flavors; wherever one is asked for, a :class:`Flavor` or its id will do."""

    is_alphanum_id_allowed = True

    @microversion("2.1", name="2.102")
    def list(
        self,
        detailed: bool = True,
        is_public: bool | None = True,
        marker: str | None = None,
        min_disk: int | None = None,
        min_ram: int | None = None,
        limit: int | None = None,
        sort_key: str | None = None,
        sort_dir: str | None = None,
        *,
        name: str | None = None,
    ) -> ListWithMeta[Flavor]:
        """Flavors.

        :param detailed: whether with all fields, or with id, name and description only.
        :param is_public: only public ones, only private ones, or None for both; for
            administrators, others get what they may use.
        :param marker: the id of the flavor after which to begin.
        :param min_disk: only with at least so many GB of disk.
        :param min_ram: only with at least so many MB of memory.
        :param limit: how many at most; None for one page of the cloud's own size.
        :param sort_key: the field to sort by.
        :param sort_dir: ``asc`` or ``desc``.
        :param name: a regular expression that their names match; since 2.102.
        """
        url = _listing(
            detailed, is_public, marker, min_disk, min_ram, limit, sort_key, sort_dir, name
        )
        return self._list(url, "flavors")

    @microversion("2.1", name="2.102")
    def iterate(
        self,
        *,
        detailed: bool = True,
        is_public: bool | None = True,
        marker: str | None = None,
        min_disk: int | None = None,
        min_ram: int | None = None,
        page_size: int | None = None,
        sort_key: str | None = None,
        sort_dir: str | None = None,
        name: str | None = None,
    ) -> Iterator[Flavor]:
        """All flavors, one page in memory at a time; a page is fetched when its turn comes.

        :param page_size: how many to ask for at once; None for the cloud's own size.

        The other parameters are those of :meth:`list`.
        """
        url = _listing(
            detailed, is_public, marker, min_disk, min_ram, page_size, sort_key, sort_dir, name
        )
        return (flavor for page in self._pages(url, "flavors") for flavor in page)

    @microversion()
    def get(self, flavor: Flavor | str) -> Flavor:
        """A flavor with all its fields.

        :raises NotFound: if there is none with this id.
        """
        return self._get(protocol.path("/flavors/%s", base.getid(flavor)), "flavor")

    @microversion("2.1", rxtx_factor="-2.101", description="2.55")
    def create(
        self,
        name: str,
        ram: int | str,
        vcpus: int | str,
        disk: int | str,
        flavorid: str | None = "auto",
        ephemeral: int | str = 0,
        swap: int | str = 0,
        rxtx_factor: float | str = 1.0,
        is_public: bool | str = True,
        description: str | None = None,
    ) -> Flavor:
        """Create a flavor, for administrators.

        :param name: what it shall be called.
        :param ram: MB of memory.
        :param vcpus: how many virtual processors.
        :param disk: GB of root disk.
        :param flavorid: its id; made up when ``auto`` or None.
        :param ephemeral: GB of ephemeral disk.
        :param swap: MB of swap.
        :param rxtx_factor: a factor on the network's bandwidth, up to 2.101.
        :param is_public: whether all projects may use it.
        :param description: since 2.55.
        :raises CommandError: if a number is none.
        """
        fields = {
            "name": name,
            "ram": _integer("Ram", ram),
            "vcpus": _integer("VCPUs", vcpus),
            "disk": _integer("Disk", disk),
            "id": None if flavorid == "auto" else flavorid,
            "OS-FLV-EXT-DATA:ephemeral": _integer("Ephemeral", ephemeral),
            "swap": _integer("Swap", swap),
            "os-flavor-access:is_public": _boolean("is_public", is_public),
        }
        factor = _number("rxtx_factor", rxtx_factor)
        if not self._speaks("2.102"):
            fields["rxtx_factor"] = factor
        if description:
            fields["description"] = description
        return self._create("/flavors", {"flavor": fields}, "flavor")

    @microversion("2.55")
    def update(self, flavor: Flavor | str, description: str | None = None) -> Flavor:
        """Change a flavor's description, the only thing of it that changes; since 2.55.

        :param description: None removes it.
        """
        url = protocol.path("/flavors/%s", base.getid(flavor))
        changed: Flavor = self._update(url, {"flavor": {"description": description}}, "flavor")
        return changed

    @microversion()
    def delete(self, flavor: Flavor | str) -> TupleWithMeta:
        """Delete a flavor; servers that have it keep it."""
        return self._delete(protocol.path("/flavors/%s", base.getid(flavor)))

    @microversion()
    def get_keys(self, flavor: Flavor | str) -> DictWithMeta:
        """A flavor's extra specs."""
        url = protocol.path("/flavors/%s/os-extra_specs", base.getid(flavor))
        resp, body = self._request("GET", url)
        return DictWithMeta(protocol.expect(body, "extra_specs", resp, url, kind=dict), resp)

    @microversion()
    def set_keys(self, flavor: Flavor | str, metadata: Mapping[str, str]) -> DictWithMeta:
        """Set extra specs of a flavor and keep the others.

        :param metadata: the extra specs, by name.
        :raises CommandError: if a key has a character that Nova does not take.
        """
        protocol.check(Mapping, metadata=metadata)
        for key in metadata:
            _check_key(key)
        url = protocol.path("/flavors/%s/os-extra_specs", base.getid(flavor))
        answer: DictWithMeta = self._create(
            url, {"extra_specs": metadata}, "extra_specs", return_raw=True
        )
        return answer

    @microversion()
    def get_key(self, flavor: Flavor | str, key: str) -> DictWithMeta:
        """One extra spec of a flavor, as ``{key: value}``.

        :param key: its name.
        :raises NotFound: if the flavor does not have it.
        """
        return self._extra_spec("GET", flavor, key)

    @microversion()
    def set_key(self, flavor: Flavor | str, key: str, value: str) -> DictWithMeta:
        """Change one extra spec of a flavor, or add it.

        :param key: its name.
        :param value: what it shall be.
        :returns: ``{key: value}``.
        :raises CommandError: if the key has a character that Nova does not take.
        """
        _check_key(key)
        return self._extra_spec("PUT", flavor, key, body={key: value})

    def _extra_spec(
        self, method: str, flavor: Flavor | str, key: str, **kwargs: Any
    ) -> DictWithMeta:
        url = protocol.path("/flavors/%s/os-extra_specs/%s", base.getid(flavor), key)
        resp, answer = self._request(method, url, **kwargs)
        return DictWithMeta({key: protocol.expect(answer, key, resp, url, method)}, resp)

    @microversion()
    def unset_keys(self, flavor: Flavor | str, keys: Iterable[str]) -> TupleWithMeta:
        """Remove extra specs of a flavor, one request for each.

        :param keys: their names.
        """
        protocol.check(Iterable, keys=keys)
        result = TupleWithMeta((), None)
        for key in keys:
            url = protocol.path("/flavors/%s/os-extra_specs/%s", base.getid(flavor), key)
            result.append_request_ids(self._delete(url).request_ids)
        return result

    # ----------------------------------------------------------------------------- names to ids
    def _is_id(self, name: str) -> bool:
        # A flavor's id is any text that an administrator has chosen: only the list tells.
        return False

    def _candidates(self, names: Sequence[str], **scope: Any) -> Sequence[Flavor]:
        """All flavors, private ones too, in brief."""
        return self._all_pages(protocol.query("/flavors", {"is_public": "None"}), "flavors")


class Flavor(base.Resource, manager=FlavorManager):
    """A size that servers come in.

    Fields with a colon in their name are read with ``getattr``: ``OS-FLV-EXT-DATA:ephemeral`` (GB),
    ``os-flavor-access:is_public``, and up to 2.101 ``OS-FLV-DISABLED:disabled``.
    """

    HUMAN_ID = True
    manager: FlavorManager

    name: str
    ram: int  #: MB
    vcpus: int
    disk: int  #: GB
    swap: int | str  #: MB; up to 2.74 an empty text for none
    links: list[dict[str, str]]
    rxtx_factor: float  #: up to 2.101
    description: str | None  #: since 2.55
    extra_specs: dict[str, str]  #: since 2.61

    _label = "name"

    get_keys = by_manager(FlavorManager.get_keys)
    set_keys = by_manager(FlavorManager.set_keys)
    unset_keys = by_manager(FlavorManager.unset_keys)
    update = by_manager(FlavorManager.update)
    delete = by_manager(FlavorManager.delete)

    @property
    def ephemeral(self) -> int | str:
        """The size of its ephemeral disk in GB; ``N/A`` if the answer did not say."""
        size: int | str = self._info.get("OS-FLV-EXT-DATA:ephemeral", "N/A")
        return size

    @property
    def is_public(self) -> bool | str:
        """Whether all projects may use it; ``N/A`` if the answer did not say."""
        public: bool | str = self._info.get("os-flavor-access:is_public", "N/A")
        return public


def _listing(
    detailed: bool,
    is_public: bool | None,
    marker: str | None,
    min_disk: int | None,
    min_ram: int | None,
    limit: int | None,
    sort_key: str | None,
    sort_dir: str | None,
    name: str | None,
) -> str:
    """The URL of a list."""
    parameters = base.given(
        is_public=None if is_public else str(is_public),
        limit=limit or None,
        marker=marker or None,
        minDisk=min_disk or None,
        minRam=min_ram or None,
        name=name or None,
        sort_dir=sort_dir or None,
        sort_key=sort_key or None,
    )
    return protocol.query("/flavors/detail" if detailed else "/flavors", parameters)


def _check_key(key: str) -> None:
    protocol.check(str, key=key)
    if not _EXTRA_SPEC.fullmatch(key):
        raise exceptions.CommandError(
            f'Invalid key: "{key}". Keys may only contain letters, numbers, spaces, '
            "underscores, periods, colons and hyphens."
        )


def _integer(what: str, value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        raise exceptions.CommandError(f"{what} must be an integer.") from None


def _number(what: str, value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        raise exceptions.CommandError(f"{what} must be a float.") from None


def _boolean(what: str, value: Any) -> bool:
    text = str(value).strip().lower()
    if text not in TRUE_WORDS | FALSE_WORDS:
        raise exceptions.CommandError(f"{what} must be a boolean.")
    return text in TRUE_WORDS
