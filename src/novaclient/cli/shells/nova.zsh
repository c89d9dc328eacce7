#compdef nova
# Completion of nova in zsh. Put this into ~/.zshrc, after compinit:  source <(nova completion zsh)
# The words go through standard input, where no list of processes shows them; zsh quotes what
# comes back.
_nova() {
    local answer line
    local -a offered shown
    answer=$(printf '%s\0' "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" |
        command nova _complete zsh 2>/dev/null)
    case $? in
        0) ;;
        3) _files; return ;;
        *) return 1 ;;
    esac
    for line in "${(@f)answer}"; do
        [[ -n $line ]] || continue
        offered+=("${line%%$'\t'*}")
        shown+=("${line/$'\t'/  -- }")
    done
    (( $#offered )) || return 1
    [[ $PREFIX == --*=* ]] && compset -P 1 '*='
    if [[ $answer == *$'\t'* ]]; then
        compadd -l -d shown -a offered
    else
        compadd -a offered
    fi
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _nova "$@"
else
    compdef _nova nova
fi
