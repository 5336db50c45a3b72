using System.Globalization;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Production;

namespace LoadLab.Monitoring.OpenSlo;

/// <summary>What OpenSLO v1 cannot express of a catalogue. Pure.</summary>
internal static class OpenSloLosses
{
    /// <summary>Why a row is left out; null when it is not.</summary>
    public static string? LeftOut(Slo slo) => slo switch
    {
        { Production: null } => "the catalogue does not say how production measures it (production:).",
        { Production.NotMeasured: { Length: > 0 } reason } => reason.ReplaceLineEndings(" "),
        { ServiceName: null } => "it belongs to no service, and OpenSLO asks for one.",
        _ => RowTarget.GoodRatio(slo) switch
        {
            null => "it limits a value. OpenSLO wants the share of time for which a value is kept, and the row names none.",
            1 => "a target of 100 % cannot be expressed: OpenSLO's are below it.",
            _ => null,
        },
    };

    /// <summary>All that is lost, one line each.</summary>
    public static IEnumerable<string> Of(SloCatalogue catalogue)
    {
        foreach (var slo in catalogue.Slos)
        {
            if (LeftOut(slo) is { } reason)
            {
                yield return $"Left out: {slo.Id} ({slo.Source}): {reason}";
                continue;
            }

            var lost = OfRow(slo).ToList();
            if (lost.Count > 0)
            {
                yield return $"Lost of {slo.Id}: {string.Join(", ", lost)}.";
            }
        }

        foreach (var service in catalogue.Services.Values)
        {
            var lost = new[]
            {
                OpenSloExport.ServiceName(service.Name) != service.Name ? $"its name, which is {OpenSloExport.ServiceName(service.Name)} here" : "",
                service.Steps.Count > 0 ? "steps" : "", service.Except.Count > 0 ? "except" : "", service.DependsOn.Count > 0 ? "dependsOn" : "",
            }.Where(text => text.Length > 0).ToList();
            if (lost.Count > 0)
            {
                yield return $"Lost of the service {service.Title.ReplaceLineEndings(" ")}: {string.Join(", ", lost)}.";
            }
        }

        foreach (var kind in catalogue.Document.GroupBy(entry => entry.Kind))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Lost: {kind.Count()} of kind {kind.Key}.");
        }

        foreach (var (count, what) in new[] { (catalogue.Maintenance.Count, "maintenance"), (catalogue.KnownIssues.Count, "knownIssues"), (catalogue.Description.Length, "description"), (catalogue.Instance.Length, "instance") })
        {
            if (count > 0)
            {
                yield return $"Lost: {what}.";
            }
        }
    }

    private static IEnumerable<string> OfRow(Slo slo)
    {
        if (slo.Original.Length > 0)
        {
            yield return "original";
        }

        if (slo.Columns.Count > 0)
        {
            yield return "columns";
        }

        if (slo.Windowing is not null)
        {
            yield return "indicator.over and for";
        }

        if (slo.NotMeasured.Length > 0)
        {
            yield return "notMeasured";
        }

        if (slo.Window.Length > 0 && OpenSloExport.Window(slo.Window) is null)
        {
            yield return $"window ({slo.Window})";
        }

        if (slo is ErrorRatioSlo { Severity.Length: > 0 })
        {
            yield return "severity";
        }

        if (slo is ErrorRatioSlo { Classes.Count: > 0 } or ErrorRatioSlo { Bad.Length: > 0 } or AvailabilitySlo { Measure.Length: > 0 } or AvailabilitySlo { Jobs: not null })
        {
            yield return "indicator";
        }

        if (slo is ResponseTimeSlo { AcceptsServiceTime: true })
        {
            yield return "acceptsServiceTime";
        }

        if (slo is ResponseTimeSlo { Measure: var measure } && !OpenSloWords.IsAnnotation(measure))
        {
            yield return "indicator.measure";
        }
    }
}
