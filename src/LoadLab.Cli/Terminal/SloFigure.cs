using System.Diagnostics;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Yaml;

namespace LoadLab.Cli.Terminal;

/// <summary>Says in words what an SLO is measured by. Pure.</summary>
internal static class SloFigure
{
    public static string Of(Slo slo, SloCatalogue catalogue) => slo switch
    {
        ResponseTimeSlo row => FormattableString.Invariant($"P{row.Percentile} of {row.Measure}, {Service(row.Service, catalogue)}"),
        ThroughputSlo row => FormattableString.Invariant($"P{row.Percentile} of {row.Measure}, {Service(row.Service, catalogue)}"),
        ErrorRatioSlo { Total.Length: > 0 } row => $"{row.Bad} of {row.Total}",
        ErrorRatioSlo row => $"share of requests that failed ({(row.Classes.Count == 0 ? "every class" : string.Join(", ", row.Classes))}), {Service(row.Service, catalogue)}",
        AvailabilitySlo { Jobs: { } jobs } => $"share of {jobs.Total} that became {jobs.Good} within {LoadLab.Core.Yaml.DurationValue.Format(jobs.Within)}",
        AvailabilitySlo { Measure.Length: > 0 } row => $"share of the samples of {row.Measure} that are 1",
        AvailabilitySlo row => $"share of requests that succeeded, {Service(row.Service, catalogue)}",
        SuccessRatioSlo row => $"{row.Good} of {row.Total}",
        SaturationSlo row => $"{row.Measure}{(row.Of is { } of ? $" of {of}" : "")}, {row.Aggregate.ToString().ToLowerInvariant()} of {(row.Over is { } over ? $"means over {DurationValue.Format(over)}" : "single samples")}",
        CapacitySlo row => $"the load, held for {DurationValue.Format(row.Hold)}, per {row.Per}",
        _ => throw new UnreachableException(slo.Kind),
    };

    private static string Service(string name, SloCatalogue catalogue)
    {
        var service = catalogue.Services[name];
        var steps = service.Steps.Count == 0 ? "that no scenario calls itself" : $"steps {string.Join(", ", service.Steps)}{(service.Except.Count > 0 ? $" without {string.Join(", ", service.Except)}" : "")}";
        return $"service {name} ({steps})";
    }
}
