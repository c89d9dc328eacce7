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
    "show": "--column --format --minimal --no-header --query --sort --wrap -c -f",
    "update": "--description --hostname --name",
    "meta": "",
    "delete": "--all-tenants --jobs --poll --timeout --wait",
    "console-log": "--length",
    "start": "--all-tenants --jobs --poll --timeout --wait",
    "stop": "--all-tenants --jobs --poll --timeout --wait",
    "reboot": "--hard --jobs --poll --timeout --wait",
    "pause": "--jobs --poll --timeout --wait",
    "unpause": "--jobs --poll --timeout --wait",
    "suspend": "--jobs --poll --timeout --wait",
    "resume": "--jobs --poll --timeout --wait",
    "lock": "--jobs --reason",
    "unlock": "--jobs",
    "rescue": (
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
        "-c "
        "-f "
    ),
    "unrescue": "--jobs --poll --timeout --wait",
    "shelve": "--jobs --poll --timeout --wait",
    "shelve-offload": "--jobs --poll --timeout --wait",
    "unshelve": "--availability-zone --host --jobs --no-availability-zone --poll --timeout --wait",
    "rebuild": (
        "--column "
        "--description "
        "--file "
        "--format "
        "--hostname "
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
        "-c "
        "-f "
    ),
    "resize": "--poll --timeout --wait",
    "resize-confirm": "--jobs --poll --timeout --wait",
    "resize-revert": "--jobs --poll --timeout --wait",
    "migrate": "--host --jobs --poll --timeout --wait",
    "live-migration": "--block-migrate --disk-over-commit --force --poll --timeout --wait",
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
        "--watch "
        "-c "
        "-f "
    ),
    "flavor-update": "--column --format --no-header --query --sort --watch -c -f",
    "flavor-delete": "--jobs",
    "flavor-key": "",
    "flavor-access-list": "--column --flavor --format --no-header --query --sort --watch -c -f",
    "flavor-access-add": "--column --format --no-header --query --sort --watch -c -f",
    "flavor-access-remove": "--column --format --no-header --query --sort --watch -c -f",
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
    "server-group-get": "--column --format --no-header --query --sort --watch -c -f",
    "server-group-create": "--column --format --no-header --query --rule --sort --watch -c -f",
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
    "service-list": "--binary --column --format --host --no-header --query --sort --watch -c -f",
    "version-list": "--column --format --no-header --query --sort --watch -c -f",
    "sandbox": "--admin --column --database --delete --follow --format --lines --sort -c -f",
    "help": "",
    "bash-completion": "",
}
