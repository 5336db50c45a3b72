namespace LoadLab.Stacks.Probes;

/// <summary>The lists of a broker.</summary>
/// <param name="Waiting">Lists with items that wait for a worker; their lengths add up.</param>
/// <param name="Processing">Lists with items that a worker holds and has not acknowledged; empty for none.</param>
internal sealed record QueueKeys(IReadOnlyList<string> Waiting, IReadOnlyList<string> Processing)
{
    /// <summary>Measure of what workers hold.</summary>
    internal const string ProcessingMeasure = "queue.processing";

    /// <summary>What gives a figure of queues that never had an item.</summary>
    internal const string Advice =
        "Name the queues of this stack in the suite (settings: probes.queues: NAME,NAME), or map queue.length to a metric that counts what waits; a mapped jobs.submitted also shows that the queues exist.";

    /// <summary>The reference LMS's grading queue.</summary>
    public static QueueKeys ReferenceLms { get; } = new(["queue:grading"], []);

    /// <summary>True when the suite names them; false for LoadLab's own guess.</summary>
    public bool AreNamed { get; init; } = true;

    /// <summary>What to do about queues that never had an item.</summary>
    internal string FindingAdvice => AreNamed ? Advice : "The suite names no queue, so LoadLab looked for that of its reference LMS. " + Advice;

    /// <summary>True when something else than their items shows that all of them exist: the stack is LoadLab's own, or a metric counts what is put in.</summary>
    public Func<bool> AreKnown { get; init; } = static () => false;
}
