using System.CommandLine;
using LoadLab.Cli.Invocations;
using LoadLab.Core.Runs.Shapes;
using LoadLab.K6;
using LoadLab.K6.Loads;
using LoadLab.K6.Summaries;

namespace LoadLab.Cli.Options;

/// <summary>The options of a run of a k6 script, under k6's names.</summary>
internal sealed class ScriptOptions
{
    private const string Only = "k6 scripts: ";

    private readonly Option<int?> _users = NumberOption.Whole(Only + "Virtual users, in place of the script's.", 1, LoadLimits.MostUsers, "--vus", "-u");
    private readonly Option<string?> _duration = new("--duration", "-d") { Description = Only + "How long they go on, such as 30s, in place of the script's load.", HelpName = "TIME" };
    private readonly Option<int?> _iterations = NumberOption.Whole(Only + "Iterations that the users share, in place of the script's load.", 1, int.MaxValue, "--iterations", "-i");
    private readonly Option<string[]> _stages = new("--stage", "-s") { Description = Only + "A ramp: how long, and to how many users, such as 30s:10. Repeatable.", HelpName = "TIME:N" };
    private readonly Option<double?> _perSecond = NumberOption.Positive(Only + "Most requests a second of the whole test. Default: the script's rps, else no limit.", "--rps");
    private readonly Option<string?> _config = new("--config") { Description = Only + "A file of options as JSON; the options of the script itself have precedence.", HelpName = "FILE" };
    private readonly Option<KeyValuePair<string, string>[]> _environment = CommonOptions.Pairs("--env", Only + "A variable of __ENV. Repeatable. The script sees no other variables, but the settings of its suite.");
    private readonly Option<KeyValuePair<string, string>[]> _tags = CommonOptions.Pairs("--tag", Only + "A tag of every sample, for sub-metrics such as http_reqs{kind:nightly}. Repeatable.");
    private readonly Option<KeyValuePair<string, string>[]> _modules = CommonOptions.Pairs("--module", Only + "A local file in the place of a module that the script imports by URL, as URL=FILE. Repeatable.");
    private readonly Option<string?> _statistics = new("--summary-trend-stats") { Description = Only + "The figures of trends in its summary, such as avg,p(99),count. Default: avg,min,med,max,p(90),p(95)", HelpName = "LIST" };
    private readonly Option<string?> _export = new("--summary-export") { Description = Only + "Write the summary in k6's own form, too.", HelpName = "FILE" };
    private readonly Option<bool> _noSetup = new("--no-setup") { Description = Only + "Leave out setup()." };
    private readonly Option<bool> _noTeardown = new("--no-teardown") { Description = Only + "Leave out teardown()." };
    private readonly Option<bool> _noThresholds = new("--no-thresholds") { Description = Only + "Leave out the script's thresholds." };

    /// <summary>All, in the order of the help.</summary>
    public Option[] All => [_users, _duration, _iterations, _stages, _perSecond, _config, _environment, _tags, _modules, _statistics, _export, _noSetup, _noTeardown, _noThresholds];

    /// <summary>What was asked for, put into <paramref name="arguments"/>. Whether it has a script to go to is seen when the suite is read.</summary>
    public RunArguments AddTo(RunArguments arguments, ParseResult parsed) =>
        K6Script.IsScript(arguments.Suite) || All.Any(option => parsed.GetResult(option) is { Implicit: false }) ? arguments with { Script = Read(parsed) } : arguments;

    private K6Arguments Read(ParseResult parsed) => new()
    {
        Environment = CommonOptions.ToDictionary(parsed.GetValue(_environment) ?? []),
        ModuleCopies = CommonOptions.ToDictionary(parsed.GetValue(_modules) ?? []),
        Summary = new SummaryTargets { Export = parsed.GetValue(_export) },
        Load = new LoadOverrides
        {
            Users = parsed.GetValue(_users),
            Duration = parsed.GetValue(_duration),
            Iterations = parsed.GetValue(_iterations),
            Stages = parsed.GetValue(_stages) ?? [],
            RequestsPerSecond = parsed.GetValue(_perSecond),
            Config = parsed.GetValue(_config),
            Tags = CommonOptions.ToDictionary(parsed.GetValue(_tags) ?? []),
            TrendStatistics = parsed.GetValue(_statistics),
            NoSetup = parsed.GetValue(_noSetup),
            NoTeardown = parsed.GetValue(_noTeardown),
            NoThresholds = parsed.GetValue(_noThresholds),
        },
    };
}
