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
        "--poll "
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
        "--not-tags "
        "--not-tags-any "
        "--power-state "
        "--progress "
        "--reservation-id "
        "--sort "
        "--status "
        "--tags "
        "--tags-any "
        "--task-state "
        "--tenant "
        "--user "
        "--vm-state "
        "-c "
        "-f "
    ),
    "show": "--column --format --minimal --sort --wrap -c -f",
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
    "rescue": "--column --format --image --jobs --password --poll --sort --timeout --wait -c -f",
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
        "--poll "
        "--preserve-ephemeral "
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
        "--sort "
        "--sort-dir "
        "--sort-key "
        "-c "
        "-f "
    ),
    "flavor-show": "--column --format --sort -c -f",
    "flavor-create": (
        "--column --description --ephemeral --format --is-public --rxtx-factor --sort --swap -c -f "
    ),
    "flavor-update": "--column --format --sort -c -f",
    "flavor-delete": "--jobs",
    "flavor-key": "",
    "flavor-access-list": "--column --flavor --format --sort -c -f",
    "flavor-access-add": "--column --format --sort -c -f",
    "flavor-access-remove": "--column --format --sort -c -f",
    "keypair-list": "--column --format --limit --marker --sort --user -c -f",
    "keypair-show": "--column --format --sort --user -c -f",
    "keypair-add": "--key-type --pub-key --user",
    "keypair-delete": "--jobs --user",
    "server-group-list": "--all-projects --column --format --limit --offset --sort -c -f",
    "server-group-get": "--column --format --sort -c -f",
    "server-group-create": "--column --format --rule --sort -c -f",
    "server-group-delete": "--jobs",
    "hypervisor-list": "--column --format --limit --marker --matching --sort -c -f",
    "service-list": "--binary --column --format --host --sort -c -f",
    "version-list": "--column --format --sort -c -f",
    "sandbox": "--admin --column --database --delete --follow --format --lines --sort -c -f",
    "help": "",
    "bash-completion": "",
}
