"""A volume driver that stores nothing: every operation succeeds at once."""

from typing import Any

from cinder import interface
from cinder.volume import driver


@interface.volumedriver
class NoStorage(driver.VolumeDriver):
    """Volumes and snapshots that exist in cinder's database only."""

    VERSION = "1.0"
    CI_WIKI_NAME = "none"

    def _nothing(self, *args: Any, **kwargs: Any) -> None:
        """Succeed."""

    do_setup = check_for_setup_error = _nothing
    create_volume = delete_volume = extend_volume = _nothing
    create_snapshot = delete_snapshot = revert_to_snapshot = _nothing
    create_volume_from_snapshot = create_cloned_volume = _nothing
    ensure_export = create_export = remove_export = terminate_connection = _nothing
    create_export_snapshot = remove_export_snapshot = _nothing
    copy_image_to_volume = copy_volume_to_image = _nothing
    manage_existing = unmanage = _nothing

    def _update_volume_stats(self) -> None:
        self._stats = {
            "volume_backend_name": "sandbox",
            "vendor_name": "novaclient",
            "driver_version": self.VERSION,
            "storage_protocol": "fake",
            "pools": [
                {
                    "pool_name": "sandbox",
                    "total_capacity_gb": 1_000_000,
                    "free_capacity_gb": 1_000_000,
                    "allocated_capacity_gb": 0,
                    "provisioned_capacity_gb": 0,
                    "reserved_percentage": 0,
                    "QoS_support": False,
                    "multiattach": True,
                    "online_extend_support": True,
                    "location_info": "sandbox",
                    "thin_provisioning_support": True,
                    "max_over_subscription_ratio": 1000.0,
                }
            ],
        }

    def get_volume_stats(self, refresh: bool = False) -> dict[str, Any]:
        self._update_volume_stats()
        return self._stats

    def clone_image(
        self, context: Any, volume: Any, image_location: Any, image_meta: Any, image_service: Any
    ) -> tuple[dict[str, None], bool]:
        return {"provider_location": None}, True

    def initialize_connection(self, volume: Any, connector: Any, **kwargs: Any) -> dict[str, Any]:
        return {
            "driver_volume_type": "iscsi",
            "data": {
                "target_iqn": f"iqn.2010-10.org.openstack:volume-{volume.id}",
                "target_portal": "127.0.0.1:3260",
                "target_lun": 1,
                "volume_id": volume.id,
                "target_discovered": False,
            },
        }

    def retype(
        self, context: Any, volume: Any, new_type: Any, diff: Any, host: Any
    ) -> tuple[bool, None]:
        return True, None

    def manage_existing_get_size(self, volume: Any, existing_ref: Any) -> int:
        return 1

    def update_migrated_volume(self, *args: Any, **kwargs: Any) -> dict[str, None]:
        return {"_name_id": None}
