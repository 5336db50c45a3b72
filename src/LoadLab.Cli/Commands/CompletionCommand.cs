using System.CommandLine;
using LoadLab.Cli.Options;
using LoadLab.Cli.Parts;

namespace LoadLab.Cli.Commands;

/// <summary><c>loadlab completion SHELL</c>: prints the script that makes a shell complete commands, options and their values.</summary>
internal static class CompletionCommand
{
    // Each asks loadlab itself, so that no list here can grow old: [suggest:AT] "LINE" prints what may stand at AT, without the program's name.
    private const string Bash = """
        _loadlab() {
          local line=${COMP_LINE#* } IFS=$'\n'
          COMPREPLY=( $(compgen -W "$("$1" "[suggest:$((COMP_POINT - ${#COMP_LINE} + ${#line}))]" "$line" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}") )
        }
        complete -o default -F _loadlab loadlab ./loadlab
        """;

    private const string Zsh = """
        #compdef loadlab
        _loadlab() {
          local line="${BUFFER#* }"
          local -a found=("${(@f)$("${words[1]}" "[suggest:$((CURSOR - ${#BUFFER} + ${#line}))]" "$line" 2>/dev/null)}")
          compadd -- $found
          _files
        }
        compdef _loadlab loadlab ./loadlab
        """;

    private const string Fish = """
        function __loadlab_complete
            set -l line (string replace -r '^\S+\s*' '' -- (commandline -cp))
            set -l words (commandline -opc)
            $words[1] "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c loadlab -a '(__loadlab_complete)'
        """;

    public static Command Create(CliConsole console)
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or fish." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new Command("completion", "Print the script that makes a shell complete commands, options and their values.") { shell };
        HelpExamples.Install(command, ["source <(loadlab completion bash)", "loadlab completion fish > ~/.config/fish/completions/loadlab.fish"]);
        command.SetAction(parsed => console.Out.WriteLine(parsed.GetRequiredValue(shell) switch { "bash" => Bash, "zsh" => Zsh, _ => Fish }));
        return command;
    }
}
