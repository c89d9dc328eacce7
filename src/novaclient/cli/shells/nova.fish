# Completion of nova in fish. Put this into ~/.config/fish/config.fish:  nova completion fish | source
# The words go through standard input, where no list of processes shows them; fish quotes what
# comes back.
function __nova_complete
    set -l tokens (commandline -opc)
    set -l current (commandline -ct)
    set -l answer (printf '%s\0' $tokens[2..] "$current" | command nova _complete fish 2>/dev/null)
    switch $pipestatus[2]
        case 0
            printf '%s\n' $answer
        case 3
            __fish_complete_path "$current"
    end
end
complete -c nova -f -k -a '(__nova_complete)'
