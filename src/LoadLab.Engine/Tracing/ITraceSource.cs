namespace LoadLab.Engine.Tracing;

/// <summary>The iteration that requests belong to, as those see it that send them. Thread-safe.</summary>
internal interface ITraceSource
{
    /// <summary>True when requests are sampled at all.</summary>
    bool IsSampling { get; }

    /// <summary>Begins the iteration's next request. Null, and nothing allocated, when it is not sampled.</summary>
    /// <param name="step">Its step; null for the one that is under way.</param>
    RequestTrace? Sample(string? step);

    /// <summary>Begins a request that has a trace of its own.</summary>
    /// <param name="parent">That trace.</param>
    /// <param name="step">Its step; null for the one that is under way.</param>
    RequestTrace Own(TraceParent parent, string? step);
}
