using LoadLab.Core.Catalogue;

namespace LoadLab.Core.Production;

/// <summary>
/// Puts imports of neighbouring periods together, for a period that was not imported as one: a quarter of its months. Where two overlap the newer one counts.
/// Time of which there is no import is unknown, and never good. Pure.
/// </summary>
internal static class ImportJoin
{
    /// <summary>The import of a period from those of others; null when none of them has any of it.</summary>
    public static ProductionImport? Of(AttainmentPeriod period, SloCatalogue catalogue, IReadOnlyList<ProductionImport> imports)
    {
        var parts = imports.Where(import => import.Grid.Period.From < period.To && import.Until > period.From).OrderBy(import => import.ImportedAt).ToList();
        if (parts.Count == 0)
        {
            return null;
        }

        // One length of slices: that of the newest. Others cannot be put beside it.
        var slice = parts[^1].Grid.Slice;
        parts.RemoveAll(part => part.Grid.Slice != slice || (part.Grid.Period.From - period.From).Ticks % slice.Ticks != 0);
        if (parts.Count == 0 || period.Length.Ticks % slice.Ticks != 0)
        {
            return null;
        }

        var grid = new SliceGrid(period, slice);
        var until = parts.Max(part => part.Until);
        until = until < period.To ? until : period.To;
        var rows = catalogue.Slos.Select(slo => Row(slo, parts, grid, grid.CountUntil(until))).OfType<ImportedRow>().ToList();
        return new ProductionImport
        {
            Catalogue = catalogue.Name,
            Grid = grid,
            Until = until,
            ImportedAt = parts.Max(part => part.ImportedAt),
            Source = string.Join(", ", parts.Select(part => part.Source).Distinct()),
            Maintenance = MaintenanceWindow.Within(parts.SelectMany(part => part.Maintenance), period.From, period.To),
            Warnings = [.. parts.SelectMany(part => part.Warnings).Distinct()],
            Rows = rows,
        };
    }

    /// <summary>A part of an import as an import of its own: a month of a quarter. Buckets are of the whole, so it has none.</summary>
    public static ProductionImport Cut(ProductionImport import, AttainmentPeriod part)
    {
        var grid = new SliceGrid(part, import.Grid.Slice);
        var first = (int)((part.From - import.Grid.Period.From).Ticks / import.Grid.Slice.Ticks);
        var until = import.Until < part.To ? import.Until : part.To;
        return import with
        {
            Grid = grid,
            Until = until < part.From ? part.From : until,
            Maintenance = MaintenanceWindow.Within(import.Maintenance, part.From, part.To),
            Rows = [.. import.Rows.Select(row => row with { Samples = [.. row.Samples.Skip(first).Take(grid.Count)], Buckets = [], Contradictions = 0 })],
        };
    }

    private static ImportedRow? Row(Slo slo, List<ProductionImport> parts, SliceGrid grid, int count)
    {
        var found = parts.Select(part => (Part: part, Row: part.Find(slo))).Where(pair => pair.Row is not null).ToList();
        if (found.Count == 0)
        {
            return null;
        }

        var samples = new SliceSample[count];
        foreach (var (part, row) in found)
        {
            var offset = (int)((part.Grid.Period.From - grid.Period.From).Ticks / grid.Slice.Ticks);
            for (var i = Math.Max(0, -offset); i < row!.Samples.Count && i + offset < count; i++)
            {
                samples[i + offset] = row.Samples[i];
            }
        }

        return found[^1].Row! with
        {
            Samples = samples,
            Buckets = Buckets(found, grid.Period),
            Contradictions = found.Sum(pair => pair.Row!.Contradictions),
            Remark = found.Select(pair => pair.Row!.Remark).FirstOrDefault(remark => remark is not null),
        };
    }

    /// <summary>Sums of buckets add up only over parts that lie apart, within the period, and have the same bounds.</summary>
    private static IReadOnlyList<BucketSum> Buckets(List<(ProductionImport Part, ImportedRow? Row)> found, AttainmentPeriod period)
    {
        var ordered = found.OrderBy(pair => pair.Part.Grid.Period.From).ToList();
        var apart = ordered.Zip(ordered.Skip(1)).All(pair => pair.First.Part.Grid.Period.To <= pair.Second.Part.Grid.Period.From);
        var within = ordered.TrueForAll(pair => pair.Part.Grid.Period.From >= period.From && pair.Part.Grid.Period.To <= period.To);
        var bounds = ordered[0].Row!.Buckets.Select(bucket => bucket.UpToMs).ToList();
        return !apart || !within || !ordered.TrueForAll(pair => pair.Row!.Buckets.Select(bucket => bucket.UpToMs).SequenceEqual(bounds))
            ? []
            : [.. bounds.Select((bound, i) => new BucketSum(bound, ordered.Sum(pair => pair.Row!.Buckets[i].Count)))];
    }
}
