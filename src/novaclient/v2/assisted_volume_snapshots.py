"""Assisted volume snapshots: Nova takes them for Cinder while a server uses the volume."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from novaclient import base
from novaclient.base import TupleWithMeta, by_manager
from novaclient.microversions import microversion
from novaclient.transport import protocol


class AssistedSnapshotManager(base.Manager["Snapshot"]):
    """Manages assisted volume snapshots, for services and administrators."""

    @microversion()
    def create(self, volume_id: str, create_info: Mapping[str, Any]) -> Snapshot:
        """Create a snapshot of an attached volume.

        :param volume_id: the id of the volume.
        :param create_info: ``snapshot_id``, ``type`` (``qcow2``) and ``new_file``.
        """
        body = {"snapshot": {"volume_id": volume_id, "create_info": create_info}}
        return self._create("/os-assisted-volume-snapshots", body, "snapshot")

    @microversion()
    def delete(self, snapshot: Snapshot | str, delete_info: Mapping[str, Any]) -> TupleWithMeta:
        """Delete a snapshot of an attached volume.

        :param snapshot: the snapshot or its id.
        :param delete_info: ``volume_id``, and the files as Cinder describes them.
        """
        url = protocol.path("/os-assisted-volume-snapshots/%s", base.getid(snapshot))
        return self._delete(protocol.query(url, {"delete_info": json.dumps(delete_info)}))


class Snapshot(base.Resource, manager=AssistedSnapshotManager):
    """A snapshot of a volume."""

    manager: AssistedSnapshotManager

    volumeId: str

    _label = "id"

    delete = by_manager(AssistedSnapshotManager.delete)
