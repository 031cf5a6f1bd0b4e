# Completion of hashiya for fish. Put it where fish looks for it:
#   hashiya completion fish > ~/.config/fish/completions/hashiya.fish

function __hashiya_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l lines ($words[1] __complete fish $words[2..-1] "$current" 2>/dev/null)
    or return
    printf '%s\n' $lines[2..-1]
    set -l option (string match -r -- '^--[^=]+=' $current)
    set -l path (string replace -r -- '^--[^=]+=' '' $current)
    switch $lines[1]
        case files
            __fish_complete_path $path | string replace -r -- '^' "$option"
        case folders
            __fish_complete_directories $path '' | string replace -r -- '^' "$option"
    end
end

complete -c hashiya -k -f -a '(__hashiya_complete)'
