using System.Globalization;
using LoadLab.Core.Budgets;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Runs;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Production;

/// <summary>
/// What production has left of each error budget, from the newest imports. The window of a row ends with the newest data and begins as the row says: with
/// its calendar month, quarter or year, or so long before. Imports of neighbouring periods are put together; where they overlap, the newest import counts.
/// Pure, but for reading the store.
/// </summary>
public static class ImportedBudgets
{
    /// <summary>
    /// Least share of a window, up to the newest data and without maintenance, of which something must be known: a budget of a month that rests on a day is none.
    /// </summary>
    public const double LeastKnownRatio = 0.9;

    private const string DefaultWindow = "calendar month";

    /// <summary>The budgets of a catalogue's rows, in its order. A row that was not imported, or too little of it, or that has no budget, is not among them.</summary>
    /// <exception cref="LoadLabException">An import cannot be read (104).</exception>
    public static IReadOnlyList<BudgetLeft> Read(ImportStore store, SloCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(catalogue);
        return Of(store.List(catalogue.Name), catalogue);
    }

    /// <summary>The same from imports that were read.</summary>
    public static IReadOnlyList<BudgetLeft> Of(IReadOnlyList<ProductionImport> imports, SloCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(imports);
        ArgumentNullException.ThrowIfNull(catalogue);
        return [.. catalogue.Slos.Select(slo => Of(slo, imports)).OfType<BudgetLeft>()];
    }

    /// <summary>The rows that have a budget and were imported, but of which too little is known to tell it; in the catalogue's order, by id.</summary>
    public static IReadOnlyList<string> Unknown(IReadOnlyList<ProductionImport> imports, SloCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(imports);
        ArgumentNullException.ThrowIfNull(catalogue);
        return [.. catalogue.Slos.Where(slo => RowTarget.GoodRatio(slo) is not null && Fitting(slo, imports).Count > 0 && Of(slo, imports) is null).Select(slo => slo.Id)];
    }

    private static List<ProductionImport> Fitting(Slo slo, IReadOnlyList<ProductionImport> imports) =>
        [.. imports.Where(import => import.Find(slo) is not null && import.Until > import.Grid.Period.From).OrderBy(import => import.ImportedAt)];

    private static BudgetLeft? Of(Slo slo, IReadOnlyList<ProductionImport> imports)
    {
        var fitting = Fitting(slo, imports);
        if (RowTarget.GoodRatio(slo) is not { } target || fitting.Count == 0)
        {
            return null;
        }

        var until = fitting.Max(import => import.Until);
        var (from, name) = Window(slo.Window.Length > 0 ? slo.Window : DefaultWindow, until);
        var pieces = Assemble(slo, fitting, from, until);
        var known = pieces.Where(piece => piece.State is not (SliceState.Unknown or SliceState.Maintenance or SliceState.Ahead)).ToList();
        var left = pieces.Where(piece => piece.State == SliceState.Maintenance).Aggregate(TimeSpan.Zero, (sum, piece) => sum + piece.Length);
        var counting = until - from - left;
        var (bad, maybe, total) = (known.Sum(piece => piece.Sample.Total - piece.Sample.Value - piece.Sample.Maybe), known.Sum(piece => piece.Sample.Maybe), known.Sum(piece => piece.Sample.Total));
        var seen = known.Aggregate(TimeSpan.Zero, (sum, piece) => sum + piece.Length);
        return counting > TimeSpan.Zero && seen.Ticks >= LeastKnownRatio * counting.Ticks
            && AttainmentAnalyser.Sure(Budget(bad), Budget(bad + maybe))?.RemainingRatio is { } remaining
            ? new BudgetLeft(slo.Id, remaining, name, until)
            : null;

        ErrorBudget Budget(double spent) => ErrorBudget.OfEvents(target, new EventCount(Math.Max(0, (long)Math.Round(spent)), (long)Math.Round(total)));
    }

