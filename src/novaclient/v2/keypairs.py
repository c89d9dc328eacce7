"""Key pairs: the public keys that servers let their users in with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from novaclient import base, exceptions
from novaclient.api_versions import APIVersion, microversion
from novaclient.base import ListWithMeta, TupleWithMeta, by_manager
from novaclient.transport import protocol

#: The last version at which Nova makes keys itself.
_LAST_TO_GENERATE: Final = APIVersion("2.91")


class KeypairManager(base.ManagerWithFind["Keypair"]):
    """The key pairs of a user; wherever one is asked for, a :class:`Keypair` or its name will do.

    Since 2.10 an administrator can name another user.
    """

    keypair_prefix = "os-keypairs"
    is_alphanum_id_allowed = True

    @microversion("2.1", user_id="2.10", marker="2.35", limit="2.35")
    def list(
        self,
        user_id: str | None = None,
        marker: str | None = None,
        limit: int | None = None,
    ) -> ListWithMeta[Keypair]:
        """Key pairs by name.

        :param user_id: whose, since 2.10; one's own when None.
        :param marker: the name after which to begin; since 2.35.
        :param limit: how many at most, since 2.35; None for one page of the cloud's own size.
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
        """All key pairs by name, one page in memory at a time, fetched when its turn comes.

        :param page_size: how many to ask for at once, since 2.35; None for the cloud's own size.

        The other parameters are those of :meth:`list`.
        """
        url = self._listing(user_id, marker, page_size)
        return (keypair for page in self._pages(url, "keypairs") for keypair in page)

    @microversion("2.1", user_id="2.10")
    def get(self, keypair: Keypair | str, user_id: str | None = None) -> Keypair:
        """A key pair.

        :param keypair: the key pair or its name.
        :param user_id: whose, since 2.10; one's own when None.
        :raises NotFound: if there is none of this name.
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
        """Import a public key, or have Nova make a pair of keys.

        :param name: what it shall be called.
        :param public_key: in OpenSSH's or X.509 form. None has Nova make one, which it does up to
            2.91; under ``2.latest`` such a call goes out at that version.
        :param key_type: ``ssh`` or ``x509``; since 2.2.
        :param user_id: whose, since 2.10; one's own when None.
        :returns: the key pair, with ``private_key`` if Nova made it.
        :raises VersionNotFoundForAPIMethod: without a key, if 2.92 or newer is pinned.
        """
        version = self.api_version
        manager = self
        if not public_key and version > _LAST_TO_GENERATE:
            if self._pinned:
                raise exceptions.VersionNotFoundForAPIMethod(
                    version.get_string(),
                    "create",
                    reason="From 2.92 on Nova makes no keys: give a public key, or ask for 2.91.",
                )
            manager = self.at(_LAST_TO_GENERATE, negotiated=True)
        fields = {"name": name}
        if self._speaks("2.2"):
            fields["type"] = key_type
        fields |= base.given(public_key=public_key or None, user_id=user_id or None)
        return manager._create(f"/{self.keypair_prefix}", {"keypair": fields}, "keypair")

    @microversion("2.1", user_id="2.10")
    def delete(self, key: Keypair | str, user_id: str | None = None) -> TupleWithMeta:
        """Delete a key pair; servers that have it keep it.

        :param key: the key pair or its name.
        :param user_id: whose, since 2.10; one's own when None.
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
    """A key pair; its id is its name. The private key is only there when it has just been made."""

    name: str
    fingerprint: str
    public_key: str
    private_key: str  #: up to 2.91, in the answer to its creation alone
    user_id: str
    type: str  #: ``ssh`` or ``x509``; since 2.2
    created_at: str  #: ISO 8601, not in lists, as all that follows
    updated_at: str | None
    deleted: bool
    deleted_at: str | None

    _label = "name"

    delete = by_manager(KeypairManager.delete)

    @property
    def id(self) -> str:  # type: ignore[override]
        """The name, which is what identifies it."""
        return self.name

    def _add_details(self, info: Mapping[str, Any]) -> None:
        # A list wraps each key pair once more than other answers do.
        super()._add_details(base.inner(info, "keypair"))
