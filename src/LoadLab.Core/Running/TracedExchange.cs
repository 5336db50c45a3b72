namespace LoadLab.Core.Running;

/// <summary>A request and what came of it.</summary>
public sealed record TracedExchange
{
    /// <summary>The request as it was sent.</summary>
    public required TimedRequest Request { get; init; }

    /// <summary>Its body; null for none, or for one that cannot be read a second time.</summary>
    public byte[]? RequestBody { get; init; }

    /// <summary>The answer; null when there was none.</summary>
    public HttpResponseMessage? Answer { get; init; }

    /// <summary>The body of the answer; null when it is still to come, as that of a stream is.</summary>
    public byte[]? Body { get; init; }

    /// <summary>Why there was no whole answer; null when there was.</summary>
    public Exception? Fault { get; init; }

    /// <summary>From asking to the end, or to the answer's head where the body is still to come.</summary>
    public required TimeSpan Took { get; init; }

    /// <summary>What the time went to.</summary>
    public required RequestPhases Phases { get; init; }
}
