using System.Globalization;
using LoadLab.Core;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Production;

namespace LoadLab.Stacks.Prometheus;

/// <summary>Asks a Prometheus for every row of a catalogue that production can measure. Each query is asked once, however many rows share it.</summary>
/// <param name="client">The Prometheus.</param>
/// <param name="source">Its address, as it is stored.</param>
/// <param name="time">Says what is over.</param>
public sealed class ProductionImporter(PrometheusClient client, PrometheusAddress source, TimeProvider time)
{
    private readonly SortedSet<string> _warnings = new(StringComparer.Ordinal);

    /// <summary>Imports a period.</summary>
    /// <param name="catalogue">The catalogue.</param>
    /// <param name="grid">The slices.</param>
    /// <param name="maintenance">Windows beside those of the catalogue.</param>
    /// <param name="progress">Told what is asked.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="LoadLabException">Prometheus does not answer, or a query is not right (104); every wrong query, with its row.</exception>
    public async Task<ProductionImport> ImportAsync(
        SloCatalogue catalogue, SliceGrid grid, IReadOnlyList<MaintenanceWindow> maintenance, IProgress<string> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(progress);
        var now = time.GetUtcNow();
        var slices = grid.CountUntil(now);
        var windows = MaintenanceWindow.Within(catalogue.Maintenance.Concat(maintenance), grid.Period.From, grid.Period.To);
        var rows = catalogue.Slos.Where(slo => slo.Production is { NotMeasured.Length: 0 }).ToList();
        var plans = rows.Select(slo => RowQueries.Of(slo, grid.Slice)).ToList();
        var answers = await AskAsync(plans, grid, slices, progress, cancellationToken).ConfigureAwait(false);
        var counted = grid.Covered(windows).Take(slices).Select(covered => !covered).ToArray();
        return new ProductionImport
        {
            Catalogue = catalogue.Name,
            Grid = grid,
            Until = grid.StartOf(slices),
            ImportedAt = now,
            Source = source.Address.ToString(),
            Maintenance = windows,
            Warnings = [.. _warnings],
            Rows = [.. plans.Select(plan => plan.Read([.. plan.Queries.Select(query => answers[query])], counted))],
        };
    }

    private async Task<Dictionary<string, SliceTable>> AskAsync(
        List<RowQueries> plans, SliceGrid grid, int slices, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var queries = plans.SelectMany(plan => plan.Queries).Distinct(StringComparer.Ordinal).ToList();
        var answers = new Dictionary<string, SliceTable>(StringComparer.Ordinal);
        var faults = new List<string>();
        string? hint = null;
        for (var i = 0; i < queries.Count; i++)
        {
            var rows = string.Join(", ", plans.Where(plan => plan.Queries.Contains(queries[i])).Select(plan => plan.Slo.Id));
            try
            {
                var (table, wrongQuery) = await AskAsync(
                    queries[i], grid, slices, text => progress.Report(FormattableString.Invariant($"Query {i + 1} of {queries.Count} ({rows}){text}")), cancellationToken).ConfigureAwait(false);
                if (wrongQuery is not null)
                {
                    // The others can be asked nevertheless, so that all wrong queries are told at once.
                    faults.Add($"{rows}: {source.Address}: {wrongQuery.Message} Query: {queries[i]}");
                    hint ??= wrongQuery.Hint;
                    continue;
                }

                answers[queries[i]] = table!;
            }
            catch (LoadLabException fault)
            {
                throw new LoadLabException(fault.ExitCode, $"{source.Address}, asked for {rows}: {fault.Message}", fault.Hint, fault);
            }
        }

        return faults.Count == 0 ? answers : throw new LoadLabException(ExitCode.BadConfiguration, faults, hint);
    }

    private async Task<(SliceTable? Table, LoadLabException? WrongQuery)> AskAsync(string query, SliceGrid grid, int slices, Action<string> tell, CancellationToken cancellationToken)
    {
        var table = new SliceTable(slices);
        var chunk = ChunkOf(grid.Slice);
        for (var first = 0; first < slices; first += chunk)
        {
            var end = Math.Min(first + chunk, slices);
            tell(slices <= chunk ? "" : string.Create(CultureInfo.InvariantCulture, $": {100.0 * first / slices:0} %"));

            // A slice is asked for at its end: what is looked back on is the slice.
            var (answer, wrongQuery) = await client.TryQueryRangeAsync(query, grid.StartOf(first + 1), grid.StartOf(end), grid.Slice, cancellationToken).ConfigureAwait(false);
            if (answer is null)
                return (null, wrongQuery);
            _warnings.UnionWith(answer.Warnings);
            table.Add(answer.Series, grid, first, end);
        }

        return (table, null);
    }

    /// <summary>Slices of one request: a day, and fewer than the 11,000 points that Prometheus answers with at most.</summary>
    internal static int ChunkOf(TimeSpan slice) => (int)Math.Clamp(TimeSpan.FromDays(1).Ticks / slice.Ticks, 1, 10_000);
}
