using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace LoadLab.IntegrationTests.Packages;

/// <summary>The tutorial as a script: its commands as they stand, its files where it says that they go. Only the port is another one.</summary>
internal sealed partial class Tutorial
{
    private const string Port = "8080";

    private readonly List<string> _commands = [];
    private readonly StringBuilder _script = new();

    /// <summary>Reads it.</summary>
    public Tutorial(string markdown, int port)
    {
        foreach (Match block in Blocks().Matches(markdown))
        {
            var text = block.Groups["text"].Value;
            if (block.Groups["language"].Value == "csharp")
            {
                var file = Files().Matches(markdown[..block.Index])[^1].Groups[1].Value;
                _script.Append(CultureInfo.InvariantCulture, $"cat > '{file}' <<'END OF FILE'\n{text}END OF FILE\n");
                continue;
            }

            foreach (var command in text.Trim().Split('\n'))
            {
                _script.Append(CultureInfo.InvariantCulture, $"{command.Replace(Port, port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)}\nprintf '\\n::%s %s\\n' {_commands.Count} $?\n");
                _commands.Add(command);
                if (command.EndsWith('&'))
                {
                    _script.Append("trap \"kill $!\" EXIT\n");
                }
            }
        }
    }

    /// <summary>Each command as it stands in the tutorial.</summary>
    public IReadOnlyList<string> Commands => _commands;

    /// <summary>What a shell can run; it prints the exit code of each command, on a line of its own whatever else still prints.</summary>
    public string Script => _script.ToString();

    /// <summary>The exit codes by the commands, in what the script printed; those that were not reached are missing.</summary>
    public IReadOnlyDictionary<string, int> ExitCodes(string output) => Codes().Matches(output)
        .Select(match => (Command: _commands[int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)], Code: int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture)))
        .GroupBy(pair => pair.Command).ToDictionary(group => group.Key, group => group.Max(pair => pair.Code), StringComparer.Ordinal);

    [GeneratedRegex("^```(?<language>sh|csharp)\n(?<text>.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Blocks();

    [GeneratedRegex("`([^`\n]+\\.cs)`")]
    private static partial Regex Files();

    [GeneratedRegex("^::([0-9]+) ([0-9]+)$", RegexOptions.Multiline)]
    private static partial Regex Codes();
}
