# Completion of hashiya for bash 4 or newer. Put this line into ~/.bashrc:
#   source <(hashiya completion bash)

_hashiya() {
  local answer kind words=()
  COMPREPLY=()
  # `$1` is the program as it was typed; ~ in it has not been replaced yet.
  answer=$("${1/#\~/$HOME}" __complete bash "${COMP_LINE:0:COMP_POINT}" "$COMP_WORDBREAKS" 2>/dev/null) ||
    return 0
  IFS=$'\n' read -r -d '' -a words <<<"$answer"
  kind=${words[0]}
  COMPREPLY=("${words[@]:1}")
  compopt -o nosort 2>/dev/null
  case $kind in
    files) compopt -o default ;; # files, where no word fits
    parts) compopt -o nospace ;;
    folders) compopt -o dirnames ;;
  esac
}

complete -F _hashiya hashiya
