namespace LoadLab.Core.Running;

/// <summary>Takes the calls of a healer while a run with faults lasts.</summary>
public interface IHealingCalls : IAsyncDisposable
{
    /// <summary>
    /// Does what a call asks for, and gives null, or why nothing was done; the caller is answered when it has ended. Null while nothing is broken on purpose.
    /// </summary>
    Func<HealingCall, Task<string?>>? Heal { get; set; }

    /// <summary>Begins to take calls.</summary>
    /// <exception cref="LoadLabException">Nobody could reach it (104).</exception>
    Task StartAsync();
}
