using LoadLab.Core.Running;
using LoadLab.Sdk;

namespace LoadLab.Testing;

/// <summary>What a load test was asked to do.</summary>
internal sealed record LoadTestOptions
{
    /// <summary>Name or path of the suite; the name of the scenario where it is in code.</summary>
    public required string Suite { get; init; }

    /// <summary>The scenario in code; null for a suite.</summary>
    public ScenarioProps? Scenario { get; init; }

    /// <summary>The catalogue of a scenario in code; null for its thresholds alone.</summary>
    public string? Catalogue { get; init; }

    public Uri? Address { get; init; }

    public string? Stack { get; init; }

    public string? Postgres { get; init; }

    public string? Redis { get; init; }

    public string? MetricsPath { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Overrides { get; init; } = [];

    public IReadOnlyList<string> EnvironmentFiles { get; init; } = [];

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public long? Seed { get; init; }

    public int Attempts { get; init; } = 1;

    public Action<string> Output { get; init; } = Console.WriteLine;

    public string? Results { get; init; }

    public IRunObserver? Observer { get; init; }

    public Action<IStack>? StackStarted { get; init; }
}
