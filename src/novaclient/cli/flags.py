"""The flags of each command, for completion; written by ``tools/index-flags``."""

FLAGS = {
    "boot": (
        "--access-ip-v4 "
        "--access-ip-v6 "
        "--admin-pass "
        "--availability-zone "
        "--block-device "
        "--block-device-mapping "
        "--boot-volume "
        "--column "
        "--config-drive "
        "--description "
        "--ephemeral "
        "--file "
        "--flavor "
        "--format "
        "--hint "
        "--host "
        "--hostname "
        "--hypervisor-hostname "
        "--image "
        "--image-with "
        "--key-name "
        "--max-count "
        "--meta "
        "--min-count "
        "--nic "
        "--no-header "
        "--poll "
        "--query "
        "--return-reservation-id "
        "--security-groups "
        "--snapshot "
        "--sort "
        "--swap "
        "--tags "
        "--timeout "
        "--trusted-image-certificate-id "
        "--user-data "
        "--wait "
        "-c "
        "-f "
    ),
    "list": (
        "--all-tenants "
        "--availability-zone "
        "--changes-before "
        "--changes-since "
        "--column "
        "--config-drive "
        "--deleted "
        "--fields "
        "--flavor "
        "--format "
        "--host "
        "--image "
        "--ip "
        "--ip6 "
        "--key-name "
        "--limit "
        "--locked "
        "--marker "
        "--minimal "
        "--name "
        "--no-config-drive "
        "--no-header "
        "--not-tags "
        "--not-tags-any "
        "--power-state "
        "--progress "
        "--query "
        "--reservation-id "
        "--sort "
        "--status "
        "--tags "
        "--tags-any "
        "--task-state "
        "--tenant "
        "--user "
        "--vm-state "
        "--watch "
        "-c "
        "-f "
    ),
    "show": (
        "--all-matching "
        "--column "
        "--format "
        "--jobs "
        "--minimal "
        "--no-header "
        "--query "
        "--sort "
        "--wrap "
        "--yes "
        "-c "
        "-f "
    ),
    "update": "--all-matching --description --hostname --jobs --name --yes",
    "meta": "--all-matching --also --jobs --yes",
    "delete": "--all-matching --all-tenants --jobs --poll --timeout --wait --yes",
    "console-log": "--all-matching --jobs --length --yes",
    "start": "--all-matching --all-tenants --jobs --poll --timeout --wait --yes",
    "stop": "--all-matching --all-tenants --jobs --poll --timeout --wait --yes",
    "reboot": "--all-matching --hard --jobs --poll --timeout --wait --yes",
    "pause": "--all-matching --jobs --poll --timeout --wait --yes",
    "unpause": "--all-matching --jobs --poll --timeout --wait --yes",
    "suspend": "--all-matching --jobs --poll --timeout --wait --yes",
    "resume": "--all-matching --jobs --poll --timeout --wait --yes",
    "lock": "--all-matching --jobs --reason --yes",
    "unlock": "--all-matching --jobs --yes",
    "rescue": (
        "--all-matching "
        "--column "
        "--format "
        "--image "
        "--jobs "
        "--no-header "
        "--password "
        "--poll "
        "--query "
        "--sort "
        "--timeout "
        "--wait "
        "--yes "
        "-c "
        "-f "
    ),
    "unrescue": "--all-matching --jobs --poll --timeout --wait --yes",
    "shelve": "--all-matching --jobs --poll --timeout --wait --yes",
    "shelve-offload": "--all-matching --jobs --poll --timeout --wait --yes",
    "unshelve": (
        "--all-matching "
        "--availability-zone "
        "--host "
        "--jobs "
        "--no-availability-zone "
        "--poll "
        "--timeout "
        "--wait "
        "--yes "
    ),
    "rebuild": (
        "--all-matching "
        "--column "
        "--description "
        "--file "
        "--format "
        "--hostname "
        "--jobs "
        "--key-name "
        "--key-unset "
        "--meta "
        "--minimal "
        "--name "
        "--no-header "
        "--poll "
        "--preserve-ephemeral "
        "--query "
        "--rebuild-password "
        "--sort "
        "--timeout "
        "--trusted-image-certificate-id "
        "--trusted-image-certificates-unset "
        "--user-data "
        "--user-data-unset "
        "--wait "
        "--yes "
        "-c "
        "-f "
    ),
    "resize": "--all-matching --jobs --poll --timeout --wait --yes",
    "resize-confirm": "--all-matching --jobs --poll --timeout --wait --yes",
    "resize-revert": "--all-matching --jobs --poll --timeout --wait --yes",
    "migrate": "--all-matching --host --jobs --poll --timeout --wait --yes",
    "live-migration": (
        "--all-matching "
        "--also "
        "--block-migrate "
        "--disk-over-commit "
        "--force "
        "--jobs "
        "--poll "
        "--timeout "
        "--wait "
        "--yes "
    ),
    "evacuate": (
        "--all-matching "
        "--also "
        "--column "
        "--force "
        "--format "
        "--jobs "
        "--no-header "
        "--on-shared-storage "
        "--password "
        "--poll "
        "--query "
        "--sort "
        "--timeout "
        "--wait "
        "--yes "
        "-c "
        "-f "
    ),
    "force-delete": "--all-matching --jobs --poll --timeout --wait --yes",
    "restore": "--all-matching --jobs --poll --timeout --wait --yes",
    "reset-state": "--active --all-matching --all-tenants --jobs --yes",
    "trigger-crash-dump": "--all-matching --jobs --yes",
    "instance-action-list": (
        "--all-matching "
        "--changes-before "
        "--changes-since "
        "--column "
        "--format "
        "--jobs "
        "--limit "
        "--marker "
        "--no-header "
        "--query "
        "--sort "
        "--watch "
        "--yes "
        "-c "
        "-f "
    ),
    "instance-action": (
        "--all-matching "
        "--column "
        "--format "
        "--jobs "
        "--no-header "
        "--query "
        "--sort "
        "--yes "
        "-c "
        "-f "
    ),
    "diagnostics": "--all-matching --column --format --jobs --no-header --query --sort --yes -c -f",
    "server-topology": (
        "--all-matching "
        "--column "
        "--format "
        "--jobs "
        "--no-header "
        "--query "
        "--sort "
        "--yes "
        "-c "
        "-f "
    ),
    "image-create": (
        "--all-matching "
        "--column "
        "--format "
        "--jobs "
        "--metadata "
        "--no-header "
        "--poll "
        "--query "
        "--show "
        "--sort "
        "--timeout "
        "--wait "
        "--yes "
        "-c "
        "-f "
    ),
    "backup": (
        "--all-matching "
        "--column "
        "--format "
        "--jobs "
        "--metadata "
        "--no-header "
        "--poll "
        "--query "
        "--sort "
        "--timeout "
        "--wait "
        "--yes "
        "-c "
        "-f "
    ),
    "interface-list": (
        "--all-matching "
        "--column "
        "--format "
        "--jobs "
        "--no-header "
        "--query "
        "--sort "
        "--watch "
        "--yes "
        "-c "
        "-f "
    ),
    "interface-attach": (
        "--all-matching "
        "--column "
        "--fixed-ip "
        "--format "
        "--jobs "
        "--net-id "
        "--no-header "
        "--port-id "
        "--query "
        "--sort "
        "--tag "
        "--yes "
        "-c "
        "-f "
    ),
    "interface-detach": "--all-matching --jobs --yes",
    "list-secgroup": (
        "--all-matching "
        "--column "
        "--format "
        "--jobs "
        "--no-header "
        "--query "
        "--sort "
        "--watch "
        "--yes "
        "-c "
        "-f "
    ),
    "add-secgroup": "--all-matching --jobs --yes",
    "remove-secgroup": "--all-matching --jobs --yes",
    "refresh-network": "--all-matching --jobs --yes",
    "reset-network": "--all-matching --jobs --yes",
    "volume-attachments": (
        "--all-matching "
        "--column "
        "--format "
        "--jobs "
        "--no-header "
        "--query "
        "--sort "
        "--yes "
        "-c "
        "-f "
    ),
    "volume-attach": (
        "--all-matching "
        "--also "
        "--column "
        "--delete-on-termination "
        "--format "
        "--jobs "
        "--no-header "
        "--poll "
        "--query "
        "--sort "
        "--tag "
        "--timeout "
        "--wait "
        "--yes "
        "-c "
        "-f "
    ),
    "volume-detach": "--all-matching --jobs --poll --timeout --wait --yes",
    "volume-update": (
        "--all-matching "
        "--delete-on-termination "
        "--jobs "
        "--no-delete-on-termination "
        "--yes "
    ),
    "share-list": (
        "--all-matching "
        "--column "
        "--format "
        "--jobs "
        "--no-header "
        "--query "
        "--sort "
        "--watch "
        "--yes "
        "-c "
        "-f "
    ),
    "share-show": "--all-matching --column --format --jobs --no-header --query --sort --yes -c -f",
    "share-attach": (
        "--all-matching "
        "--column "
        "--format "
        "--jobs "
        "--no-header "
        "--poll "
        "--query "
        "--sort "
        "--tag "
        "--timeout "
        "--wait "
        "--yes "
        "-c "
        "-f "
    ),
    "share-detach": "--all-matching --jobs --poll --timeout --wait --yes",
    "server-tag-list": (
        "--all-matching "
        "--column "
        "--format "
        "--jobs "
        "--no-header "
        "--query "
        "--sort "
        "--watch "
        "--yes "
        "-c "
        "-f "
    ),
    "server-tag-add": "--all-matching --also --jobs --yes",
    "server-tag-delete": "--all-matching --also --jobs --yes",
    "server-tag-set": "--all-matching --also --jobs --yes",
    "server-tag-delete-all": "--all-matching --jobs --yes",
    "set-password": "--all-matching --jobs --yes",
    "get-password": "--all-matching --also --jobs --yes",
    "clear-password": "--all-matching --jobs --yes",
    "get-vnc-console": (
        "--all-matching "
        "--column "
        "--format "
        "--jobs "
        "--no-header "
        "--query "
        "--sort "
        "--yes "
        "-c "
        "-f "
    ),
    "get-spice-console": (
        "--all-matching "
        "--column "
        "--format "
        "--jobs "
        "--no-header "
        "--query "
        "--sort "
        "--yes "
        "-c "
        "-f "
    ),
    "get-serial-console": (
        "--all-matching "
        "--column "
        "--console-type "
        "--format "
        "--jobs "
        "--no-header "
        "--query "
        "--sort "
        "--yes "
        "-c "
        "-f "
    ),
    "get-mks-console": (
        "--all-matching "
        "--column "
        "--format "
        "--jobs "
        "--no-header "
        "--query "
        "--sort "
        "--yes "
        "-c "
        "-f "
    ),
    "get-rdp-console": (
        "--all-matching "
        "--column "
        "--format "
        "--jobs "
        "--no-header "
        "--query "
        "--sort "
        "--yes "
        "-c "
        "-f "
    ),
    "console-token-show": "--column --format --no-header --query --sort -c -f",
    "ssh": "--address-type --extra-opts --identity --ipv6 --login --network --port --private -i",
    "migration-list": (
        "--changes-before "
        "--changes-since "
        "--column "
        "--format "
        "--host "
        "--instance-uuid "
        "--limit "
        "--marker "
        "--migration-type "
        "--no-header "
        "--project-id "
        "--query "
        "--sort "
        "--source-compute "
        "--status "
        "--user-id "
        "--watch "
        "-c "
        "-f "
    ),
    "server-migration-list": (
        "--all-matching "
        "--column "
        "--format "
        "--jobs "
        "--no-header "
        "--query "
        "--sort "
        "--watch "
        "--yes "
        "-c "
        "-f "
    ),
    "server-migration-show": (
        "--all-matching "
        "--column "
        "--format "
        "--jobs "
        "--no-header "
        "--query "
        "--sort "
        "--yes "
        "-c "
        "-f "
    ),
    "live-migration-abort": "--all-matching --jobs --yes",
    "live-migration-force-complete": "--all-matching --jobs --yes",
    "flavor-list": (
        "--all "
        "--column "
        "--extra-specs "
        "--format "
        "--limit "
        "--marker "
        "--min-disk "
        "--min-ram "
        "--no-header "
        "--query "
        "--sort "
        "--sort-dir "
        "--sort-key "
        "--watch "
        "-c "
        "-f "
    ),
    "flavor-show": "--column --format --no-header --query --sort -c -f",
    "flavor-create": (
        "--column "
        "--description "
        "--ephemeral "
        "--format "
        "--is-public "
        "--no-header "
        "--query "
        "--rxtx-factor "
        "--sort "
        "--swap "
        "-c "
        "-f "
    ),
    "flavor-update": "--column --format --no-header --query --sort -c -f",
    "flavor-delete": "--jobs",
    "flavor-key": "",
    "flavor-access-list": "--column --flavor --format --no-header --query --sort --watch -c -f",
    "flavor-access-add": "--column --format --no-header --query --sort -c -f",
    "flavor-access-remove": "--column --format --no-header --query --sort -c -f",
    "keypair-list": (
        "--column "
        "--format "
        "--limit "
        "--marker "
        "--no-header "
        "--query "
        "--sort "
        "--user "
        "--watch "
        "-c "
        "-f "
    ),
    "keypair-show": "--column --format --no-header --query --sort --user -c -f",
    "keypair-add": "--key-type --pub-key --user",
    "keypair-delete": "--jobs --user",
    "server-group-list": (
        "--all-projects "
        "--column "
        "--format "
        "--limit "
        "--no-header "
        "--offset "
        "--query "
        "--sort "
        "--watch "
        "-c "
        "-f "
    ),
    "server-group-get": "--column --format --no-header --query --sort -c -f",
    "server-group-create": "--column --format --no-header --query --rule --sort -c -f",
    "server-group-delete": "--jobs",
    "hypervisor-list": (
        "--column "
        "--format "
        "--limit "
        "--marker "
        "--matching "
        "--no-header "
        "--query "
        "--sort "
        "--watch "
        "-c "
        "-f "
    ),
    "hypervisor-show": "--column --format --no-header --query --sort --wrap -c -f",
    "hypervisor-servers": "--column --format --no-header --query --sort -c -f",
    "hypervisor-uptime": "--column --format --no-header --query --sort -c -f",
    "hypervisor-stats": "--column --format --no-header --query --sort -c -f",
    "host-evacuate": (
        "--column "
        "--force "
        "--format "
        "--jobs "
        "--no-header "
        "--on-shared-storage "
        "--query "
        "--sort "
        "--strict "
        "--target_host "
        "-c "
        "-f "
    ),
    "host-evacuate-live": (
        "--block-migrate "
        "--column "
        "--disk-over-commit "
        "--force "
        "--format "
        "--jobs "
        "--max-servers "
        "--no-header "
        "--query "
        "--sort "
        "--strict "
        "--target-host "
        "-c "
        "-f "
    ),
    "host-servers-migrate": "--column --format --jobs --no-header --query --sort --strict -c -f",
    "host-meta": "--jobs --strict",
    "service-list": "--binary --column --format --host --no-header --query --sort --watch -c -f",
    "service-enable": "--column --format --jobs --no-header --query --sort -c -f",
    "service-disable": "--column --format --jobs --no-header --query --reason --sort -c -f",
    "service-force-down": "--column --format --jobs --no-header --query --sort --unset -c -f",
    "service-delete": "--jobs",
    "aggregate-list": "--column --format --no-header --query --sort --watch -c -f",
    "aggregate-show": "--column --format --no-header --query --sort -c -f",
    "aggregate-create": "--column --format --no-header --query --sort -c -f",
    "aggregate-update": (
        "--availability-zone "
        "--column "
        "--format "
        "--name "
        "--no-header "
        "--query "
        "--sort "
        "-c "
        "-f "
    ),
    "aggregate-set-metadata": "--column --format --no-header --query --sort -c -f",
    "aggregate-add-host": "--column --format --jobs --no-header --query --sort -c -f",
    "aggregate-remove-host": "--column --format --jobs --no-header --query --sort -c -f",
    "aggregate-delete": "--jobs",
    "aggregate-cache-images": "",
    "availability-zone-list": "--column --format --no-header --query --sort --watch -c -f",
    "agent-list": "--column --format --hypervisor --no-header --query --sort --watch -c -f",
    "agent-create": "--column --format --no-header --query --sort -c -f",
    "agent-modify": "--column --format --no-header --query --sort -c -f",
    "agent-delete": "--jobs",
    "quota-show": "--column --detail --format --no-header --query --sort --tenant --user -c -f",
    "quota-defaults": "--column --format --no-header --query --sort --tenant -c -f",
    "quota-update": (
        "--cores "
        "--fixed-ips "
        "--floating-ips "
        "--force "
        "--injected-file-content-bytes "
        "--injected-file-path-bytes "
        "--injected-files "
        "--instances "
        "--jobs "
        "--key-pairs "
        "--metadata-items "
        "--ram "
        "--security-group-rules "
        "--security-groups "
        "--server-group-members "
        "--server-groups "
        "--user "
    ),
    "quota-delete": "--tenant --user",
    "quota-class-show": "--column --format --no-header --query --sort -c -f",
    "quota-class-update": (
        "--cores "
        "--fixed-ips "
        "--floating-ips "
        "--injected-file-content-bytes "
        "--injected-file-path-bytes "
        "--injected-files "
        "--instances "
        "--key-pairs "
        "--metadata-items "
        "--ram "
        "--security-group-rules "
        "--security-groups "
        "--server-group-members "
        "--server-groups "
    ),
    "limits": "--column --format --no-header --query --reserved --sort --tenant -c -f",
    "usage": "--column --end --format --no-header --query --sort --start --tenant -c -f",
    "usage-list": "--column --end --format --no-header --query --sort --start --watch -c -f",
    "instance-usage-audit-log": "--before --column --format --no-header --query --sort -c -f",
    "version-list": "--column --format --no-header --query --sort --watch -c -f",
    "sandbox": "--admin --column --database --delete --follow --format --lines --sort -c -f",
    "help": "",
    "bash-completion": "",
    "rename": "--all-matching --jobs --yes",
    "root-password": "--all-matching --jobs --yes",
    "add-fixed-ip": "--all-matching --jobs --yes",
    "remove-fixed-ip": "--all-matching --jobs --yes",
    "floating-ip-list": "--column --format --no-header --query --sort --watch -c -f",
    "floating-ip-create": "--column --format --no-header --query --sort -c -f",
    "floating-ip-delete": "--jobs",
    "floating-ip-pool-list": "--column --format --no-header --query --sort --watch -c -f",
    "floating-ip-associate": "--all-matching --fixed-address --jobs --yes",
    "floating-ip-disassociate": "--all-matching --jobs --yes",
    "add-floating-ip": "--all-matching --fixed-address --jobs --yes",
    "remove-floating-ip": "--all-matching --jobs --yes",
    "secgroup-list": "--all-tenants --column --format --no-header --query --sort --watch -c -f",
    "secgroup-create": "--column --format --no-header --query --sort -c -f",
    "secgroup-update": "--column --format --no-header --query --sort -c -f",
    "secgroup-delete": "--column --format --no-header --query --sort -c -f",
    "secgroup-list-rules": "--column --format --no-header --query --sort --watch -c -f",
    "secgroup-add-rule": "--column --format --no-header --query --sort -c -f",
    "secgroup-delete-rule": "--column --format --no-header --query --sort -c -f",
    "secgroup-add-group-rule": "--column --format --no-header --query --sort -c -f",
    "secgroup-delete-group-rule": "",
    "image-list": "--column --format --limit --no-header --query --sort --watch -c -f",
    "image-show": "--column --format --no-header --query --sort -c -f",
    "image-meta": "",
    "image-delete": "--jobs",
    "network-list": "--column --fields --format --no-header --query --sort --watch -c -f",
    "network-show": "--column --format --no-header --query --sort -c -f",
    "network-create": (
        "--allowed-end "
        "--allowed-start "
        "--bridge "
        "--bridge-interface "
        "--dhcp-server "
        "--dns1 "
        "--dns2 "
        "--enable-dhcp "
        "--fixed-cidr "
        "--fixed-range-v4 "
        "--fixed-range-v6 "
        "--gateway "
        "--gateway-v6 "
        "--mtu "
        "--multi-host "
        "--priority "
        "--project-id "
        "--share-address "
        "--uuid "
        "--vlan "
        "--vlan-start "
        "--vpn "
    ),
    "network-delete": "",
    "network-associate-host": "",
    "network-associate-project": "",
    "network-disassociate": "--host-only --project-only",
    "tenant-network-list": "--column --format --no-header --query --sort --watch -c -f",
    "tenant-network-show": "--column --format --no-header --query --sort -c -f",
    "tenant-network-create": "--column --format --no-header --query --sort -c -f",
    "tenant-network-delete": "",
    "net-list": "--column --format --no-header --query --sort --watch -c -f",
    "net": "--column --format --no-header --query --sort -c -f",
    "net-create": "--column --format --no-header --query --sort -c -f",
    "net-delete": "",
    "scrub": "--jobs",
    "volume-list": "--all-tenants --column --format --no-header --query --sort --watch -c -f",
    "volume-show": "--column --format --no-header --query --sort -c -f",
    "volume-create": (
        "--availability-zone "
        "--column "
        "--display-description "
        "--display-name "
        "--format "
        "--image-id "
        "--no-header "
        "--query "
        "--snapshot-id "
        "--sort "
        "--volume-type "
        "-c "
        "-f "
    ),
    "volume-delete": "--jobs",
    "volume-snapshot-list": "--column --format --no-header --query --sort --watch -c -f",
    "volume-snapshot-show": "--column --format --no-header --query --sort -c -f",
    "volume-snapshot-create": (
        "--column "
        "--display-description "
        "--display-name "
        "--force "
        "--format "
        "--no-header "
        "--query "
        "--sort "
        "-c "
        "-f "
    ),
    "volume-snapshot-delete": "--jobs",
    "volume-type-list": "--column --format --no-header --query --sort --watch -c -f",
    "volume-type-create": "--column --format --no-header --query --sort -c -f",
    "volume-type-delete": "--jobs",
    "host-list": "--column --format --no-header --query --sort --watch --zone -c -f",
    "host-describe": "--column --format --no-header --query --sort -c -f",
    "host-update": "--column --format --maintenance --no-header --query --sort --status -c -f",
    "host-action": "--action --column --format --no-header --query --sort -c -f",
    "baremetal-node-list": "--column --format --no-header --query --sort --watch -c -f",
    "baremetal-node-show": "--column --format --no-header --query --sort -c -f",
    "baremetal-node-create": (
        "--column "
        "--format "
        "--no-header "
        "--pm-address "
        "--pm-password "
        "--pm-user "
        "--query "
        "--sort "
        "--terminal-port "
        "-c "
        "-f "
    ),
    "baremetal-node-delete": "",
    "baremetal-interface-list": "--column --format --no-header --query --sort --watch -c -f",
    "baremetal-interface-add": (
        "--column "
        "--datapath-id "
        "--format "
        "--no-header "
        "--port-no "
        "--query "
        "--sort "
        "-c "
        "-f "
    ),
    "baremetal-interface-remove": "",
    "list-extensions": "--column --format --no-header --query --sort --watch -c -f",
    "credentials": "--column --format --no-header --query --sort --wrap -c -f",
    "endpoints": "--column --format --no-header --query --sort -c -f",
    "virtual-interface-list": (
        "--all-matching "
        "--column "
        "--format "
        "--jobs "
        "--no-header "
        "--query "
        "--sort "
        "--watch "
        "--yes "
        "-c "
        "-f "
    ),
    "fixed-ip-get": "--column --format --no-header --query --sort -c -f",
    "fixed-ip-reserve": "",
    "fixed-ip-unreserve": "",
    "floating-ip-bulk-list": "--column --format --host --no-header --query --sort --watch -c -f",
    "floating-ip-bulk-create": "--interface --pool",
    "floating-ip-bulk-delete": "",
    "dns-domains": "--column --format --no-header --query --sort -c -f",
    "dns-create-private-domain": "--availability-zone",
    "dns-create-public-domain": "--project",
    "dns-delete-domain": "",
    "dns-list": "--column --format --ip --name --no-header --query --sort --watch -c -f",
    "dns-create": "--type",
    "dns-delete": "",
    "secgroup-list-default-rules": "--column --format --no-header --query --sort --watch -c -f",
    "secgroup-add-default-rule": "--column --format --no-header --query --sort -c -f",
    "secgroup-delete-default-rule": "--column --format --no-header --query --sort -c -f",
    "cell-show": "--column --format --no-header --query --sort -c -f",
    "cell-capacities": "--cell --column --format --no-header --query --sort -c -f",
    "cloudpipe-list": "--column --format --no-header --query --sort --watch -c -f",
    "cloudpipe-create": "",
    "cloudpipe-configure": "",
    "x509-create-cert": "",
    "x509-get-root-cert": "",
}
