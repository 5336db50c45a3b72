using LoadLab.Core.Catalogue;

namespace LoadLab.Monitoring.Rows;

/// <summary>The series that the recording rules make of a row. All have the labels catalogue, slo, service and tier.</summary>
internal static class RowNames
{
    /// <summary>All events of a slice, as the row's query counts them.</summary>
    public const string Seen = "slo:events_seen:slice";

    /// <summary>Good events of a slice, as the row's query counts them.</summary>
    public const string Good = "slo:events_good:slice";

    /// <summary>Bad events of a slice.</summary>
    public const string Bad = "slo:events_bad:slice";

    /// <summary>All events of a slice of which the bad ones are known too.</summary>
    public const string Total = "slo:events_total:slice";

    /// <summary>The share that must be good, 0 to 1.</summary>
    public const string Target = "slo:target_ratio";

    /// <summary>Bad share of the row's own period, of what is known of it.</summary>
    public const string PeriodBad = "slo:bad_ratio:period";

    /// <summary>Share of the period's slices of which something is known.</summary>
    public const string PeriodKnown = "slo:known_ratio:period";

    /// <summary>Part of the error budget that is left; below 0 when overspent.</summary>
    public const string BudgetLeft = "slo:budget_left_ratio:period";

    /// <summary>1 for each row in whose slice announced maintenance does not count.</summary>
    public const string Maintenance = "slo:maintenance:slice";

    /// <summary>The figure that the objective limits, over a window, in the objective's unit.</summary>
    public static string Figure(TimeSpan window) => "slo:figure:" + PromQl.Duration(window);

    /// <summary>1 where the percentile of a window lies above every bound of its histogram, so that the figure is the least that it can be; else 0.</summary>
    public static string Beyond(TimeSpan window) => "slo:figure_beyond:" + PromQl.Duration(window);

    /// <summary>Bad share of a window.</summary>
    public static string BadRatio(TimeSpan window) => "slo:bad_ratio:" + PromQl.Duration(window);

    /// <summary>All events of a window.</summary>
    public static string Events(TimeSpan window) => "slo:events_total:" + PromQl.Duration(window);

    /// <summary>Selector of one row.</summary>
    public static string Of(string name, SloCatalogue catalogue, string slo) => $"{name}{{catalogue={PromQl.Quote(catalogue.Name)},slo={PromQl.Quote(slo)}}}";

    /// <summary>Selector of all rows of a catalogue.</summary>
    public static string All(string name, SloCatalogue catalogue) => $"{name}{{catalogue={PromQl.Quote(catalogue.Name)}}}";
}
