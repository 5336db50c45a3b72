using LoadLab.Core;
using LoadLab.Core.Budgets;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Catalogue.Document;
using LoadLab.Core.Production;
using LoadLab.Core.Yaml;

namespace LoadLab.Monitoring.Rows;

/// <summary>A row of a catalogue that production measures, with what follows from it.</summary>
/// <param name="Slo">The row.</param>
/// <param name="Slice">Length of the catalogue's slices.</param>
internal sealed record WatchedRow(Slo Slo, TimeSpan Slice)
{
    /// <summary>The window of a figure and of a threshold when nothing says one.</summary>
    public static readonly TimeSpan DefaultWindow = TimeSpan.FromMinutes(5);

    /// <summary>Share that must be good; null for a row of plain values, which has no error budget.</summary>
    public decimal? Target => RowTarget.GoodRatio(Slo);

    /// <summary>Period of its budget: the rolling one, or for a calendar period the length that stands for it.</summary>
    public TimeSpan Period => Slo.Window.Split(' ') switch
    {
        ["rolling", var length] when DurationValue.TryParse(length, out var period) => period,
        ["calendar", "quarter"] => TimeSpan.FromDays(90),
        ["calendar", "year"] => TimeSpan.FromDays(365),
        _ => BurnRateRule.DefaultPeriod,
    };

    /// <summary>The service, or a word for none.</summary>
    public string Service => Slo.ServiceName ?? "none";

    /// <summary>The rows that production measures, in the catalogue's order.</summary>
    public static IReadOnlyList<WatchedRow> Of(SloCatalogue catalogue)
    {
        var slice = SliceOf(catalogue);
        return [.. catalogue.Slos.Where(slo => slo.Production is { NotMeasured.Length: 0 }).Select(slo => new WatchedRow(slo, slice))];
    }

    /// <summary>The rows that production measures.</summary>
    /// <exception cref="LoadLabException">There is none, so nothing would be watched (104); with each row's reason.</exception>
    public static IReadOnlyList<WatchedRow> Demand(SloCatalogue catalogue) => Of(catalogue) is { Count: > 0 } rows
        ? rows
        : throw new LoadLabException(
            ExitCode.BadConfiguration,
            $"Catalogue '{catalogue.Name}' has no row that production measures: "
                + string.Join("; ", catalogue.Slos.Select(slo => slo.Production is { } given ? $"{slo.Id}: {given.NotMeasured.TrimEnd('.')}" : $"{slo.Id} has no production:")) + ".",
            "Give the rows production: with good and total, histogram or value. Every key: scenarios/docs/how-to-measure-production.md in the checkout of LoadLab.");

    /// <summary>The length of a slice that a catalogue gives, or a minute.</summary>
    public static TimeSpan SliceOf(SloCatalogue catalogue) => catalogue.Document.OfType<AttainmentEntry>().FirstOrDefault()?.Slice ?? ErrorBudget.DefaultSlice;

    /// <summary>True when a window is a whole number of slices.</summary>
    public bool Fits(TimeSpan window) => window >= Slice && window.Ticks % Slice.Ticks == 0;
}
