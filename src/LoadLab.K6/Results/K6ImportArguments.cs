using LoadLab.Core.Runs;

namespace LoadLab.K6.Results;

/// <summary>What is said of results that are imported.</summary>
public sealed record K6ImportArguments
{
    /// <summary>Name that the run gets as its suite's.</summary>
    public required string Suite { get; init; }

    /// <summary>The file; <c>-</c> for standard input.</summary>
    public required string Source { get; init; }

    /// <summary>When the file was written: the end of the run, where its content has no date.</summary>
    public required DateTimeOffset WrittenAt { get; init; }

    /// <summary>Name of the catalogue that judges it; empty for its thresholds alone.</summary>
    public string Catalogue { get; init; } = "";

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>How it was asked for; null when it cannot be asked for again.</summary>
    public RunInvocation? Invocation { get; init; }

    /// <summary>Told how many bytes of the file have been read.</summary>
    public Action<long>? OnRead { get; init; }
}
