using System.Text.Json;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Store;

namespace LoadLab.Core.Production;

/// <summary>Turns an import into its document and back. Strict: what does not add up is refused.</summary>
internal static class ImportDocuments
{
    public const int CurrentSchemaVersion = 1;
    private const string Events = "events";
    private const string Values = "values";

    public static ImportDocument Of(ProductionImport import, SloCatalogue catalogue) => new(
        CurrentSchemaVersion,
        import.Catalogue,
        import.Grid.Period.Name,
        import.Grid.Period.From,
        import.Grid.Period.To,
        import.Until,
        import.Grid.Slice.TotalSeconds,
        import.ImportedAt,
        import.Source,
        import.Maintenance,
        import.Warnings,
        [.. import.Rows.Select(row => Of(row, import.Analyse(catalogue.Slos.Single(slo => slo.Id == row.Id))!))]);

    public static byte[] ToJson(ImportDocument document) => DocumentSeal.Close(JsonSerializer.SerializeToUtf8Bytes(document, ReadableImportJson.Context.ImportDocument));

    /// <exception cref="JsonException">It is not such a document.</exception>
    /// <exception cref="FormatException">It is, and cannot be right or is of another version.</exception>
    public static ProductionImport Parse(byte[] json)
    {
        // Asked first: a later version may have any members.
        var version = VersionOf(json) ?? throw new FormatException("it has no schemaVersion, so it is no import");
        if (version != CurrentSchemaVersion)
        {
            throw new FormatException($"schemaVersion is {version}; this LoadLab reads {CurrentSchemaVersion}");
        }

        var document = JsonSerializer.Deserialize(json, ImportJson.Default.ImportDocument)!;
        var period = AttainmentPeriod.OfName(document.Period) ?? throw new FormatException($"period '{document.Period}' is none");
        if (period.From != document.From || period.To != document.To || document.Until < document.From || document.Until > document.To)
        {
            throw new FormatException($"from, until and to do not fit period {document.Period}");
        }

        if (!(document.SliceSeconds > 0) || document.SliceSeconds > TimeSpan.FromDays(366).TotalSeconds)
        {
            throw new FormatException("sliceSeconds is no length of a slice");
        }

        var grid = new SliceGrid(period, TimeSpan.FromSeconds(document.SliceSeconds));
        var slices = grid.CountUntil(document.Until);
        var import = new ProductionImport
        {
            Catalogue = document.Catalogue,
            Grid = grid,
            Until = document.Until,
            ImportedAt = document.ImportedAt,
            Source = document.Source,
            Maintenance = document.Maintenance,
            Warnings = document.Warnings,
            Rows = [.. document.Rows.Select(row => new ImportedRow(row.Id, row.Says, IsOfEvents(row), row.Percentile, row.Queries, Unpack(row, slices), row.Buckets, row.Contradictions, row.Remark))],
        };

        // Last: a wrong value is told as that.
        DocumentSeal.Prove(json, document.Seal);
        return import;
    }

    /// <summary>The version that a document says it has; null when it says none.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static int? VersionOf(byte[] json)
    {
        using var plain = JsonDocument.Parse(json);
        return plain.RootElement.ValueKind == JsonValueKind.Object && plain.RootElement.TryGetProperty("schemaVersion", out var version) && version.ValueKind == JsonValueKind.Number
            && version.TryGetInt32(out var number) ? number : null;
    }

    private static ImportRowDocument Of(ImportedRow row, RowAttainment reached) => new(
        row.Id,
        row.Says,
        row.IsOfEvents ? Events : Values,
        row.Percentile,
        row.Queries,
        new ImportFigures(
            DocumentWords.Of(reached.Verdict),
            reached.Attained,
            reached.LowerBound,
            reached.UpperBound,
            reached.Slices.TimeRatio,
            reached.Slices.TimeRatioLowerBound,
            reached.Events,
            reached.BadEvents,
            reached.Budget?.ConsumedRatio,
            reached.TimeBudget?.ConsumedRatio,
            reached.Percentile?.Ms,
            reached.Slices),
        row.Contradictions,
        row.Buckets,
        new SampleRuns(Pack(row)),
        row.Remark);

    private static bool IsOfEvents(ImportRowDocument row) => row.Counts switch
    {
        Events => true,
        Values => false,
        var other => throw new FormatException($"'{row.Id}' counts '{other}'; allowed: {Events}, {Values}"),
    };

    private static List<double[]> Pack(ImportedRow row)
    {
        var runs = new List<double[]>();
        for (var i = 0; i < row.Samples.Count; i++)
        {
            if (i > 0 && row.Samples[i] == row.Samples[i - 1])
            {
                runs[^1][0]++;
                continue;
            }

            runs.Add(row.Samples[i] switch
            {
                { IsKnown: false } => [1],
                { Maybe: > 0 } sample => [1, sample.Value, sample.Total, sample.Maybe],
                { Total: > 0 } sample => [1, sample.Value, sample.Total],
                // A slice without events is [n, 0, 0]: two numbers would be a plain value.
                _ when row.IsOfEvents => [1, 0, 0],
                var sample => [1, sample.Value],
            });
        }

        return runs;
    }

    private static List<SliceSample> Unpack(ImportRowDocument row, int slices)
    {
        var samples = new List<SliceSample>(slices);
        var isOfEvents = IsOfEvents(row);
        foreach (var run in row.Samples.Runs)
        {
            if (run.Length is < 1 or > 4 || (run.Length > 1 && run.Length > 2 != isOfEvents) || run[0] < 1 || run[0] != Math.Floor(run[0]) || samples.Count + run[0] > slices || run.Skip(1).Any(value => !double.IsFinite(value)))
            {
                throw new FormatException($"the samples of '{row.Id}' do not fit {slices} slices");
            }

            var sample = run switch
            {
                [_] => SliceSample.Unknown,
                [_, var value] => SliceSample.Of(value),
                [_, var good, var total] => SliceSample.Events(good, total),
                [_, var good, var total, var maybe] => SliceSample.Events(good, total, maybe),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
            if (run.Length > 2 && (sample.Value < 0 || sample.Maybe < 0 || sample.Value + sample.Maybe > sample.Total * (1 + 1e-9)))
            {
                throw new FormatException($"the samples of '{row.Id}' have more good events than events");
            }

            samples.AddRange(Enumerable.Repeat(sample, (int)run[0]));
        }

        return samples.Count == slices ? samples : throw new FormatException($"the samples of '{row.Id}' are of {samples.Count} slices, not of {slices}");
    }
}
