namespace LoadLab.Stacks;

/// <summary>Something with processes that a second Ctrl-C ends at once.</summary>
public interface IKillable
{
    /// <summary>
    /// Ends every process and deletes what they wrote, without asking them to finish; blocks for at most a few seconds.
    /// Safe from any thread, at any time, any number of times, also while the stack is still starting or being disposed.
    /// </summary>
    void KillNow();
}
