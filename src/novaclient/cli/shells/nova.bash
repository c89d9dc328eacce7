# Completion of nova in bash. Put this into ~/.bashrc:  source <(nova completion bash)
# The words go through standard input, where no list of processes shows them, and no name that
# comes back is ever evaluated: nova has quoted it for the place where it is put.
_nova() {
    local answer
    COMPREPLY=()
    answer=$(printf '%s\0%s' "$COMP_WORDBREAKS" "${COMP_LINE:0:COMP_POINT}" |
        command nova _complete bash 2>/dev/null)
    case $? in
        0) [[ -z $answer ]] || mapfile -t COMPREPLY <<<"$answer" ;;
        3) compopt -o default ;;
    esac
}
complete -F _nova nova
