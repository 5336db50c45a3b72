namespace LoadLab.Engine.VirtualUsers;

/// <summary>Decides when virtual users iterate: the open or the closed model.</summary>
internal interface ILoad : IDisposable
{
    /// <summary>Starts iterations until the plan is done or the phase is told to stop. Runs on the phase's own thread.</summary>
    void Run();

    /// <summary>Wakes <see cref="Run"/> so that it notices a stop.</summary>
    void Wake();

    /// <summary>
    /// An iteration has ended at <paramref name="done"/>. True when the user shall start its next one at once, on the same thread.
    /// Called from any thread.
    /// </summary>
    bool OnEnded(VirtualUser user, long done);

    /// <summary>Virtual users: alive in the closed model, busy in the open one.</summary>
    int VirtualUsers { get; }
}
