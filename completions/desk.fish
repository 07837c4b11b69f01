# Completion of desk in fish.
#
# The program itself says how a line may go on (desk completion answers). fish quotes what it inserts. Nothing that was
# typed is run.

function __desk_answers
    set -l words (commandline -opc)
    set -l typed (commandline -ct)
    # An open quote or a backslash is part of what was typed, but not of the word.
    set -l plain (string unescape -- $typed)
    or set plain (string replace -r '^[\'"]' '' -- $typed)
    for line in (command desk completion answers -- $words[2..-1] "$plain" 2>/dev/null </dev/null)
        switch $line
            case :files
                __fish_complete_path "$typed"
            case :folders
                __fish_complete_directories "$typed"
            case ':*'
            case '*'
                printf '%s\n' $line
        end
    end
end

complete -c desk -e
complete -c desk -f -k -a '(__desk_answers)'
