using LoadLab.Core.Measurement;

namespace LoadLab.Core.Comparison;

/// <summary>The figures of a step that runs are compared by.</summary>
public enum FigureKind
{
    /// <summary>Median of the response time, in ms.</summary>
    P50,

    /// <summary>95th percentile of the response time, in ms.</summary>
    P95,

    /// <summary>99th percentile of the response time, in ms.</summary>
    P99,

    /// <summary>Completions a second, failed ones included.</summary>
    Throughput,

    /// <summary>Share of failed requests, 0 to 1.</summary>
    ErrorRatio,
}

/// <summary>What a kind of figure is: its word, its unit, and which way is worse.</summary>
public static class FigureKinds
{
    private static readonly MeasureDeclaration s_errorRatio = DeclaredMeasures.Of(MeasureNames.HttpErrorRatio);
    private static readonly MeasureDeclaration s_responseTime = DeclaredMeasures.Of(MeasureNames.HttpResponseTime);

    /// <summary>All kinds, in the order they are shown.</summary>
    public static IReadOnlyList<FigureKind> All { get; } = [FigureKind.P50, FigureKind.P95, FigureKind.P99, FigureKind.Throughput, FigureKind.ErrorRatio];

    /// <summary>The word of the command line and of documents: <c>p95</c>, <c>throughput</c>, <c>error-ratio</c>.</summary>
    public static string Word(this FigureKind kind) => kind switch
    {
        FigureKind.P50 => "p50",
        FigureKind.P95 => "p95",
        FigureKind.P99 => "p99",
        FigureKind.Throughput => "throughput",
        FigureKind.ErrorRatio => "error-ratio",
        _ => throw new System.Diagnostics.UnreachableException(kind.ToString()),
    };

    /// <summary>The kind of a word; null for an unknown one.</summary>
    public static FigureKind? Of(string word) => All.Where(kind => kind.Word() == word).Select(kind => (FigureKind?)kind).FirstOrDefault();

    /// <summary>The percentile, 0 to 100; null for what is none.</summary>
    public static double? Percentile(this FigureKind kind) => kind switch
    {
        FigureKind.P50 => 50,
        FigureKind.P95 => 95,
        FigureKind.P99 => 99,
        _ => null,
    };

    /// <summary>The measure that it is a figure of, which says its unit and which values are better.</summary>
    public static MeasureDeclaration Measure(this FigureKind kind) => kind switch
    {
        FigureKind.Throughput => DeclaredMeasures.Throughput,
        FigureKind.ErrorRatio => s_errorRatio,
        _ => s_responseTime,
    };

    /// <summary><c>ms</c>, <c>1/s</c> or <c>ratio</c>.</summary>
    public static string Unit(this FigureKind kind) => kind.Measure().Unit;

    /// <summary>True when the shift is a part of the value before, false when it is a plain difference: a ratio may be 0 before.</summary>
    public static bool IsRelative(this FigureKind kind) => kind != FigureKind.ErrorRatio;

    /// <summary>True when more is worse.</summary>
    public static bool IsWorseWhenMore(this FigureKind kind) => kind.Measure().Better == BetterDirection.Lower;
}
