"""`ivs-tui completion`: a script that completes this command's words in a shell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ivs_tui.cli import grammar
from ivs_tui.cli.failure import OK, USAGE, Failure
from ivs_tui.cli.grammar import FILES, PROFILES, Command, Option
from ivs_tui.cli.printing import write

_HELP = """\
usage: ivs-tui completion bash|zsh|fish

Print a script that completes commands, views, kinds, options and their values:
  bash  source <(ivs-tui completion bash)        in ~/.bashrc
  zsh   source <(ivs-tui completion zsh)         in ~/.zshrc, after compinit
  fish  ivs-tui completion fish > ~/.config/fish/completions/ivs-tui.fish
"""


def run(rest: Sequence[str]) -> int:
    """Print the script of one shell."""
    if set(rest) & {"-h", "--help"}:
        print(_HELP, end="")
        return OK
    if len(rest) != 1 or rest[0] not in _SCRIPTS:
        asked = f"not {' '.join(rest)}" if rest else "and which is yours?"
        raise Failure(USAGE, f"there is completion for {', '.join(_SCRIPTS)}; {asked}")
    write(_SCRIPTS[rest[0]](), "the script")
    return OK


# What bash and zsh have in common: the words of a script, in which nothing is special to a shell


def _cases(everywhere: Sequence[Option], commands: Sequence[Command]) -> str:
    """What may follow an option, by `command:option`; of most, anything."""
    anything, lines = [], []
    for name, options in (*((one.name, one.options) for one in commands), ("*", everywhere)):
        for option in options:
            patterns = [f"{name}:{one}" for one in option.names]
            if offer := _offer(option):
                lines.append(f"        {'|'.join(patterns)}) {offer} ;;")
            elif option.takes:
                anything += patterns
    return "\n".join([*lines, f"        {'|'.join(anything)}) ;;"])


def _offer(option: Option) -> str:
    if option.source == PROFILES:
        return "offered=$(_ivs_tui_profiles)"
    if option.source == FILES:
        return "files=1"
    return f"offered={_lines(option.values)}" if option.takes and option.values else ""


def _lines(words: Iterable[str]) -> str:
    return "$'" + "\\n".join(words) + "'"


def _words(everywhere: Sequence[Option], command: Command) -> str:
    options = grammar.unique((*command.options, *everywhere))
    long = [name for one in options for name in one.names if name.startswith("--")]
    name = command.name or "*"
    return f"            {name}) offered={_lines(command.words)} options={_lines(long)} ;;"


_PROFILES = r"""_ivs_tui_profiles() {
    {
        sed -n -e 's/^[[:space:]]*\[profile[[:space:]]\{1,\}\([^]]*\)\].*/\1/p' \
            -e 's/^[[:space:]]*\[\(default\)\].*/\1/p' "${AWS_CONFIG_FILE:-$HOME/.aws/config}"
        sed -n -e 's/^[[:space:]]*\[\([^]]*\)\].*/\1/p' \
            "${AWS_SHARED_CREDENTIALS_FILE:-$HOME/.aws/credentials}"
    } 2>/dev/null | tr -d "\"'" | sort -u
}
"""

_BASH = r"""# Completes ivs-tui in bash; made by `ivs-tui completion bash`.
@PROFILES@
_ivs_tui() {
    local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}
    local command= offered= options= files= word i
    # Bash takes `=` for a word of its own.
    if [[ $current == = ]]; then
        current=
    elif [[ $before == = ]]; then
        before=${COMP_WORDS[COMP_CWORD-2]}
    fi
    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
            @TAKING@) ((i++)) ;;
            @COMMANDS@) command=${COMP_WORDS[i]}; break ;;
        esac
    done
    case $command:$before in
@CASES@
        *) case $command in
