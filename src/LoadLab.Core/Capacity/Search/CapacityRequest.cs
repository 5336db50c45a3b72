namespace LoadLab.Core.Capacity.Search;

/// <summary>What was asked for on the command line. What is null is chosen.</summary>
public sealed record CapacityRequest
{
    /// <summary>Steps that the time of a search is for where it was not given and <c>--hold</c> was.</summary>
    private const int DefaultSteps = 40;

    /// <summary>How long a step is held where nobody says.</summary>
    public static TimeSpan DefaultHold { get; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest search where nobody says: nine minutes, or forty steps of a longer hold.</summary>
    public static TimeSpan LongestOf(TimeSpan? hold) => hold * DefaultSteps is { } given && given > TimeSpan.FromMinutes(9) ? given : TimeSpan.FromMinutes(9);

    /// <summary>The models to search in; empty for those that the suite's capacity rows ask about.</summary>
    public IReadOnlyList<CapacityModel> Models { get; init; } = [];

    /// <summary>The first load.</summary>
    public CapacityLoad? From { get; init; }

    /// <summary>The highest load.</summary>
    public CapacityLoad? To { get; init; }

    /// <summary>Half of the interval's width, as a share of the load.</summary>
    public double Precision { get; init; } = 0.05;

    /// <summary>How long each step is measured.</summary>
    public TimeSpan Hold { get; init; } = DefaultHold;

    /// <summary>Longest search.</summary>
    public TimeSpan? MaxTime { get; init; }

    /// <summary>Rows that must hold; empty for those of the suite's capacity rows.</summary>
    public IReadOnlyList<string> Slos { get; init; } = [];
}
