namespace LoadLab.Stacks.Probes;

/// <summary>One line of the Prometheus text format.</summary>
/// <param name="Name">Name of the metric.</param>
/// <param name="Labels">Its labels, unescaped.</param>
/// <param name="Value">Its value.</param>
internal sealed record PrometheusSample(string Name, IReadOnlyDictionary<string, string> Labels, double Value);
