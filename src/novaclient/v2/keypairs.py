"""Key pairs: public keys for logging in to servers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from novaclient import base, exceptions
from novaclient.api_versions import APIVersion
from novaclient.base import ListWithMeta, TupleWithMeta, by_manager
from novaclient.microversions import microversion
from novaclient.transport import protocol

#: The last microversion at which Nova generates keys.
_LAST_TO_GENERATE: Final = APIVersion("2.91")


class KeypairManager(base.ManagerWithFind["Keypair"]):
    """Manages the key pairs of a user; since 2.10, administrators can name another user."""

    keypair_prefix = "os-keypairs"
    is_alphanum_id_allowed = True

    @microversion("2.1", user_id="2.10", marker="2.35", limit="2.35")
    def list(
        self,
        user_id: str | None = None,
        marker: str | None = None,
        limit: int | None = None,
    ) -> ListWithMeta[Keypair]:
        """Return key pairs, sorted by name.

        :param user_id: the id of their owner, since 2.10; None for the user.
        :param marker: the name of the last key pair of the previous page; since 2.35.
        :param limit: the most key pairs to return, since 2.35; None for one page of the cloud's
            maximum size.
        """
        return self._list(self._listing(user_id, marker, limit), "keypairs")

    @microversion("2.1", user_id="2.10", marker="2.35", page_size="2.35")
    def iterate(
        self,
        *,
        user_id: str | None = None,
        marker: str | None = None,
        page_size: int | None = None,
    ) -> Iterator[Keypair]:
        """Yield all key pairs, sorted by name, with one page in memory at a time.

        :param page_size: the number of key pairs in a request, since 2.35; None for the cloud's
            maximum.

        The other parameters are those of :meth:`list`.
        """
        url = self._listing(user_id, marker, page_size)
        return (keypair for page in self._pages(url, "keypairs") for keypair in page)

    @microversion("2.1", user_id="2.10")
    def get(self, keypair: Keypair | str, user_id: str | None = None) -> Keypair:
        """Return a key pair.

        :param keypair: the key pair or its name.
        :param user_id: the id of its owner, since 2.10; None for the user.
        :raises NotFound: if there is no key pair with this name.
        """
        return self._get(self._path(keypair, user_id), "keypair")

    @microversion("2.1", key_type="2.2", user_id="2.10")
    def create(
        self,
        name: str,
        public_key: str | None = None,
        key_type: str = "ssh",
        user_id: str | None = None,
    ) -> Keypair:
        """Create a key pair from a public key, or let Nova generate the keys.

        :param name: the name of the key pair.
        :param public_key: in OpenSSH or X.509 format. If None, Nova generates the keys, up to
            2.91: with ``2.latest`` such a request has that microversion.
        :param key_type: ``ssh`` or ``x509``; since 2.2.
        :param user_id: the id of its owner, since 2.10; None for the user.
        :returns: the key pair, with ``private_key`` if Nova generated it.
        :raises VersionNotFoundForAPIMethod: without a key, if 2.92 or newer is pinned.
        """
        version = self.api_version
        manager = self
        if not public_key and version > _LAST_TO_GENERATE:
            if self._pinned:
                raise exceptions.VersionNotFoundForAPIMethod(
                    version.get_string(),
                    "create",
                    reason="Since 2.92 Nova generates no keys: pass a public key, or use 2.91.",
                )
            manager = self.at(_LAST_TO_GENERATE, negotiated=True)
        fields = {"name": name}
        if self._supports("2.2"):
            fields["type"] = key_type
        fields |= base.given(public_key=public_key or None, user_id=user_id or None)
        return manager._create(f"/{self.keypair_prefix}", {"keypair": fields}, "keypair")

    @microversion("2.1", user_id="2.10")
    def delete(self, key: Keypair | str, user_id: str | None = None) -> TupleWithMeta:
        """Delete a key pair; servers that use it are not affected.

        :param key: the key pair or its name.
        :param user_id: the id of its owner, since 2.10; None for the user.
        """
        return self._delete(self._path(key, user_id))

    def _listing(self, user_id: str | None, marker: str | None, limit: int | None) -> str:
        """The URL of a list."""
        parameters = base.given(limit=limit or None, marker=marker or None, user_id=user_id or None)
        return protocol.query(f"/{self.keypair_prefix}", parameters)

    def _path(self, keypair: Keypair | str, user_id: str | None) -> str:
        path = protocol.path(f"/{self.keypair_prefix}/%s", base.getid(keypair))
        return protocol.query(path, {"user_id": user_id or None})

    def _is_id(self, name: str) -> bool:
        # The name is the id.
        return True


class Keypair(base.Resource, manager=KeypairManager):
    """A key pair; its id is its name."""

    name: str
    fingerprint: str
    public_key: str
    private_key: str  #: only after creation, if Nova generated it; up to 2.91
    user_id: str
    type: str  #: ``ssh`` or ``x509``; since 2.2
    created_at: str  #: ISO 8601; this and what follows not in lists
    updated_at: str | None
    deleted: bool
    deleted_at: str | None

    _label = "name"

    delete = by_manager(KeypairManager.delete)

    @property
    def id(self) -> str:  # type: ignore[override]
        """The name, which identifies the key pair."""
        return self.name

    def _add_details(self, info: Mapping[str, Any]) -> None:
        # Lists wrap each key pair in a further object.
        super()._add_details(base.inner(info, "keypair"))