    /// <summary>The window of a row that holds its newest data; null when nothing was imported for it.</summary>
    internal static BudgetWindow? WindowOf(Slo slo, IReadOnlyList<ProductionImport> imports)
    {
        var fitting = Fitting(slo, imports);
        if (fitting.Count == 0)
        {
            return null;
        }

        var until = fitting.Max(import => import.Until);
        var written = slo.Window.Length > 0 ? slo.Window : DefaultWindow;
        var (from, name) = Window(written, until);
        var isRolling = written.StartsWith("rolling ", StringComparison.Ordinal);
        var to = isRolling ? until : written switch
        {
            "calendar year" => from.AddYears(1),
            "calendar quarter" => from.AddMonths(3),
            _ => from.AddMonths(1),
        };
        return new BudgetWindow(from, to, until, name, isRolling);
    }

    /// <summary>The surely bad and all events between two moments, and the share of that time, without maintenance, of which something is known. Null when no time counts.</summary>
    internal static (double Bad, double Total, double Known)? Count(Slo slo, IReadOnlyList<ProductionImport> imports, DateTimeOffset from, DateTimeOffset until)
    {
        var pieces = Assemble(slo, Fitting(slo, imports), from, until);
        var known = pieces.Where(piece => piece.State is not (SliceState.Unknown or SliceState.Maintenance or SliceState.Ahead)).ToList();
        var counting = until - from - Length(pieces.Where(piece => piece.State == SliceState.Maintenance));
        return counting <= TimeSpan.Zero ? null
            : (known.Sum(piece => piece.Sample.Total - piece.Sample.Value - piece.Sample.Maybe), known.Sum(piece => piece.Sample.Total), (double)Length(known).Ticks / counting.Ticks);
    }

    private static TimeSpan Length(IEnumerable<Piece> pieces) => pieces.Aggregate(TimeSpan.Zero, (sum, piece) => sum + piece.Length);

    /// <summary>The slices between two moments. A later import takes the place of what an earlier one says of the same time.</summary>
    private static List<Piece> Assemble(Slo slo, List<ProductionImport> imports, DateTimeOffset from, DateTimeOffset until)
    {
        var pieces = new List<Piece>();
        foreach (var import in imports)
        {
            var row = import.Find(slo)!;
            var states = SliceJudge.Judge(slo, row.Samples, import.Grid, import.Maintenance);
            pieces.RemoveAll(piece => piece.From < import.Until && piece.From + piece.Length > import.Grid.Period.From);
            for (var i = 0; i < row.Samples.Count; i++)
            {
                if (import.Grid.StartOf(i) is var start && start >= from && start + import.Grid.Slice <= until)
                {
                    pieces.Add(new Piece(start, import.Grid.Slice, states[i], row.Samples[i]));
                }
            }
        }

        return pieces;
    }

    private static (DateTimeOffset From, string Name) Window(string window, DateTimeOffset until)
    {
        if (window.StartsWith("rolling ", StringComparison.Ordinal) && DurationValue.TryParse(window["rolling ".Length..], out var length))
        {
            return (until - length, window);
        }

        // Data that ends with a month is of that month, not of the next.
        var last = until.UtcDateTime.AddTicks(-1);
        var (from, name) = window switch
        {
            "calendar year" => (new DateTime(last.Year, 1, 1), last.ToString("yyyy", CultureInfo.InvariantCulture)),
            "calendar quarter" => (new DateTime(last.Year, (((last.Month - 1) / 3) * 3) + 1, 1), FormattableString.Invariant($"{last.Year}-Q{((last.Month - 1) / 3) + 1}")),
            _ => (new DateTime(last.Year, last.Month, 1), last.ToString("yyyy-MM", CultureInfo.InvariantCulture)),
        };
        return (new DateTimeOffset(from, TimeSpan.Zero), name);
    }

    private readonly record struct Piece(DateTimeOffset From, TimeSpan Length, SliceState State, SliceSample Sample);

    /// <summary>The window of a budget.</summary>
    /// <param name="From">Its beginning.</param>
    /// <param name="To">Its end: of a rolling one, that of the data.</param>
    /// <param name="Until">End of the data.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="IsRolling">True when it moves with the data.</param>
    internal sealed record BudgetWindow(DateTimeOffset From, DateTimeOffset To, DateTimeOffset Until, string Name, bool IsRolling);
}
