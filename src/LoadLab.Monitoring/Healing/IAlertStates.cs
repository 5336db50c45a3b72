namespace LoadLab.Monitoring.Healing;

/// <summary>Asks whether an alert fires now and is held back by nothing.</summary>
internal interface IAlertStates
{
    /// <summary>Why nothing may be done about it; null when it is active. Faults are reasons too.</summary>
    Task<string?> RefuseAsync(IncomingAlert alert, CancellationToken cancellationToken);
}
