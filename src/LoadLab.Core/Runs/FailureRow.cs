using LoadLab.Core.Measurement;

namespace LoadLab.Core.Runs;

/// <summary>A kind of failure, over a phase or a run, as every report tells it.</summary>
public sealed record FailureRow
{
    /// <summary>What stands for the class of what was still under way when it was cut off: it has not failed, and it never ended.</summary>
    public const string CutOff = "cut off";

    /// <summary>The scenario.</summary>
    public required string Scenario { get; init; }

    /// <summary>The step; <see cref="SeriesKey.WholeIteration"/> for the iteration.</summary>
    public required string Step { get; init; }

    /// <summary>From <see cref="ResultClasses"/>, or <see cref="CutOff"/>.</summary>
    public required string Class { get; init; }

    /// <summary>Status code; empty when there is none.</summary>
    public required string Code { get; init; }

    /// <summary>How many.</summary>
    public required long Count { get; init; }

    /// <summary>Of how many of that step.</summary>
    public required long Of { get; init; }

    /// <summary>Second of the run's clock in which the first of them ended; null when that is not known.</summary>
    public required int? FirstSecond { get; init; }

    /// <summary>What the first of them said; empty when nothing.</summary>
    public required string Message { get; init; }

    /// <summary>A piece of its body; empty when there was none.</summary>
    public required string Body { get; init; }

    /// <summary>True when the scenario has steps, and this is of its iteration as a whole.</summary>
    public bool IsIteration { get; init; }

    /// <summary>True for failures outside the measured part of a kind that is told of the measured part already.</summary>
    public bool IsToldAlready { get; init; }

    /// <summary>Share of that step, 0 to 1; NaN when nothing of it ended.</summary>
    public double Ratio => Of > 0 ? (double)Count / Of : double.NaN;

    /// <summary>Status code where it is one that failed it, else the class.</summary>
    public string Kind => Class is ResultClasses.StatusOther or ResultClasses.Status5xx && Code.Length > 0 ? Code
        : Code.Length > 0 ? $"{Class} ({Code})"
        : Class;
}
