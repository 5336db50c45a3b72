using System.CommandLine;
using System.Text;
using LoadLab.Cli;
using LoadLab.Cli.Options;
using LoadLab.Tests.Core.Evaluation.Slos;

namespace LoadLab.Tests.Cli;

/// <summary>What the help shows can be typed: every example, and every default in people's words.</summary>
public sealed class HelpExamplesTests : IDisposable
{
    private static readonly ParserConfiguration s_plain = new() { ResponseFileTokenReplacer = null };
    private readonly CliHarness _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Every_example_is_a_command_line_that_is_understood()
    {
        var root = CommandLine.Build(new Composition(RecordBuilder.Root()).Commands(_cli.Console));
        var examples = new List<string>();
        foreach (var path in Paths(root, []))
        {
            examples.AddRange((await HelpAsync(path)).Split("\nExamples:\n")[1].Split("\n\n")[0].Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));
        }

        var lines = examples.SelectMany(Commands).Where(words => words is ["loadlab", _, ..]).ToList();

        lines.Should().HaveCountGreaterThan(100);
        foreach (var words in lines)
        {
            UsageFaults.Find(root.Parse([.. words.Skip(1)], s_plain))?.Faults.Should().BeNull("'{0}' is an example", string.Join(' ', words));
        }
    }

    [Fact]
    public async Task Defaults_are_written_as_they_are_typed()
    {
        var root = CommandLine.Build(new Composition(RecordBuilder.Root()).Commands(_cli.Console));
        foreach (var path in Paths(root, []))
        {
            (await HelpAsync(path)).Should().NotContain("[default: ]").And.NotContain("[default: 00:");
        }
    }

    private static IEnumerable<string[]> Paths(Command command, string[] path) => command.Subcommands.SelectMany(sub => Paths(sub, [.. path, sub.Name])).Prepend(path);

    private async Task<string> HelpAsync(string[] path)
    {
        _cli.Clear();
        await CommandLine.RunAsync([.. path, "--help"], _cli.Console, new Composition(RecordBuilder.Root()).Commands(_cli.Console));
        return _cli.Out;
    }

    /// <summary>The commands of a line, as a shell reads them: quotes, comments, variables before a command, pipes, lists, redirections.</summary>
    private static List<List<string>> Commands(string line)
    {
        var commands = new List<List<string>> { new() };
        var (word, isWord) = (new StringBuilder(), false);
        for (var at = 0; at < line.Length; at++)
        {
            if (line[at] is '\'' or '"')
            {
                var end = at + 1;
                for (; line[end] != line[at]; end++)
                {
                    end += line[at] == '"' && line[end] == '\\' ? 1 : 0;
                    word.Append(line[end]);
                }

                (at, isWord) = (end, true);
            }
            else if (line[at] is ' ' or '|' or '&' or '<' or '>')
            {
                EndWord();
                if (line[at] is not ' ')
                {
                    commands.Add([]);
                }
            }
            else if (line[at] == '#' && !isWord)
            {
                break;
            }
            else
            {
                word.Append(line[at]);
                isWord = true;
            }
        }

        EndWord();
        return commands;

        void EndWord()
        {
            var isVariable = commands[^1].Count == 0 && word.ToString().IndexOf('=', StringComparison.Ordinal) > 0;
            if (isWord && !isVariable)
            {
                commands[^1].Add(word.ToString());
            }

            word.Clear();
            isWord = false;
        }
    }
}
