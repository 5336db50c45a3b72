using LoadLab.Core.Catalogue.Document;

namespace LoadLab.Monitoring.Healing;

/// <summary>Looks at what must recover.</summary>
internal interface IRecovery
{
    /// <summary>The time after an action from which a look says something about the time since: a slice for a row, none for an address.</summary>
    TimeSpan Lag(HealingEntry entry);

    /// <summary>How it is now. Faults are "nobody knows".</summary>
    Task<HealthState> LookAsync(HealingEntry entry, CancellationToken cancellationToken);
}
