namespace LoadLab.Sdk;

/// <summary>Tries a step again, and counts it: the first try is the step, and each further one the step <c>NAME (retry)</c>.</summary>
public static class Retry
{
    /// <summary>Most tries. More of them are a load of its own.</summary>
    public const int MostTries = 10;

    /// <summary>
    /// Runs <paramref name="run"/> until it succeeds. A failed try stays a failure of its step, in every table and limit: a client that tries again
    /// makes a service no better. The waits between the tries belong to no step.
    /// </summary>
    /// <param name="name">The step.</param>
    /// <param name="context">The iteration's context.</param>
    /// <param name="run">One try. It must make a new request each time.</param>
    /// <param name="tries">Most tries, the first included: 2 to <see cref="MostTries"/>.</param>
    /// <param name="wait">Wait before the second try; twice as long before each further one. 100 ms when null.</param>
    /// <param name="when">
    /// Which failures are tried again. When null those that a second try may mend: no connection, a lost one, a timeout, and the statuses 408, 425, 429, 502, 503, 504.
    /// </param>
    /// <returns>The last try's response.</returns>
    public static async Task<Response<T>> Run<T>(
        string name, IScenarioContext context, Func<Task<Response<T>>> run, int tries = 3, TimeSpan? wait = null, Func<Response<T>, bool>? when = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentOutOfRangeException.ThrowIfLessThan(tries, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tries, MostTries);
        var pause = wait ?? TimeSpan.FromMilliseconds(100);
        ArgumentOutOfRangeException.ThrowIfLessThan(pause, TimeSpan.Zero, nameof(wait));
        var response = await Step.Run(name, context, run).ConfigureAwait(false);
        for (var attempt = 2; attempt <= tries && response.IsError && (when ?? MayPass)(response); attempt++)
        {
            await Think.For(context, pause).ConfigureAwait(false);
            pause *= 2;
            response = await Step.Run(name + " (retry)", context, run).ConfigureAwait(false);
        }

        return response;
    }

    private static bool MayPass<T>(Response<T> response) =>
        response.Failure is FailureKind.Timeout or FailureKind.Refused or FailureKind.Reset || response.StatusCode is "408" or "425" or "429" or "502" or "503" or "504";
}
