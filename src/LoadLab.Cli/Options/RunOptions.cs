using System.CommandLine;
using System.Globalization;
using LoadLab.Cli.Invocations;
using LoadLab.Cli.Parts;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;

namespace LoadLab.Cli.Options;

/// <summary>The options of whatever makes runs: <c>run</c>, <c>gate</c>, <c>noise</c>, <c>compare --interleave</c>.</summary>
/// <param name="printed">What <c>--json</c> prints.</param>
/// <param name="decides">Whether its runs are made for a decision: then <c>--change</c> and its approval are options too.</param>
internal sealed class RunOptions(string printed = "the run document", bool decides = true)
{
    public Argument<string> Suite { get; } = new("suite") { Description = "A suite's name, or the path of its .yaml file." };

    /// <summary><c>--json</c>, of what the command prints.</summary>
    public Option<bool> Json { get; } = CommonOptions.Json(printed);

    public Option<string?> Output { get; } = CommonOptions.Out();

    public Option<bool> Setup { get; } = new("--setup") { Description = "First install what this machine lacks. Prints each command before it runs it." };

    /// <summary><c>--trace-sample</c>.</summary>
    public Option<string?> TraceSample { get; } = TraceOption.Create();

    private readonly Option<KeyValuePair<string, string>[]> _set = CommonOptions.Pairs("--set", "Override a key of the suite, as in lms.delay=700ms. Repeatable.");
    private readonly Option<KeyValuePair<string, string>[]> _label = CommonOptions.Pairs("--label", "Give the run a label. Repeatable.");
    private readonly ChangeArguments _change = new();
    private readonly StackOptions _stack = new();
    private readonly PublishOptions _publish = new();
    private readonly Option<string?> _driver = new("--driver") { Description = "What makes the load: loadlab, or k6 for the real k6 on PATH, which runs k6 scripts. Default: the suite's.", HelpName = "DRIVER" };
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
        foreach (var option in (Option[])[Json, _set, _label, _stack.Kind, _driver, _seed, TraceSample, .. decides ? _change.All : [], .. more, .. _publish.All, Output, Setup, .. _stack.External])
        {
            command.Options.Add(option);
        }

        UsageFaults.RefuseOptions(Suite, command);
    }

    /// <summary>What was asked for.</summary>
    public RunArguments Read(ParseResult parsed) => _stack.Read(parsed, new RunArguments
    {
        Suite = parsed.GetRequiredValue(Suite),
        Overrides =
        [
            .. parsed.GetValue(_set) ?? [],
            .. new[] { (DriverWords.Key, parsed.GetValue(_driver)), (TraceRatio.Key, parsed.GetValue(TraceSample)) }.Where(key => key.Item2 is not null).Select(key => new KeyValuePair<string, string>(key.Item1, key.Item2!)),
        ],
        Labels = CommonOptions.ToDictionary(parsed.GetValue(_label) ?? []),
        Seed = parsed.GetValue(_seed),
        Change = decides ? _change.Read(parsed) : new(),
        Results = parsed.GetValue(Output),
        Publish = _publish.Read(parsed),
    });

    /// <summary>The options that were given to say where live figures go.</summary>
    public IReadOnlyList<string> Published(ParseResult parsed) => [.. _publish.All.Where(option => parsed.GetResult(option) is { Implicit: false }).Select(option => option.Name)];

    /// <summary>Where its runs are kept: <c>--out</c>, or as <see cref="ResultsFolder"/> says.</summary>
    public RunStore Store(ParseResult parsed, RunFolders folders) => new(folders.Choose(parsed.GetValue(Output), parsed.GetValue(Suite) is { } suite && LoadLab.K6.K6Script.IsScript(suite) ? Path.GetFullPath(suite) : parsed.GetValue(Suite)));
}
