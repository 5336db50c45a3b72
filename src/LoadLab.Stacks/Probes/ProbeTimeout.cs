namespace LoadLab.Stacks.Probes;

/// <summary>The limit of one sample.</summary>
internal static class ProbeTimeout
{
    /// <summary>0.9 s: a probe that takes longer would miss its next sample.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(900);

    /// <summary>Runs a sample; one that is late ends with a <see cref="TimeoutException"/>, so that nobody takes it for a stop of the run.</summary>
    public static async ValueTask<T> RunAsync<T>(string probe, Func<CancellationToken, Task<T>> sample, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await sample(either.Token).WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(FormattableString.Invariant($"Probe '{probe}' had no answer after {Limit.TotalSeconds:0.0} s."));
        }
    }
}
