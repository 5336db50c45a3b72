using LoadLab.Core.Catalogue;
using LoadLab.Monitoring.Documents;

namespace LoadLab.Monitoring.Alertmanager;

/// <summary><c>loadlab slo export alertmanager</c>.</summary>
public sealed class AlertmanagerExport : IExport
{
    /// <inheritdoc/>
    public string Name => "alertmanager";

    /// <inheritdoc/>
    public string Says => "routes, inhibition, mute times and silences";

    /// <inheritdoc/>
    public IReadOnlyList<ExportAddress> Uses => [ExportAddress.Receivers, ExportAddress.Healer];

    /// <inheritdoc/>
    public IReadOnlyList<ExportedFile> Files(SloCatalogue catalogue, ExportLinks links)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        ArgumentNullException.ThrowIfNull(links);
        var name = Slug.Of(catalogue.Name);
        var silences = $"{name}-silences.json";
        var head = string.Join('\n', [GeneratedMark.Of(Name, catalogue.Name), .. SuppressionNotes.Of(catalogue, silences)]);
        return
        [
            new($"{name}-alertmanager.yml", YamlFile.Text(head, new AlertmanagerConfig(catalogue, links).Document())),
            new(silences, Silences.Text(catalogue, GeneratedMark.Of(Name, catalogue.Name))),
        ];
    }
}
