using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation.Decisions;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;

namespace LoadLab.Core.Suites;

/// <summary>What the command line adds to a suite.</summary>
public sealed record PlanOptions
{
    /// <summary>Seed instead of the suite's.</summary>
    /// <value>Null: the suite's.</value>
    public long? Seed { get; init; }

    /// <summary>Stack instead of the suite's: <c>auto</c>, <c>processes</c>, <c>containers</c> or <c>external</c>.</summary>
    /// <value>Null: the suite's.</value>
    public string? StackKind { get; init; }

    /// <summary>Labels of the run.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Which part of the plan this process runs.</summary>
    public ShardPlan Shard { get; init; } = ShardPlan.Whole;

    /// <summary>Whether a healer is awaited that starts anew what the suite's faults break.</summary>
    public bool AwaitsHealer { get; init; }

    /// <summary>Wall-clock start of all shards.</summary>
    /// <value>Null: as soon as all is ready.</value>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>The decision that the run is made for.</summary>
    public ChangeOptions Change { get; init; } = new();

    /// <summary>Where the scenario assembly was found.</summary>
    /// <value>Null: the suite's text.</value>
    public string? ScenarioAssemblyPath { get; init; }

    /// <summary>The k6 script that stands in the place of an assembly.</summary>
    /// <value>Null: the scenarios are an assembly's.</value>
    public ScriptLoad? Script { get; init; }

    /// <summary>The driver that makes the load.</summary>
    /// <value>Null: LoadLab's own engine.</value>
    public ForeignDriver? Driver { get; init; }

    /// <summary>Name of the catalogue, or the path where it was found.</summary>
    /// <value>Null: the suite's text.</value>
    public string? CatalogueReference { get; init; }

    /// <summary>The catalogue, to check the suite's <c>slos:</c> against.</summary>
    /// <value>Null: checked when the run is judged.</value>
    public SloCatalogue? Catalogue { get; init; }

    /// <summary>Finds what the stack and its probes would refuse of a stack's settings and of the suite's <c>metrics:</c>, before anything is started.</summary>
    /// <value>Null: found when the stack starts.</value>
    public Func<StackPlan, IReadOnlyDictionary<string, string>, IEnumerable<SettingFault>>? FindSettingFaults { get; init; }
}
