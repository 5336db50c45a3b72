using System.CommandLine;
using LoadLab.Cli.Invocations;
using LoadLab.Core;
using LoadLab.K6;
using LoadLab.K6.Loads;

namespace LoadLab.Cli.Options;

/// <summary>The options of a run of a k6 script, under k6's names.</summary>
internal sealed class ScriptOptions
{
    private const string Only = "k6 scripts: ";

    private readonly Option<int?> _users = new("--vus", "-u") { Description = Only + "Virtual users, in place of the script's load.", HelpName = "N" };
    private readonly Option<string?> _duration = new("--duration", "-d") { Description = Only + "How long they go on, such as 30s.", HelpName = "TIME" };
    private readonly Option<int?> _iterations = new("--iterations", "-i") { Description = Only + "Iterations that the users share.", HelpName = "N" };
    private readonly Option<string[]> _stages = new("--stage", "-s") { Description = Only + "A ramp: how long, and to how many users, such as 30s:10. Repeatable.", HelpName = "TIME:N" };
    private readonly Option<double?> _perSecond = new("--rps") { Description = Only + "Most requests a second of the whole test.", HelpName = "N" };
    private readonly Option<KeyValuePair<string, string>[]> _environment = CommonOptions.Pairs("--env", Only + "A variable of __ENV. Repeatable. The script sees no other variables.");
    private readonly Option<KeyValuePair<string, string>[]> _modules = CommonOptions.Pairs("--module", Only + "A file that stands for a module that is imported by URL: URL=FILE. Repeatable.");

    /// <summary>All, in the order of the help.</summary>
    public Option[] All => [_users, _duration, _iterations, _stages, _perSecond, _environment, _modules];

    /// <summary>What was asked for, put into <paramref name="arguments"/>.</summary>
    /// <exception cref="LoadLabException">They were given for a suite (104).</exception>
    public RunArguments AddTo(RunArguments arguments, ParseResult parsed)
    {
        if (K6Script.IsScript(arguments.Suite))
        {
            return arguments with { Script = Read(parsed) };
        }

        var given = All.Where(option => parsed.GetResult(option) is { Implicit: false }).Select(option => option.Name).ToList();
        return given.Count == 0 ? arguments
            : throw new LoadLabException(ExitCode.BadConfiguration, $"{string.Join(", ", given)}: only for k6 scripts, and '{arguments.Suite}' is a suite.", "A suite's load stands in its phases; --set changes it.");
    }

    private K6Arguments Read(ParseResult parsed) => new()
    {
        Environment = CommonOptions.ToDictionary(parsed.GetValue(_environment) ?? []),
        ModuleCopies = CommonOptions.ToDictionary(parsed.GetValue(_modules) ?? []),
        Load = new LoadOverrides
        {
            Users = parsed.GetValue(_users),
            Duration = parsed.GetValue(_duration),
            Iterations = parsed.GetValue(_iterations),
            Stages = parsed.GetValue(_stages) ?? [],
            RequestsPerSecond = parsed.GetValue(_perSecond),
        },
    };
}
