using System.Text.Json.Serialization;

namespace LoadLab.Core.Runs;

/// <summary>
/// A load driver that is not LoadLab's engine, and what its results can say. No such driver tells when a request was meant to start: a run of it has
/// service times only, and the response times of its slices are empty.
/// </summary>
/// <param name="Name">The driver: <c>k6</c>.</param>
/// <param name="Version">Its version; empty when its results do not say.</param>
/// <param name="Format">What was read: <c>ndjson</c>, also from a driver that LoadLab ran; <c>csv</c>, <c>summary-export</c>, <c>handle-summary</c> or <c>machine-summary</c>.</param>
/// <param name="Source">The file that it was read from; <c>-</c> for standard input; empty where LoadLab ran the driver.</param>
/// <param name="HasDistribution">
/// True when each request was read. False for a summary: its percentiles stand as they were given under <see cref="RunRecord.Script"/>, without intervals,
/// and the run has no phases.
/// </param>
public sealed record ForeignDriver(string Name, string Version, string Format, string Source, bool HasDistribution)
{
    /// <summary>True when LoadLab ran it: the load that it was told to offer is that of the plan. False when its results were imported.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool WasRun { get; init; }
}
