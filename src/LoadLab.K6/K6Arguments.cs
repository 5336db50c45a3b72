using LoadLab.K6.Loads;

namespace LoadLab.K6;

/// <summary>What a command line says of a script.</summary>
public sealed record K6Arguments
{
    /// <summary><c>__ENV</c>.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The load, over that of the script.</summary>
    public LoadOverrides Load { get; init; } = new();

    /// <summary>Addresses of modules, and the files that stand for them.</summary>
    public IReadOnlyDictionary<string, string> ModuleCopies { get; init; } = new Dictionary<string, string>();

    /// <summary>The time.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
