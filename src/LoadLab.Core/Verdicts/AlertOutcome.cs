namespace LoadLab.Core.Verdicts;

/// <summary>
/// What a production alert of the catalogue would have done over the run. Information: an alert is no SLO, and what it does never changes the decision.
/// </summary>
public sealed record AlertOutcome
{
    /// <summary>The alert's id.</summary>
    public required string Id { get; init; }

    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>The SLO whose figure was replayed; empty when none was.</summary>
    public string Watched { get; init; } = "";

    /// <summary>How long the figure is looked at, in seconds.</summary>
    public required double WindowSeconds { get; init; }

    /// <summary>True when the catalogue names no window, and the replay took its own.</summary>
    public required bool IsDefaultWindow { get; init; }

    /// <summary>Who is told, in this order.</summary>
    public required IReadOnlyList<string> Notify { get; init; }

    /// <summary>Unit of the figures.</summary>
    public required string Unit { get; init; }

    /// <summary>When it fired, in order; empty when it never did.</summary>
    public IReadOnlyList<AlertFiring> Firings { get; init; } = [];

    /// <summary>Windows that could be decided.</summary>
    public int DecidedWindows { get; init; }

    /// <summary>Windows with too few samples: they neither fire nor clear it.</summary>
    public int UndecidedWindows { get; init; }

    /// <summary>Why it was not replayed; empty when it was.</summary>
    public string NotReplayed { get; init; } = "";
}

/// <summary>A time in which an alert fired at one of its two levels.</summary>
public sealed record AlertFiring
{
    /// <summary>The lower level.</summary>
    public const string Warning = "WARNING";

    /// <summary>The upper level.</summary>
    public const string Critical = "CRITICAL";

    /// <summary><see cref="Warning"/> or <see cref="Critical"/>.</summary>
    public required string Level { get; init; }

    /// <summary>The second of the run's clock at whose end it fired.</summary>
    public required int FromSecond { get; init; }

    /// <summary>The second at whose end it cleared; null when it fired until the end.</summary>
    public required int? UntilSecond { get; init; }

    /// <summary>The worst figure meanwhile.</summary>
    public required double Worst { get; init; }

    /// <summary>The seconds at which somebody is told: when it fires, and at each repeat. Empty when it is suppressed.</summary>
    public IReadOnlyList<int> ToldSeconds { get; init; } = [];

    /// <summary>Why nobody is told, or not at once; empty when they are.</summary>
    public string Suppressed { get; init; } = "";
}
