"""Flavors and their extra specs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from novaclient import base, exceptions
from novaclient.auth.options import FALSE_WORDS, TRUE_WORDS
from novaclient.base import DictWithMeta, ListWithMeta, TupleWithMeta, by_manager
from novaclient.microversions import microversion
from novaclient.transport import protocol

_EXTRA_SPEC = re.compile(r"[\w.:\- ]+")


class FlavorManager(base.ManagerWithFind["Flavor"]):
    """Manages flavors. For ``flavor``, its methods accept a :class:`Flavor` or its id."""

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
        """Return flavors.

        :param detailed: whether to return all fields; otherwise only id, name and description.
        :param is_public: whether to return public or private flavors, None for both; only for
            administrators, others get the flavors that they may use.
        :param marker: the id of the last flavor of the previous page.
        :param min_disk: only flavors with at least this disk size, in GB.
        :param min_ram: only flavors with at least this memory, in MB.
        :param limit: the most flavors to return; None for one page of the cloud's maximum size.
        :param sort_key: the field to sort by.
        :param sort_dir: ``asc`` or ``desc``.
        :param name: a regular expression for the name; since 2.102.
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
        """Yield all flavors, with one page in memory at a time.

        :param page_size: the number of flavors in a request; None for the cloud's maximum.

        The other parameters are those of :meth:`list`.
        """
        url = _listing(
            detailed, is_public, marker, min_disk, min_ram, page_size, sort_key, sort_dir, name
        )
        return (flavor for page in self._pages(url, "flavors") for flavor in page)

    @microversion()
    def get(self, flavor: Flavor | str) -> Flavor:
        """Return a flavor with all its fields.

        :raises NotFound: if there is no flavor with this id.
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

        :param name: the name of the flavor.
        :param ram: the memory in MB.
        :param vcpus: the number of virtual CPUs.
        :param disk: the size of the root disk in GB.
        :param flavorid: the id; generated if ``auto`` or None.
        :param ephemeral: the size of the ephemeral disk in GB.
        :param swap: the size of the swap disk in MB.
        :param rxtx_factor: a factor for the network bandwidth, up to 2.101.
        :param is_public: whether all projects may use it.
        :param description: since 2.55.
        :raises CommandError: for a size that is not a number.
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
        if not self._supports("2.102"):
            fields["rxtx_factor"] = factor
        if description:
            fields["description"] = description
        return self._create("/flavors", {"flavor": fields}, "flavor")

    @microversion("2.55")
    def update(self, flavor: Flavor | str, description: str | None = None) -> Flavor:
        """Change the description of a flavor; since 2.55.

        :param description: the new description; None removes it.
        """
        url = protocol.path("/flavors/%s", base.getid(flavor))
        changed: Flavor = self._update(url, {"flavor": {"description": description}}, "flavor")
        return changed

    @microversion()
    def delete(self, flavor: Flavor | str) -> TupleWithMeta:
        """Delete a flavor; servers that use it are not affected."""
        return self._delete(protocol.path("/flavors/%s", base.getid(flavor)))

    @microversion()
    def get_keys(self, flavor: Flavor | str) -> DictWithMeta:
        """Return the extra specs of a flavor."""
        url = protocol.path("/flavors/%s/os-extra_specs", base.getid(flavor))
        resp, body = self._request("GET", url)
        return DictWithMeta(protocol.expect(body, "extra_specs", resp, url, kind=dict), resp)

    @microversion()
    def set_keys(self, flavor: Flavor | str, metadata: Mapping[str, str]) -> DictWithMeta:
        """Set extra specs of a flavor; other extra specs stay.

        :param metadata: the extra specs, by key.
        :raises CommandError: for a key with a character that Nova does not accept.
        """
        protocol.check(Mapping, metadata=metadata)
        validate_flavor_metadata_keys(metadata)
        url = protocol.path("/flavors/%s/os-extra_specs", base.getid(flavor))
        answer: DictWithMeta = self._create(
            url, {"extra_specs": metadata}, "extra_specs", return_raw=True
        )
        return answer

    @microversion()
    def get_key(self, flavor: Flavor | str, key: str) -> DictWithMeta:
        """Return one extra spec of a flavor, as ``{key: value}``.

        :param key: the key of the extra spec.
        :raises NotFound: if the flavor does not have it.
        """
        return self._extra_spec("GET", flavor, key)

    @microversion()
    def set_key(self, flavor: Flavor | str, key: str, value: str) -> DictWithMeta:
        """Set one extra spec of a flavor.

        :param key: the key of the extra spec.
        :param value: its new value.
        :returns: ``{key: value}``.
        :raises CommandError: for a key with a character that Nova does not accept.
        """
        validate_flavor_metadata_keys([key])
        return self._extra_spec("PUT", flavor, key, body={key: value})

    def _extra_spec(
        self, method: str, flavor: Flavor | str, key: str, **kwargs: Any
    ) -> DictWithMeta:
        url = protocol.path("/flavors/%s/os-extra_specs/%s", base.getid(flavor), key)
        resp, answer = self._request(method, url, **kwargs)
        return DictWithMeta({key: protocol.expect(answer, key, resp, url, method)}, resp)

    @microversion()
    def unset_keys(self, flavor: Flavor | str, keys: Iterable[str]) -> TupleWithMeta:
        """Remove extra specs of a flavor, with one request for each.

        :param keys: the keys of the extra specs.
        """
        protocol.check(Iterable, keys=keys)
        result = TupleWithMeta((), None)
        for key in keys:
            url = protocol.path("/flavors/%s/os-extra_specs/%s", base.getid(flavor), key)
            result.append_request_ids(self._delete(url).request_ids)
        return result

    # ----------------------------------------------------------------------------- names to ids
    def _is_id(self, name: str) -> bool:
        # The id of a flavor may be any text: only the list shows whether a word is an id or a name.
        return False

    def _candidates(self, names: Sequence[str], **scope: Any) -> Sequence[Flavor]:
        """Return all flavors, public and private, without details."""
        return self._all_pages(protocol.query("/flavors", {"is_public": "None"}), "flavors")


class Flavor(base.Resource, manager=FlavorManager):
    """A flavor: the resources of a server.

    Fields with a colon in their names are read with ``getattr``: ``OS-FLV-EXT-DATA:ephemeral``
    (GB), ``os-flavor-access:is_public``, and up to 2.101 ``OS-FLV-DISABLED:disabled``.
    """

    HUMAN_ID = True
    manager: FlavorManager

    name: str
    ram: int  #: MB
    vcpus: int
    disk: int  #: GB
    swap: int | str  #: MB; up to 2.74 an empty string instead of 0
    links: list[dict[str, str]]
    rxtx_factor: float  #: up to 2.101
    description: str | None  #: since 2.55
    extra_specs: dict[str, str]  #: since 2.61

    _label = "name"

    update = by_manager(FlavorManager.update)
    delete = by_manager(FlavorManager.delete)
    get_keys = by_manager(FlavorManager.get_keys)
    set_keys = by_manager(FlavorManager.set_keys)
    unset_keys = by_manager(FlavorManager.unset_keys)

    @property
    def ephemeral(self) -> int | str:
        """The size of the ephemeral disk in GB; ``N/A`` if the answer does not contain it."""
        size: int | str = self._info.get("OS-FLV-EXT-DATA:ephemeral", "N/A")
        return size

    @property
    def is_public(self) -> bool | str:
        """Whether all projects may use it; ``N/A`` if the answer does not contain it."""
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


def validate_flavor_metadata_keys(keys: Iterable[str]) -> None:
    """Check the keys of extra specs.

    :param keys: the keys.
    :raises CommandError: for the first key with a character that Nova does not accept.
    """
    for key in keys:
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
