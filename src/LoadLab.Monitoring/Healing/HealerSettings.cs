using LoadLab.Core.Catalogue;

namespace LoadLab.Monitoring.Healing;

/// <summary>What a healer works with.</summary>
/// <param name="Catalogue">Its <c>healing:</c> is all that can be done.</param>
/// <param name="Acts">False for a dry run.</param>
/// <param name="Alertmanager">Where alerts are looked up before an action; null in a dry run that does not ask.</param>
/// <param name="Prometheus">Where rows are looked up; null when no entry needs it.</param>
public sealed record HealerSettings(SloCatalogue Catalogue, bool Acts, Uri? Alertmanager, Uri? Prometheus);
