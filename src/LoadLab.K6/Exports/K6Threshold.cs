using System.Globalization;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Measurement;
using LoadLab.Core.Text;

namespace LoadLab.K6.Exports;

/// <summary>What a row of the catalogue is in k6: thresholds on a metric, and what they leave out; or nothing, and why.</summary>
/// <param name="Metric">The metric with its tags; empty when k6 cannot express the row.</param>
/// <param name="Expression">The threshold.</param>
/// <param name="Note">What is not the same, or why there is none; empty for nothing.</param>
internal sealed record K6Threshold(string Metric, string Expression, string Note)
{
    /// <summary>The tag that requests of a service carry.</summary>
    public static string TagOf(string service) => "service_" + string.Concat(service.Select(sign => char.IsAsciiLetterOrDigit(sign) ? sign : '_'));

    /// <summary>That of a row.</summary>
    public static K6Threshold Of(Slo slo) => slo switch
    {
        { NotMeasured.Length: > 0 } => None($"a run does not measure it: {slo.NotMeasured}"),
        ResponseTimeSlo { IsClientTime: true } row => new(
            $"http_req_duration{{{TagOf(row.Service)}:true,expected_response:true}}",
            $"p({Number(row.Percentile)}){row.Objective.Comparison.CodeSign()}{Number(row.Objective.Limit)}",
            Join(
                row.Measure == MeasureNames.HttpResponseTime ? "service time, since k6 knows no response time" : "",
                "a failure that took longer than the limit does not count as missed",
                row.Windowing is { } windowing ? $"over the whole run, since k6 has no windows ({windowing})" : "")),
        ErrorRatioSlo { IsOfRequests: true, Classes.Count: 0 } row => Failed(row.Service, row.Objective.Comparison.CodeSign(), row.Objective.Limit, row.Windowing),
        AvailabilitySlo { IsOfRequests: true } row => Failed(row.Service, Turned(row.Objective.Comparison), 1 - row.Objective.Limit, row.Windowing),
        ErrorRatioSlo { IsOfRequests: true } row => None($"k6 does not tell classes of failures apart ({string.Join(", ", row.Classes)})"),
        CapacitySlo => None("it is a load at which other rows must hold: run the scenario that offers it, and read its thresholds"),
        ThroughputSlo row => None($"k6 has no measure {row.Measure}"),
        _ => None($"it is measured by probes ({string.Join(", ", slo.Measures.Select(measure => measure.Name).Distinct())}), which k6 does not have"),
    };

    private static K6Threshold None(string why) => new("", "", why);

    private static K6Threshold Failed(string service, string sign, double limit, Windowing? windowing) => new(
        $"http_req_failed{{{TagOf(service)}:true}}", $"rate{sign}{Number(limit)}", windowing is null ? "" : $"over the whole run, since k6 has no windows ({windowing})");

    /// <summary>More than 99.9 % succeed where less than 0.1 % fail.</summary>
    private static string Turned(ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.GreaterThan => "<",
        ComparisonOperator.GreaterThanOrEqual => "<=",
        ComparisonOperator.LessThan => ">",
        _ => ">=",
    };

    private static string Join(params string[] parts) => string.Join("; ", parts.Where(part => part.Length > 0));

    private static string Number(double number) => Math.Round(number, 10).ToString("0.##########", CultureInfo.InvariantCulture);
}
