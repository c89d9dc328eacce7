"""The sandbox's hypervisor: nova's fake driver, with what it lacks for a cloud that is restarted.

Nothing here starts a virtual machine; operations change only the driver's own records.
"""

import io
import time
import uuid
from collections.abc import Callable
from typing import Any

from nova import exception, objects
from nova.compute import manager, power_state, task_states
from nova.image import glance
from nova.scheduler.client import report
from nova.virt import fake

_STARTED = time.time()
_DISK = b"A snapshot of a server that has no disk.\n" * 512


class StableNames:
    """Gives a name the same UUID in every process.

    By default a node has a new UUID in every process, and nova-compute refuses to start with a
    database that has another one.
    """

    def __getattr__(self, name: str) -> str:
        return str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{name}.sandbox.invalid"))


class SandboxDriver(fake.FakeDriver):
    """A hypervisor that restores its servers after a restart and uploads snapshots."""

    vcpus = 128
    memory_mb = 1024 * 1024
    local_gb = 64 * 1024

    def plug_vifs(self, instance: Any, network_info: Any) -> None:
        """Restore a server after a restart, when nova calls this for each of its servers."""
        if instance.uuid not in self.instances:
            state = instance.power_state or power_state.RUNNING
            self._add(instance, state)
        for vif in network_info or ():
            self._interfaces[vif["id"]] = vif

    def resume_state_on_host_boot(
        self, context: Any, instance: Any, network_info: Any, *args: Any, **kwargs: Any
    ) -> None:
        self.plug_vifs(instance, network_info)
        self.instances[instance.uuid].state = power_state.RUNNING

    def snapshot(
        self, context: Any, instance: Any, image_id: str, update_task_state: Callable[..., None]
    ) -> None:
        """Upload a few bytes as the image; nova's fake driver leaves it queued forever."""
        if instance.uuid not in self.instances:
            raise exception.InstanceNotRunning(instance_id=instance.uuid)
        update_task_state(task_state=task_states.IMAGE_PENDING_UPLOAD)
        update_task_state(
            task_state=task_states.IMAGE_UPLOADING,
            expected_state=task_states.IMAGE_PENDING_UPLOAD,
        )
        images = glance.API()
        described = {
            "name": images.get(context, image_id)["name"],
            "status": "active",
            "disk_format": "raw",
            "container_format": "bare",
        }
        images.update(context, image_id, described, io.BytesIO(_DISK), purge_props=False)

    def spawn(self, context: Any, instance: Any, *args: Any, **kwargs: Any) -> None:
        super().spawn(context, instance, *args, **kwargs)
        self._record_tags(context, instance)

    def attach_volume(
        self, context: Any, connection_info: Any, instance: Any, *args: Any, **kwargs: Any
    ) -> None:
        super().attach_volume(context, connection_info, instance, *args, **kwargs)
        self._record_tags(context, instance)

    def _record_tags(self, context: Any, instance: Any) -> None:
        """Record the server's tagged disks; otherwise nova never finishes detaching one."""
        disks = objects.BlockDeviceMappingList.get_by_instance_uuid(context, instance.uuid)
        tagged = [
            objects.DiskMetadata(serial=disk.volume_id, path=disk.device_name, tags=[disk.tag])
            for disk in disks
            if disk.tag and disk.volume_id
        ]
        if tagged:
            instance.device_metadata = objects.InstanceDeviceMetadata(devices=tagged)
            instance.save()

    def pause(self, instance: Any) -> None:
        self._set_state(instance, power_state.PAUSED)

    def unpause(self, instance: Any) -> None:
        self._set_state(instance, power_state.RUNNING)

    def suspend(self, context: Any, instance: Any) -> None:
        self._set_state(instance, power_state.SUSPENDED)

    def resume(self, context: Any, instance: Any, *args: Any, **kwargs: Any) -> None:
        self._set_state(instance, power_state.RUNNING)

    def post_live_migration_at_source(self, context: Any, instance: Any, network_info: Any) -> None:
        """Remove a server that has left; nova's fake driver would refuse its return."""
        if instance.uuid in self.instances:
            self.destroy(context, instance, network_info)

    def get_host_uptime(self) -> str:
        days = int((time.time() - _STARTED) // 86400) + 93
        return f" 08:32:11 up {days} days,  1:02,  1 user,  load average: 0.21, 0.25, 0.30"

    def _add(self, instance: Any, state: int) -> None:
        self.instances[instance.uuid] = fake.FakeInstance(instance.name, state, instance.uuid)

    def _set_state(self, instance: Any, state: int) -> None:
        if instance.uuid not in self.instances:
            raise exception.InstanceNotFound(instance_id=instance.uuid)
        self.instances[instance.uuid].state = state


def install() -> None:
    """Register the driver with nova as ``fake.SandboxDriver``, and patch nova for it."""
    fake.uuids = StableNames()
    fake.SandboxDriver = SandboxDriver

    def no_allocations(self: object, context: Any, nodename: str) -> dict[str, Any]:
        return {}

    # At every boot nova requests the allocations of all servers on the host, and uses them only if
    # a driver reshapes its providers: the time to boot n servers would grow with n squared.
    report.SchedulerReportClient.get_allocations_for_provider_tree = no_allocations

    def same_node(self: object, service_ref: Any) -> None:
        """Skip nova's check, which requires a node identity file for each process."""

    manager.ComputeManager._ensure_existing_node_identity = same_node


def bring_back_evacuated(managers: dict[str, Any]) -> None:
    """Allow forcing an evacuated host up again.

    Normally its nova-compute must be restarted first, which removes the evacuated servers. It
    cannot be restarted alone here, so they are removed when the host is forced up.

    :param managers: nova-compute's manager by host
    """
    from nova import context, objects
    from nova.api.openstack.compute import services

    stock_check: Callable[..., None] = services.ServiceController._check_for_evacuations

    def remove_and_check(self: object, request_context: Any, host: str) -> None:
        admin = context.get_admin_context()
        under_way = objects.MigrationList.get_by_filters(
            admin,
            {
                "source_compute": host,
                "status": ["accepted", "pre-migrating"],
                "migration_type": objects.fields.MigrationType.EVACUATION,
            },
        )
        if host in managers and not under_way:
            managers[host]._destroy_evacuated_instances(admin, managers[host]._get_nodes(admin))
        stock_check(self, request_context, host)

    services.ServiceController._check_for_evacuations = remove_and_check
