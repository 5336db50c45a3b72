using System.Globalization;

namespace LoadLab.Core.Measurement;

/// <summary>Measures whose names follow from something else: a part of the stack, a distribution, a setting, the suite's <c>metrics:</c>.</summary>
public static class MeasureFamilies
{
    internal const string ThroughputSuffix = ".throughput";
    private const string CountSuffix = ".count";

    /// <summary>The families, with the varying part of the name in capitals.</summary>
    public static IReadOnlyList<MeasureDeclaration> All { get; } =
    [
        Cpu("ROLE"), Memory("ROLE"), CountOf("DISTRIBUTION"), Throughput("NAME" + ThroughputSuffix), .. CustomMeasures.Families,
        new("NAME", MeasureKind.Sample, "value", MeasureAggregation.Max, BetterDirection.Neither, MeasureSource.OwnMetrics,
            "A name of your own in the suite's metrics; a total where the metric ends in _total, times where it ends in _bucket"),
    ];

    /// <summary>The member of a family that has this name; null when there is none. Names of the suite's <c>metrics:</c> are not known here.</summary>
    internal static MeasureDeclaration? Find(string name) =>
        name.StartsWith("cpu.", StringComparison.Ordinal) && IsRole(name[4..]) ? Cpu(name[4..])
        : name.StartsWith("memory.", StringComparison.Ordinal) && IsRole(name[7..]) ? Memory(name[7..])
        : name.EndsWith(CountSuffix, StringComparison.Ordinal) && IsDistribution(name[..^CountSuffix.Length]) ? CountOf(name[..^CountSuffix.Length])
        : name.Length > ThroughputSuffix.Length && name.EndsWith(ThroughputSuffix, StringComparison.Ordinal) ? Throughput(name)
        : CustomMeasures.Find(name);

    /// <summary>A name of the suite's <c>metrics:</c>, by what it is mapped to.</summary>
    public static MeasureDeclaration Own(string name, string selector)
    {
        ArgumentNullException.ThrowIfNull(selector);
        var metric = selector.Split('{')[0].Trim();
        var (kind, unit, aggregation) = metric.EndsWith("_bucket", StringComparison.Ordinal) ? (MeasureKind.Times, "ms", MeasureAggregation.Max)
            : metric.EndsWith("_total", StringComparison.Ordinal) ? (MeasureKind.Total, "count", MeasureAggregation.Delta)
            : (MeasureKind.Sample, "value", MeasureAggregation.Max);
        return new(name, kind, unit, aggregation, BetterDirection.Neither, MeasureSource.OwnMetrics, selector);
    }

    /// <summary>The running total of all samples of a distribution.</summary>
    internal static MeasureDeclaration CountOf(string distribution) => new(
        distribution + CountSuffix, MeasureKind.Total, "samples", MeasureAggregation.Delta, BetterDirection.Neither,
        DeclaredMeasures.All.FirstOrDefault(declared => declared.Name == distribution)?.Source switch
        {
            null => MeasureSource.OwnMetrics,
            MeasureSource.MetricsOrStatements => MeasureSource.Metrics,
            { } source => source,
        },
        $"How many times {distribution} has counted");

    /// <summary>CPU of a part of the stack.</summary>
    public static MeasureDeclaration Cpu(string role) => new(
        MeasureNames.Cpu(role), MeasureKind.Sample, "cores", MeasureAggregation.Mean, BetterDirection.Lower, MeasureSource.Processes, $"CPU of {role} and its children since the sample before");

    /// <summary>Memory of a part of the stack.</summary>
    public static MeasureDeclaration Memory(string role) => new(
        MeasureNames.Memory(role), MeasureKind.Sample, "bytes", MeasureAggregation.Max, BetterDirection.Lower, MeasureSource.Processes, $"Resident memory of {role} and its children, what they share counted once");

    private static MeasureDeclaration Throughput(string name) => new(
        name, MeasureKind.Throughput, "bytes/s", MeasureAggregation.Max, BetterDirection.Higher, MeasureSource.TransferSize, "Size of the setting NAME.bytes over the service time of each transfer");

    private static bool IsDistribution(string name) => DeclaredMeasures.All.Any(declared => declared.Kind == MeasureKind.Times && declared.Name == name);

    /// <summary><c>api</c>, and <c>api-2</c> where there are several.</summary>
    private static bool IsRole(string role) => DeclaredMeasures.Roles.Contains(role)
        || (role.StartsWith("api-", StringComparison.Ordinal) && int.TryParse(role[4..], NumberStyles.None, CultureInfo.InvariantCulture, out var instance) && instance >= 2);
}
