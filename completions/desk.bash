# Completion of desk in bash, from 3.2 on.
#
# The program itself says how a line may go on (desk completion answers). Bash splits the line at : and = as well, leaves
# the quotes in its words, and inserts what it is given as it stands. So the words are put together again and read without
# their quotes, and answers are quoted before they go in. Nothing that was typed is run.

# Reads a typed word as the shell will. REPLY is the word without its quotes, __desk_quote the quote that is still open,
# __desk_begun how many characters stand before that one.
__desk_read() {
  local text=$1 plain='' char i
  __desk_quote='' __desk_begun=0
  for ((i = 0; i < ${#text}; i++)); do
    char=${text:i:1}
    if [[ $__desk_quote == "'" && $char != "'" ]]; then
      plain+=$char
    elif [[ $char == "\\" ]]; then
      ((i++))
      plain+=${text:i:1}
    elif [[ -n $__desk_quote && $char == "$__desk_quote" ]]; then
      __desk_quote=''
    elif [[ -z $__desk_quote && ($char == "'" || $char == '"') ]]; then
      __desk_quote=$char __desk_begun=${#plain}
    else
      plain+=$char
    fi
  done
  REPLY=$plain
}

# The words after desk, up to the cursor, as they were typed: in __desk_words.
__desk_split() {
  local rest=${COMP_LINE:0:COMP_POINT} i last word
  rest=${rest#*"${COMP_WORDS[0]}"}
  __desk_words=()
  for ((i = 1; i <= COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if [[ $i == 1 || $rest == [[:blank:]]* ]]; then
      __desk_words+=('')
      rest=${rest#"${rest%%[![:blank:]]*}"}
    fi
    last=$((${#__desk_words[@]} - 1))
    [[ $i == "$COMP_CWORD" ]] && word=$rest
    __desk_words[last]+=$word
    rest=${rest#"$word"}
  done
}

# Takes in an answer and what it is: the part of it that comes after what bash keeps, quoted as its place asks.
__desk_add() {
  local answer=$1
  [[ $answer == "$__desk_kept"?* ]] || return 0
  answer=${answer#"$__desk_kept"}
  case $__desk_quote in
    "'") [[ $answer == *"'"* ]] && return 0 ;;
    '"') [[ $answer == *[\"\\\$\`\!]* ]] && return 0 ;;
    *) printf -v answer '%q' "$answer" ;;
  esac
  COMPREPLY+=("$answer")
  __desk_says+=("$2")
}

# Puts what each word is beside it, one on a line.
__desk_describe() {
  local columns=${COLUMNS:-80} width=0 i
  for ((i = 0; i < ${#COMPREPLY[@]}; i++)); do
    [[ ${#COMPREPLY[i]} -gt $width ]] && width=${#COMPREPLY[i]}
  done
  for ((i = 0; i < ${#COMPREPLY[@]}; i++)); do
    [[ -n ${__desk_says[i]} ]] && printf -v "COMPREPLY[$i]" '%-*s  (%s)' "$width" "${COMPREPLY[i]}" "${__desk_says[i]}"
    # More than half a line wide, so that bash does not put two on one.
    [[ $i == 0 ]] && printf -v 'COMPREPLY[0]' '%-*s' "$((columns / 2))" "${COMPREPLY[0]}"
    COMPREPLY[i]=${COMPREPLY[i]:0:columns-2}
  done
}

_desk() {
  local REPLY __desk_quote __desk_begun __desk_kept __desk_words __desk_says=() words=() word line tab=$'\t' nospace='' options=()
  COMPREPLY=()
  __desk_split
  for word in "${__desk_words[@]}"; do
    __desk_read "$word"
    words+=("$REPLY")
  done
  # Bash keeps what stands before the open quote, or up to the last of its word breaks; an @ goes with what follows it.
  if [[ -n $__desk_quote ]]; then
    __desk_kept=${REPLY:0:__desk_begun}
  else
    __desk_kept=${REPLY%"${REPLY##*["${COMP_WORDBREAKS//[!@=:<>&|;(]/}"]}"}
    __desk_kept=${__desk_kept%@}
  fi
  while IFS= read -r line; do
    case $line in
      :nospace) nospace=yes options+=(-o nospace) ;;
      :files) options+=(-o default) ;;
      :folders) options+=(-o dirnames) ;;
      :*) ;;
      *"$tab"*) __desk_add "${line%%"$tab"*}" "${line#*"$tab"}" ;;
      *) __desk_add "$line" '' ;;
    esac
  done < <(command desk completion answers -- "${words[@]}" 2>/dev/null </dev/null)
  # bash 3.2 has no compopt, bash 4.3 no nosort.
  if [[ $(type -t compopt) == builtin ]]; then
    compopt "${options[@]}" -o nosort 2>/dev/null || [[ ${#options[@]} == 0 ]] || compopt "${options[@]}"
  fi
  # Bash closes the quote behind an only answer, also where something has to follow it: a second one keeps it from that.
  if [[ -n $__desk_quote && -n $nospace && ${#COMPREPLY[@]} == 1 ]]; then COMPREPLY+=("${COMPREPLY[0]} "); fi
  # 63, 33 and 64 are the kinds of completion that list; any other one inserts.
  case ${COMP_TYPE-}:${#COMPREPLY[@]} in
    *:0 | *:1) ;;
    63:* | 33:* | 64:*) __desk_describe ;;
  esac
  return 0
}

complete -F _desk desk