@WORDS@
        esac ;;
    esac
    COMPREPLY=()
    if [[ $files ]]; then
        compopt -o filenames 2>/dev/null
        while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "$current")
        return
    fi
    if [[ $options && ( $current == -* || -z $offered ) ]]; then
        offered=$options
    fi
    # Not `compgen -W`, which obeys what stands in a word.
    while IFS= read -r word; do
        [[ $word && $word == "$current"* ]] && COMPREPLY+=("$(printf %q "$word")")
    done <<<"$offered"
}
complete -F _ivs_tui ivs-tui
"""

_ZSH = r"""#compdef ivs-tui
# Completes ivs-tui in zsh; made by `ivs-tui completion zsh`.
@PROFILES@
_ivs_tui() {
    # Under the options that zsh's own completion sets: `_files` needs them.
    local before=${words[CURRENT-1]} command= options= files= i
    local -a typed=("${(@)words}")
    local offered=
    if [[ ${typed[CURRENT]} == --*=* ]]; then
        before=${typed[CURRENT]%%=*}
        compset -P '*='
    fi
    for ((i = 2; i < CURRENT; i++)); do
        case ${typed[i]} in
            @TAKING@) ((i++)) ;;
            @COMMANDS@) command=${typed[i]}; break ;;
        esac
    done
    case $command:$before in
@CASES@
        *) case $command in
@WORDS@
        esac ;;
    esac
    if [[ -n $files ]]; then
        _files
        return
    fi
    if [[ -n $options && ( ${typed[CURRENT]} == -* || -z $offered ) ]]; then
        offered=$options
    fi
    local -a found=("${(@f)offered}")
    compadd -- ${found:#}
}
if [[ $funcstack[1] == _ivs_tui ]]; then
    _ivs_tui "$@"
else
    compdef _ivs_tui ivs-tui
fi
"""


def _filled(template: str) -> str:
    everywhere, commands = grammar.everywhere(), grammar.commands()
    every = grammar.unique((*everywhere, *(one for each in commands for one in each.options)))
    taking = [name for one in every if one.takes for name in one.names]
    words = [_words(everywhere, each) for each in (*commands[1:], commands[0])]
    filled = {
        "PROFILES": _PROFILES,
        "TAKING": "|".join(dict.fromkeys(taking)),
        "COMMANDS": "|".join(each.name for each in commands[1:]),
        "CASES": _cases(everywhere, commands),
        "WORDS": "\n".join(words),
    }
    for name, text in filled.items():
        template = template.replace(f"@{name}@", text)
    return template


_FISH = r"""# Completes ivs-tui in fish; made by `ivs-tui completion fish`.
function __ivs_tui_profiles
    set -l config ~/.aws/config
    set -q AWS_CONFIG_FILE; and set config $AWS_CONFIG_FILE
    set -l credentials ~/.aws/credentials
    set -q AWS_SHARED_CREDENTIALS_FILE; and set credentials $AWS_SHARED_CREDENTIALS_FILE
    begin
        set -l named '^\s*\[(?:profile\s+([^]]*)|(default))\].*'
        test -r $config; and string replace -rf $named '$1$2' <$config
        test -r $credentials; and string replace -rf '^\s*\[([^]]*)\].*' '$1' <$credentials
    end | string replace -ra '["\']' ''
end
function __ivs_tui_is_monitor
    not __fish_seen_subcommand_from @COMMANDS@
end
complete -c ivs-tui -f
"""


def _fish() -> str:
    commands = grammar.commands()
    lines = [_fish_option(option, "") for option in grammar.everywhere()]
    for each in commands:
        when = f"__fish_seen_subcommand_from {each.name}" if each.name else "__ivs_tui_is_monitor"
        says = {one.name: f" -d {_quoted(one.says)}" for one in commands if not each.name}
        offered = f"complete -c ivs-tui -n '{when}' -a"
        lines += [f"{offered} {word}{says.get(word, '')}" for word in each.words]
        lines += [_fish_option(option, when) for option in each.options]
    names = " ".join(each.name for each in commands[1:])
    return _FISH.replace("@COMMANDS@", names) + "\n".join(lines) + "\n"


def _fish_option(option: Option, when: str) -> str:
    told = ["complete -c ivs-tui", *([f"-n '{when}'"] if when else [])]
    told += [f"{'-l' if name[1] == '-' else '-s'} {name.lstrip('-')}" for name in option.names]
    if option.takes:
        told.append("-r -F" if option.source == FILES else "-x")
    if option.source == PROFILES:
        told.append("-a '(__ivs_tui_profiles)'")
    elif option.takes and option.values:
        told.append(f"-a '{' '.join(option.values)}'")
    return " ".join([*told, f"-d {_quoted(option.says)}"])


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


_SCRIPTS = {"bash": lambda: _filled(_BASH), "zsh": lambda: _filled(_ZSH), "fish": _fish}
