using LoadLab.Core.Catalogue;
using LoadLab.Core.Verdicts;
using LoadLab.Monitoring.Documents;
using LoadLab.Monitoring.Rows;

namespace LoadLab.Monitoring.Pyrra;

/// <summary><c>loadlab slo export pyrra</c>: an object a row for Pyrra. Rows whose queries are more than selectors are left out, with the reason.</summary>
public sealed class PyrraExport : IExport
{
    /// <inheritdoc/>
    public string Name => "pyrra";

    /// <inheritdoc/>
    public string Says => "SLOs for Pyrra (pyrra.dev/v1alpha1)";

    /// <inheritdoc/>
    public IReadOnlyList<ExportAddress> Uses => [];

    /// <inheritdoc/>
    public IReadOnlyList<ExportedFile> Files(SloCatalogue catalogue, ExportLinks links)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        _ = WatchedRow.Demand(catalogue);
        var (notes, documents) = (new List<string>(), new List<YamlObject>());
        foreach (var slo in catalogue.Slos)
        {
            var row = WatchedRow.Of(catalogue).FirstOrDefault(row => row.Slo.Id == slo.Id);
            var (indicator, reason) = row is null
                ? (null, slo.Production?.NotMeasured is { Length: > 0 } why ? why.ReplaceLineEndings(" ") : "the catalogue does not say how production measures it (production:).")
                : row.Target is not { } target ? (null, "it limits a value and not a share of events, so Pyrra has no budget of it.")
                : target is 1 or 0 ? (null, "Pyrra's targets lie between 0 and 100 %.")
                : PyrraIndicator.Of(row);
            if (indicator is null)
            {
                notes.Add($"Left out: {slo.Id} ({slo.Source}): {reason}");
                continue;
            }

            if (slo.Window.StartsWith("calendar", StringComparison.Ordinal))
            {
                notes.Add($"Lost: the window of {slo.Id} ({slo.Window}). Pyrra's windows roll: {PromQl.Duration(row!.Period)} stand for it.");
            }

            documents.Add(Row(catalogue, row!, indicator));
        }

        var head = string.Join('\n',
        [
            GeneratedMark.Of(Name, catalogue.Name),
            "Pyrra counts with increase() and rate(): its figures differ a little from those of 'loadlab slo export prometheus' and of reports, which count event by event.",
            "A bound of a bucket is written as Prometheus 2 does (le=\"2\"); Prometheus 3 has le=\"2.0\".",
            .. notes,
        ]);
        return [new ExportedFile(Slug.Of(catalogue.Name) + "-pyrra.yml", YamlFile.Text(head, documents))];
    }

    private static YamlObject Row(SloCatalogue catalogue, WatchedRow row, YamlObject indicator) => new()
    {
        { "apiVersion", "pyrra.dev/v1alpha1" },
        { "kind", "ServiceLevelObjective" },
        {
            "metadata", new YamlObject
            {
                { "name", Slug.Of($"{catalogue.Name}-{row.Slo.Id}", 63) },
                {
                    // Pyrra puts labels with its prefix on its alerts.
                    "labels", new YamlObject
                    {
                        { "pyrra.dev/catalogue", Slug.Of(catalogue.Name, 63) },
                        { "pyrra.dev/slo", Slug.Of(row.Slo.Id, 63) },
                        { "pyrra.dev/service", Slug.Of(row.Service, 63) },
                        { "pyrra.dev/tier", row.Slo.Tier.Word() },
                    }
                },
            }
        },
        {
            "spec", new YamlObject
            {
                { "target", PromQl.Number(row.Target!.Value * 100) },
                { "window", PromQl.Duration(row.Period) },
                { "description", $"{row.Slo.Title}: {row.Slo.Objective.Sign} {row.Slo.Objective.Text} ({row.Slo.Source})" },
                { "indicator", indicator },
            }
        },
    };
}
