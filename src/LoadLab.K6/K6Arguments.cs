using LoadLab.K6.Loads;
using LoadLab.K6.Summaries;

namespace LoadLab.K6;

/// <summary>What a command line or a suite says of a script.</summary>
public sealed record K6Arguments
{
    /// <summary><c>__ENV</c>.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The load and the options, over those of the script.</summary>
    public LoadOverrides Load { get; init; } = new();

    /// <summary>Addresses of modules, and the files that stand for them.</summary>
    public IReadOnlyDictionary<string, string> ModuleCopies { get; init; } = new Dictionary<string, string>();

    /// <summary>True when the address of the target is known once the load begins: scripts find it in <c>__ENV.BASE_URL</c>.</summary>
    public bool HasTarget { get; init; }

    /// <summary>True when a suite says the load: then the script need not bring any.</summary>
    public bool IsInSuite { get; init; }

    /// <summary>What was wrong with what was asked for, one sentence each, and keeps nothing from running.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The container image of the real k6; null for the k6 on PATH.</summary>
    public string? Image { get; init; }

    /// <summary>The directory that a container sees when the script lies below it: that of the suite.</summary>
    public string? Root { get; init; }

    /// <summary>Labels of its container.</summary>
    public IReadOnlyDictionary<string, string> ContainerLabels { get; init; } = new Dictionary<string, string>();

    /// <summary>Where the summary goes.</summary>
    public SummaryTargets Summary { get; init; } = new();

    /// <summary>The time.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
