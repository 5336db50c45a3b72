namespace LoadLab.Stacks.Prometheus;

/// <summary>One series of an answer.</summary>
/// <param name="Labels">Its labels.</param>
/// <param name="Points">Value at each Unix time in milliseconds. NaN and infinite values are as Prometheus gave them.</param>
public sealed record PrometheusSeries(IReadOnlyDictionary<string, string> Labels, IReadOnlyDictionary<long, double> Points);

/// <summary>An answer to a range query.</summary>
/// <param name="Series">The series; none when Prometheus has none.</param>
/// <param name="Warnings">What it warned of.</param>
public sealed record PrometheusAnswer(IReadOnlyList<PrometheusSeries> Series, IReadOnlyList<string> Warnings);
