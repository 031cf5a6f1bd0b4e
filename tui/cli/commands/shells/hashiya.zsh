#compdef hashiya
# Completion of hashiya for zsh. Put this line into ~/.zshrc, after compinit:
#   source <(hashiya completion zsh)

_hashiya() {
  local kind line
  local -a lines names shown
  lines=("${(@f)$("${(Q)words[1]/#\~/$HOME}" __complete zsh "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
  kind=$lines[1]
  for line in "${(@)lines[2,-1]}"; do
    names+=("${line%%$'\t'*}")
    shown+=("${${line#*$'\t'}:+${line/$'\t'/  -- }}")
    [[ -n $shown[-1] ]] || shown[-1]=$names[-1]
  done
  # -V: in this order. zsh quotes the names itself.
  local -a suffix
  [[ $kind == parts ]] && suffix=(-S '')
  (( $#names )) && compadd "${(@)suffix}" -l -V hashiya -d shown -a names
  if [[ $kind == (files|folders) ]]; then
    [[ $PREFIX == --*=* ]] && compset -P '*='
    if [[ $kind == files ]]; then _files; else _files -/; fi
  fi
  return 0
}

if [[ $funcstack[1] == _hashiya ]]; then
  _hashiya "$@"
else
  compdef _hashiya hashiya
fi
