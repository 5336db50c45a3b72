using System.CommandLine;
using LoadLab.Cli.Invocations;
using LoadLab.Core.Runs;

namespace LoadLab.Cli.Options;

/// <summary>Which stack a run is made on: the same options for <c>run</c>, <c>gate</c>, <c>plan</c>, <c>noise</c> and <c>compare --interleave</c>.</summary>
/// <param name="only">Stands before each description, for a command that has a use for them only sometimes.</param>
internal sealed class StackOptions(string only = "")
{
    private const string Connection = "@FILE and '${NAME}' keep it off the command line; default: the variable";

    private readonly Option<string?> _url = New(
        ExternalKeys.BaseUrl, "URL", only + $"Address of your own API; implies --stack external. Default there: the variable {ExternalKeys.BaseUrl.Variable}.");

    private readonly Option<string?> _postgres = New(
        ExternalKeys.Postgres, "STRING", only + $"Your Postgres, for the probes: Npgsql's connection string or postgres://… Never stored. {Connection} {ExternalKeys.Postgres.Variable}.");

    private readonly Option<string?> _redis = New(
        ExternalKeys.Redis, "STRING", only + $"Your Redis, for the probes: StackExchange.Redis' configuration or redis://… Never stored. {Connection} {ExternalKeys.Redis.Variable}.");

    private readonly Option<string?> _metrics = New(ExternalKeys.MetricsPath, "PATH", only + "Path of your API's Prometheus metrics, or off to scrape none. Default: /metrics.");

    /// <summary><c>--stack</c>.</summary>
    public Option<string?> Kind { get; } = new("--stack") { Description = only + "auto, processes, containers or external. Default: the suite's.", HelpName = "KIND" };

    /// <summary>Those of a stack that LoadLab does not start.</summary>
    public IReadOnlyList<Option> External => [_url, _postgres, _redis, _metrics];

    /// <summary>All, in the order of the help.</summary>
    public IEnumerable<Option> All => [Kind, .. External];

    /// <summary>What was asked for, put into <paramref name="arguments"/>.</summary>
    public RunArguments Read(ParseResult parsed, RunArguments arguments) => arguments with
    {
        Overrides = [.. arguments.Overrides.Concat(Given(parsed)).Select(Located)],
        Stack = parsed.GetValue(Kind) ?? (parsed.GetValue(_url) is null ? null : "external"),
    };

    /// <summary>The options as overrides of the suite.</summary>
    private IEnumerable<KeyValuePair<string, string>> Given(ParseResult parsed)
    {
        foreach (var (option, key) in new[] { (_url, ExternalKeys.BaseUrl), (_postgres, ExternalKeys.Postgres), (_redis, ExternalKeys.Redis), (_metrics, ExternalKeys.MetricsPath) })
        {
            if (parsed.GetValue(option) is { } value)
            {
                yield return new KeyValuePair<string, string>(option == _metrics && value == "off" ? "metrics" : key.Key, value);
            }
        }
    }

    /// <summary>A file that the command line names is sought from here, not from the suite's folder.</summary>
    private static KeyValuePair<string, string> Located(KeyValuePair<string, string> pair) =>
        pair.Value is ['@', _, ..] && RunRedaction.ConnectionKeys.Contains(pair.Key, StringComparer.Ordinal)
            ? new KeyValuePair<string, string>(pair.Key, "@" + Path.GetFullPath(pair.Value[1..]))
            : pair;

    private static Option<string?> New(ExternalKey key, string helpName, string description) => new(key.Option) { Description = description, HelpName = helpName };
}
