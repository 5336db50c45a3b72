using System.CommandLine;
using System.Globalization;
using LoadLab.Core.Runs;

namespace LoadLab.Cli.Commands;

/// <summary>The options of whatever makes runs: <c>run</c>, <c>gate</c>, <c>noise</c>, <c>compare --interleave</c>.</summary>
/// <param name="printed">What <c>--json</c> prints.</param>
internal sealed class RunOptions(string printed = "the run document")
{
    public Argument<string> Suite { get; } = new("suite") { Description = "A suite's name, or the path of its .yaml file." };

    /// <summary><c>--json</c>, of what the command prints.</summary>
    public Option<bool> Json { get; } = CommonOptions.Json(printed);

    public Option<string?> Output { get; } = CommonOptions.Out();

    public Option<bool> Setup { get; } = new("--setup") { Description = "First install what this machine lacks. Prints each command before it runs it." };

    private readonly Option<KeyValuePair<string, string>[]> _set = CommonOptions.Pairs("--set", "Override a key of the suite, as in lms.delay=700ms. Repeatable.");
    private readonly Option<KeyValuePair<string, string>[]> _label = CommonOptions.Pairs("--label", "Give the run a label. Repeatable.");
    private readonly ChangeArguments _change = new();
    private readonly Option<string?> _stack = new("--stack") { Description = "auto, processes, containers or external. Default: the suite's.", HelpName = "KIND" };
    private readonly Option<string?> _url = External("--external-url", "URL", "Address of your own API; implies --stack external.");
    private readonly Option<string?> _postgres = External("--external-postgres", "STRING", "Npgsql connection string of your Postgres, for the probes. Never stored.");
    private readonly Option<string?> _redis = External("--external-redis", "STRING", "StackExchange.Redis configuration of your Redis, for the probes. Never stored.");
    private readonly Option<string?> _metrics = External("--external-metrics", "PATH", "Path of your API's Prometheus metrics, or off to scrape none. Default: /metrics.");
    private readonly Option<long?> _seed = SeedOption("Seed of arrivals, data and think times. Default: the suite's.");

    /// <summary><c>--seed</c>.</summary>
    internal static Option<long?> SeedOption(string description) => new("--seed")
    {
        Description = description,
        HelpName = "N",
        CustomParser = result =>
        {
            if (long.TryParse(result.Tokens[0].Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number))
            {
                return number;
            }

            result.AddError($"--seed '{result.Tokens[0].Value}' is not a whole number.");
            return null;
        },
    };

    /// <summary>Puts the argument and the options into a command, in the order of its help; <paramref name="more"/> stand before those of the stack.</summary>
    public void AddTo(Command command, params Option[] more)
    {
        command.Arguments.Add(Suite);
        foreach (var option in (Option[])[Json, _set, _label, _stack, _seed, .. _change.All, .. more, Output, Setup, _url, _postgres, _redis, _metrics])
        {
            command.Options.Add(option);
        }

        UsageFaults.RefuseOptions(Suite, command);
    }

    /// <summary>What was asked for.</summary>
    public RunArguments Read(ParseResult parsed)
    {
        var overrides = new List<KeyValuePair<string, string>>(parsed.GetValue(_set) ?? []);
        void Add(string key, Option<string?> option)
        {
            if (parsed.GetValue(option) is { } value)
            {
                overrides.Add(new KeyValuePair<string, string>("stack.external." + key, value));
            }
        }

        Add("baseUrl", _url);
        Add("postgres", _postgres);
        Add("redis", _redis);
        if (parsed.GetValue(_metrics) == "off")
        {
            overrides.Add(new KeyValuePair<string, string>("metrics", "off"));
        }
        else
        {
            Add("metricsPath", _metrics);
        }

        return new RunArguments
        {
            Suite = parsed.GetRequiredValue(Suite),
            Overrides = overrides,
            Labels = CommonOptions.ToDictionary(parsed.GetValue(_label) ?? []),
            Stack = parsed.GetValue(_stack) ?? (parsed.GetValue(_url) is null ? null : "external"),
            Seed = parsed.GetValue(_seed),
            Change = _change.Read(parsed),
            Results = parsed.GetValue(Output),
        };
    }

    private static Option<string?> External(string name, string helpName, string description) => new(name) { Description = description, HelpName = helpName };
}
