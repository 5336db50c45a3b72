namespace LoadLab.Core.Runs;

/// <summary>A metric of a script at its end.</summary>
/// <param name="Name">With the tags of a sub-metric: <c>http_req_duration{scenario:rate}</c>.</param>
/// <param name="Type"><c>counter</c>, <c>gauge</c>, <c>rate</c> or <c>trend</c>.</param>
/// <param name="Contains"><c>time</c> (milliseconds), <c>data</c> (bytes) or <c>default</c>.</param>
/// <param name="Samples">How many values it got; null where an imported summary does not say.</param>
/// <param name="Values">Statistic to value, with k6's names: <c>avg</c>, <c>p(95)</c>, <c>count</c>, <c>rate</c>.</param>
public sealed record ScriptMetric(string Name, string Type, string Contains, long? Samples, IReadOnlyDictionary<string, double> Values);
