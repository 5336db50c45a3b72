using LoadLab.Sdk.Hosting;

namespace LoadLab.Sdk;

/// <summary>
/// Waits of a virtual user within an iteration, as a person reads a page. They belong to no step: a wait before the first step does not lengthen its response
/// time. They belong to the iteration. Waits between iterations are the suite's <c>thinkTime</c>.
/// </summary>
public static class Think
{
    /// <summary>A longer wait is cut here, as in TPC-C 5.2.5.4.</summary>
    private const double MostMeans = 10;

    /// <summary>Waits for a time.</summary>
    public static async Task For(IScenarioContext context, TimeSpan time)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        var sink = context as IStepSink;
        var before = sink?.SinceIterationStart ?? default;
        await Task.Delay(time, context.CancellationToken).ConfigureAwait(false);
        sink?.LeaveOut(sink.SinceIterationStart - before);
    }

    /// <summary>Waits for a time between two, each as likely as any other, from the plan's seed.</summary>
    public static Task Between(IScenarioContext context, TimeSpan least, TimeSpan most)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentOutOfRangeException.ThrowIfLessThan(least, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, least);
        return For(context, least + ((most - least) * context.Random.NextDouble()));
    }

    /// <summary>Waits for a time that is short most often and long now and then: negative exponential with this mean, cut at ten times the mean, from the plan's seed.</summary>
    public static Task About(IScenarioContext context, TimeSpan mean)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentOutOfRangeException.ThrowIfLessThan(mean, TimeSpan.Zero);
        return For(context, mean * Math.Min(MostMeans, -Math.Log(1 - context.Random.NextDouble())));
    }
}
