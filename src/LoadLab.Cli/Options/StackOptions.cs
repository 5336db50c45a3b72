using System.CommandLine;
using LoadLab.Cli.Invocations;

namespace LoadLab.Cli.Options;

/// <summary>Which stack a run is made on: the same options for <c>run</c>, <c>gate</c>, <c>plan</c>, <c>noise</c> and <c>compare --interleave</c>.</summary>
/// <param name="only">Stands before each description, for a command that has a use for them only sometimes.</param>
internal sealed class StackOptions(string only = "")
{
    private const string Connection = "@FILE and '${NAME}' keep it off the command line; default: the variable";

    private readonly Option<string?> _url = New(only, 0, "URL", $"Address of your own API; implies --stack external. Default there: the variable {ExternalKeys.All[0].Variable}.");
    private readonly Option<string?> _postgres = New(only, 1, "STRING", $"Your Postgres, for the probes: Npgsql's connection string or postgres://… Never stored. {Connection} {ExternalKeys.All[1].Variable}.");
    private readonly Option<string?> _redis = New(only, 2, "STRING", $"Your Redis, for the probes: StackExchange.Redis' configuration or redis://… Never stored. {Connection} {ExternalKeys.All[2].Variable}.");
    private readonly Option<string?> _metrics = New(only, 3, "PATH", "Path of your API's Prometheus metrics, or off to scrape none. Default: /metrics.");

    /// <summary><c>--stack</c>.</summary>
    public Option<string?> Kind { get; } = new("--stack") { Description = only + "auto, processes, containers or external. Default: the suite's.", HelpName = "KIND" };

    /// <summary>Those of a stack that LoadLab does not start.</summary>
    public IReadOnlyList<Option> External => [_url, _postgres, _redis, _metrics];

    /// <summary>All, in the order of the help.</summary>
    public IEnumerable<Option> All => [Kind, .. External];

    /// <summary>What was asked for, put into <paramref name="arguments"/>.</summary>
    public RunArguments Read(ParseResult parsed, RunArguments arguments)
    {
        var overrides = arguments.Overrides.ToList();
        for (var at = 0; at < ExternalKeys.All.Count; at++)
        {
            if (parsed.GetValue((Option<string?>)External[at]) is { } value)
            {
                overrides.Add(new KeyValuePair<string, string>(External[at] == _metrics && value == "off" ? "metrics" : ExternalKeys.All[at].Key, value));
            }
        }

        return arguments with
        {
            // A file that the command line names is sought from here, not from the suite's folder.
            Overrides = [.. overrides.Select(pair => IsFile(pair) ? new KeyValuePair<string, string>(pair.Key, "@" + Path.GetFullPath(pair.Value[1..])) : pair)],
            Stack = parsed.GetValue(Kind) ?? (parsed.GetValue(_url) is null ? null : "external"),
        };
    }

    private static bool IsFile(KeyValuePair<string, string> pair) =>
        pair.Value is ['@', _, ..] && Core.Runs.RunRedaction.ConnectionKeys.Contains(pair.Key, StringComparer.Ordinal);

    private static Option<string?> New(string only, int at, string helpName, string description) => new(ExternalKeys.All[at].Option) { Description = only + description, HelpName = helpName };
}
