using LoadLab.Sdk.Hosting;

namespace LoadLab.Sdk;

/// <summary>Keeps an iteration at a pace. Pacing of all iterations of a phase is the suite's <c>pacing</c>.</summary>
public static class Pacing
{
    /// <summary>
    /// Waits until <paramref name="time"/> has passed since this iteration started; not at all when it has. As the last line of an iteration it lets a
    /// user start one every <paramref name="time"/>, as a game or a device does that reports at an interval.
    /// </summary>
    public static Task Until(IScenarioContext context, TimeSpan time)
    {
        ArgumentNullException.ThrowIfNull(context);
        var left = time - ((context as IStepSink)?.SinceIterationStart ?? default);
        return left > TimeSpan.Zero ? Think.For(context, left) : Task.CompletedTask;
    }
}
