namespace LoadLab.Stacks.Processes;

/// <summary>Asks a server that is being started whether it is ready. Somebody else on its port may take the connection and say nothing: no single question may wait for long.</summary>
internal static class Readiness
{
    private static readonly TimeSpan s_questionLimit = TimeSpan.FromSeconds(2);

    /// <summary>One question; no answer within 2 s is a no.</summary>
    public static async Task<bool> AskAsync(int port, Func<int, CancellationToken, Task<bool>> isReady, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(s_questionLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await isReady(port, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
