using LoadLab.Core.Catalogue.Document;

namespace LoadLab.Monitoring.Healing;

/// <summary>Does what an entry of <c>healing:</c> names. It is given the entry and nothing of the alert: what is not in the catalogue cannot reach it.</summary>
internal interface IHealingAction
{
    /// <summary>Does it, within the entry's time. Faults are results.</summary>
    Task<ActionResult> RunAsync(HealingEntry entry);
}
