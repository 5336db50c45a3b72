using System.Diagnostics;
using System.Globalization;
using LoadLab.Core.Measurement;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Catalogue;

/// <summary>
/// Limits on the requests of an ad hoc load as rows of a catalogue, so that they are judged as any other: figure to limit, as <c>p99</c> to
/// <c>&lt;200ms</c> and <c>errors</c> to <c>&lt;1%</c>. Pure.
/// </summary>
public static class RequestLimits
{
    /// <summary>The share of requests that failed.</summary>
    public const string Errors = "errors";

    /// <summary>The service that all requests make up.</summary>
    private const string Service = "requests";

    // The longer sign first: "<" begins "<=" too.
    private static readonly ComparisonOperator[] Allowed = [ComparisonOperator.LessThanOrEqual, ComparisonOperator.LessThan];

    /// <summary>A row; null with a fault when it cannot be read.</summary>
    /// <param name="figure"><c>p</c> and a percentile above 0 and below 100, or <see cref="Errors"/>.</param>
    /// <param name="text">The limit: <c>&lt;</c> or <c>&lt;=</c>, then a time or a share.</param>
    /// <param name="faults">Takes what is wrong with it.</param>
    public static Slo? Read(string figure, string text, ICollection<string> faults)
    {
        ArgumentNullException.ThrowIfNull(figure);
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(faults);
        var (isErrors, unit, example) = figure == Errors ? (true, "ratio", "<1%") : (false, "ms", "<200ms");
        var written = text.Trim();
        var comparison = Allowed.FirstOrDefault(one => written.StartsWith(one.CodeSign(), StringComparison.Ordinal), ComparisonOperator.NotEqual);
        var value = comparison == ComparisonOperator.NotEqual ? "" : written[comparison.CodeSign().Length..].Trim();
        if (!ObjectiveReader.TryParse(value, out var limit, out var found) || found != unit || !(limit > 0))
        {
            faults.Add($"--{figure} '{text}' is not a limit. Write '<' or '<=' and {(isErrors ? "a share above 0 %" : "a time above 0")}, for example --{figure} '{example}'");
            return null;
        }

        var objective = new Objective(comparison, limit, unit, value);
        return isErrors
            ? new ErrorRatioSlo { Id = Errors, Title = "Failed requests", Source = "--" + figure, Tier = SloTier.Slo, Service = Service, Objective = objective }
            : new ResponseTimeSlo
            {
                Id = figure,
                Title = "Response time " + figure.ToUpperInvariant(),
                Source = "--" + figure,
                Tier = SloTier.Slo,
                Service = Service,
                Measure = MeasureNames.HttpResponseTime,
                Percentile = double.Parse(figure.AsSpan(1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture),
                Objective = objective,
            };
    }

    /// <summary>The rows of a plan's limits.</summary>
    /// <param name="limits">What <see cref="Read"/> took.</param>
    public static SloCatalogue Catalogue(IReadOnlyDictionary<string, string> limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        var faults = new List<string>();
        return new SloCatalogue
        {
            Name = "",
            Services = new Dictionary<string, ServiceMap>(StringComparer.Ordinal) { [Service] = new(Service, "Requests", ["*"], []) },
            Slos = [.. limits.Select(limit => Read(limit.Key, limit.Value, faults) ?? throw new UnreachableException(faults[^1]))],
        };
    }
}
