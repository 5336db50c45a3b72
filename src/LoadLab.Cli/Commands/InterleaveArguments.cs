using System.CommandLine;
using LoadLab.Cli.Invocations;
using LoadLab.Cli.Making;
using LoadLab.Cli.Options;
using LoadLab.Cli.Parts;
using LoadLab.Core;
using LoadLab.Core.Comparison;
using LoadLab.Core.Store;

namespace LoadLab.Cli.Commands;

/// <summary>What <c>compare --interleave</c> adds to <c>compare</c>: it makes the runs that it compares.</summary>
internal sealed class InterleaveArguments
{
    private const int DefaultRuns = 5;

    private readonly Option<bool> _interleave = new("--interleave")
    {
        Description = "Make the runs, too: <before> and <after> are suites, A and B, that take turns: A B B A A B B A … with one seed. One suite is enough with --set-a or --set-b.",
    };

    private readonly Option<int?> _count = SeriesOptions.Count("With --interleave: runs of each side. Default: 5. Fewer than 4 cannot show a shift.", least: 1);
    private readonly Option<KeyValuePair<string, string>[]> _set = CommonOptions.Pairs("--set", "With --interleave: override a key of both suites. Repeatable.");
    private readonly Option<KeyValuePair<string, string>[]> _setA = CommonOptions.Pairs("--set-a", "With --interleave: override a key of A only. Repeatable.");
    private readonly Option<KeyValuePair<string, string>[]> _setB = CommonOptions.Pairs("--set-b", "With --interleave: override a key of B only. Repeatable.");
    private readonly Option<KeyValuePair<string, string>[]> _label = CommonOptions.Pairs("--label", "With --interleave: give all runs a label. Repeatable.");
    private readonly StackOptions _stack = new("With --interleave: ");
    private readonly Option<long?> _seed = RunOptions.SeedOption("With --interleave: the seed of all runs. Default: that of A.");
    private readonly Option<bool> _setup = new("--setup") { Description = "With --interleave: first install what this machine lacks." };

    /// <summary>In the order of the help.</summary>
    public IEnumerable<Option> All => [_interleave, _count, _set, _setA, _setB, _label, _stack.Kind, _seed, _setup, .. _stack.External];

    /// <summary>True when the runs are to be made.</summary>
    public bool IsAsked(ParseResult parsed) => parsed.GetValue(_interleave);

    /// <summary>Whether the machine is to be set up first.</summary>
    public bool IsSetup(ParseResult parsed) => parsed.GetValue(_setup);

    /// <summary>Refuses options that stored runs have no use for.</summary>
    /// <exception cref="LoadLabException">There are some (104).</exception>
    public void CheckUnused(ParseResult parsed)
    {
        var given = All.Skip(1).Where(option => parsed.GetResult(option) is { Implicit: false }).Select(option => option.Name).ToList();
        if (given.Count > 0)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, $"{string.Join(", ", given)}: only with --interleave, which makes the runs that it compares.", "See: loadlab compare --help");
        }
    }

    /// <summary>The series that is asked for.</summary>
    /// <exception cref="LoadLabException">Nothing tells A from B (104), or A cannot be planned.</exception>
    public SeriesPlan Read(ParseResult parsed, string a, string? b, Func<RunArguments, PreparedRun> prepare)
    {
        var (setA, setB) = (parsed.GetValue(_setA) ?? [], parsed.GetValue(_setB) ?? []);
        if ((b is null || a == b) && setA.Length + setB.Length == 0)
        {
            throw new LoadLabException(
                ExitCode.BadConfiguration, $"Nothing tells A from B: both are suite '{a}'.", "Give another suite, or --set-a or --set-b. How much runs of one thing vary is what this says: loadlab noise " + a);
        }

        RunArguments Of(string suite, KeyValuePair<string, string>[] own) => _stack.Read(parsed, new RunArguments
        {
            Suite = suite,
            Overrides = [.. parsed.GetValue(_set) ?? [], .. own],
            Labels = CommonOptions.ToDictionary(parsed.GetValue(_label) ?? []),
            Seed = parsed.GetValue(_seed),
        });

        var first = Of(a, setA);
        var plan = prepare(first).Plan;
        return new SeriesPlan(
            first with { Seed = plan.Seed },
            Of(b ?? a, setB) with { Seed = plan.Seed },
            parsed.GetValue(_count) ?? DefaultRuns,
            InterleaveOrder.Label,
            RunId.New(TimeProvider.System.GetUtcNow(), plan.Suite));
    }
}
