using LoadLab.Engine.Tracing;

namespace LoadLab.Engine.VirtualUsers;

/// <summary>Which of its requests are sampled, and the step that each belongs to.</summary>
internal sealed partial class VirtualUser : ITraceSource
{
    private int _requests;
    private int _openSteps;
    private volatile bool _isBetweenSteps;

    public bool IsSampling => _phase.Traces is not null;

    public RequestTrace? Sample(string? step)
    {
        var log = _phase.Traces!;
        var number = Interlocked.Increment(ref _requests);
        return log.Sampler.Samples(IterationNumber, number) ? new RequestTrace(log, log.Sampler.Of(IterationNumber, number), isOwn: false, PlaceOf(step), _measured) : null;
    }

    public RequestTrace Own(TraceParent parent, string? step)
    {
        Interlocked.Increment(ref _requests);
        return new RequestTrace(_phase.Traces!, parent, isOwn: true, PlaceOf(step), _measured);
    }

    /// <summary>While several steps are under way at once, nothing says which one a request belongs to.</summary>
    private TracePlace PlaceOf(string? step) => new(
        Scenario.Index, step is not null ? _phase.Recorder.StepIndex(Scenario.Index, step) : _isBetweenSteps ? TracePlace.UnknownStep : _step);

    private void BeginTraces()
    {
        _requests = 0;
        _openSteps = 0;
        _isBetweenSteps = false;
    }

    private void CountOpen(int change)
    {
        if (_phase.Traces is null)
        {
            return;
        }

        var open = Interlocked.Add(ref _openSteps, change);
        _isBetweenSteps = open > 1 || (open > 0 && _isBetweenSteps);
    }
}
