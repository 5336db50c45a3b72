using LoadLab.Core.Runs;
using LoadLab.Sdk;

namespace LoadLab.Engine.SelfTest;

/// <summary>The cases of <c>loadlab selftest</c>: each kind in the open and in the closed model.</summary>
internal static class SelfTestCases
{
    /// <summary>All cases that this system can run.</summary>
    public static IEnumerable<SelfTestCase> All()
    {
        foreach (var isOpen in new[] { true, false })
        {
            yield return Delays("constant delay 500 ms", isOpen, _ => 500);
            yield return Delays("uniform delay 250–750 ms", isOpen, p => KnownAnswers.UniformPercentile(250, 750, p));
            yield return Delays("exponential delay, mean 300 ms", isOpen, p => KnownAnswers.ExponentialPercentile(300, p));
            yield return Errors(isOpen);
            foreach (var stallMs in new[] { 500, 1000, 2000 })
            {
                yield return Stall(stallMs, isOpen);
            }

            yield return BlockedThreadPool(1000, isOpen);
            if (OperatingSystem.IsLinux() || OperatingSystem.IsMacOS())
            {
                yield return Paused(1000, isOpen);
            }
        }

        foreach (var test in SelfTestDrops.All())
        {
            yield return test;
        }

        yield return Users("20 users, delay 500 ms", 20, 500, 0);
        yield return Users("50 users, delay 500 ms, think time 500 ms", 50, 500, 500);
        yield return UnpacedStall(10, 1000);
    }

    /// <summary>
    /// Delays at the quantiles (i + ½)/n of a distribution, each once: what is measured is the distribution, not a draw from it. The
    /// order strides through them by about the golden ratio, so that long and short ones alternate.
    /// </summary>
    private static SelfTestCase Delays(string name, bool isOpen, Func<double, double> percentileMs)
    {
        // Shares no factor with the number of iterations, so that it comes past each of them once.
        const long Stride = 1853;
        return new SelfTestCase
        {
            Name = name,
            Phase = isOpen ? SelfTestLoads.Arrivals() : SelfTestLoads.Iterations(300),
            Run = (stub, _) => Answer(stub, percentileMs(100 * ((stub.Next() * Stride % SelfTestLoads.Count) + 0.5) / SelfTestLoads.Count)),
            Judge = figures => new double[] { 50, 90, 95, 99 }.Select(p => figures.Percentile(p, percentileMs(p)))
                .Append(figures.Count("iterations", SelfTestLoads.Count, figures.Phase.Measured.Ok)),
        };
    }

    private static SelfTestCase Errors(bool isOpen) => new()
    {
        Name = "every tenth request fails",
        Phase = isOpen ? SelfTestLoads.Arrivals() : SelfTestLoads.Iterations(10),
        Run = async (stub, _) =>
        {
            var fails = stub.Next() % 10 == 0;
            await stub.AnswerAsync(TimeSpan.FromMilliseconds(2)).ConfigureAwait(false);
            return fails ? Response.Fail("503", failure: FailureKind.Status) : Response.Ok("200");
        },
        Judge = figures =>
        [
            figures.Count("failed", SelfTestLoads.Count / 10, figures.Phase.Measured.Failed),
            figures.Count("ok", SelfTestLoads.Count * 9 / 10, figures.Phase.Measured.Ok),
            figures.Count("status 503", SelfTestLoads.Count / 10, figures.StatusCount("503")),
        ],
    };

    /// <summary>The target freezes. In the closed model pacing keeps the intended starts going, so both models must say the same.</summary>
    private static SelfTestCase Stall(int stallMs, bool isOpen) => new()
    {
        Name = FormattableString.Invariant($"target frozen for {stallMs / 1000.0:0.0} s"),
        Phase = isOpen ? SelfTestLoads.Arrivals() : SelfTestLoads.Paced(),
        Disturb = stub => stub.Freeze(SelfTestLoads.Before, TimeSpan.FromMilliseconds(stallMs)),
        Run = (stub, _) => Answer(stub, 0),
        Judge = figures => StallRows(figures, stallMs),
    };

    /// <summary>All threads of the pool are blocked: nothing can start, and every arrival of that time must say so.</summary>
    private static SelfTestCase BlockedThreadPool(int stallMs, bool isOpen) => new()
    {
        Name = FormattableString.Invariant($"thread pool blocked for {stallMs / 1000.0:0.0} s"),
        Phase = isOpen ? SelfTestLoads.Arrivals() : SelfTestLoads.Paced(),
        Disturb = _ => new ThreadPoolBlocker(SelfTestLoads.Before, TimeSpan.FromMilliseconds(stallMs)).Start(),
        Run = (stub, _) => Answer(stub, 0),
        Judge = figures => StallRows(figures, stallMs),
    };

    /// <summary>The whole process is stopped from outside. How long is the shell's doing, so the stub's thread measures it.</summary>
    private static SelfTestCase Paused(int stallMs, bool isOpen) => new()
    {
        Name = FormattableString.Invariant($"generator stopped (SIGSTOP) for {stallMs / 1000.0:0.0} s"),
        Phase = isOpen ? SelfTestLoads.Arrivals() : SelfTestLoads.Paced(),
        Disturb = _ => ProcessPause.Begin(SelfTestLoads.Before, TimeSpan.FromMilliseconds(stallMs)),
        Run = (stub, _) => Answer(stub, 0),
        Judge = figures =>
        [
            figures.Count("pauses as long as that", 1, figures.LongestGapMs >= stallMs ? 1 : 0),
            .. StallRows(figures, figures.LongestGapMs),
            figures.Canary(figures.LongestGapMs, SelfTestLoads.SpacingMs),
        ],
    };

    private static IEnumerable<SelfTestRow> StallRows(SelfTestFigures figures, double stallMs)
    {
        foreach (var share in new[] { 0.25, 0.5, 0.75 })
        {
            var percentile = 100 * (1 - (stallMs * share / SelfTestLoads.LengthMs));
            yield return figures.Percentile(percentile, KnownAnswers.StallPercentile(stallMs, SelfTestLoads.LengthMs, percentile), SelfTestLoads.SpacingMs);
        }

        yield return figures.Percentile(100, stallMs, SelfTestLoads.SpacingMs);
        yield return figures.Mean(KnownAnswers.StallMean(stallMs, SelfTestLoads.LengthMs), SelfTestLoads.SpacingMs);
        yield return figures.Count("iterations", SelfTestLoads.Count, figures.Phase.Measured.Ok);
    }

    /// <summary>Users without pacing: as many requests as the target lets them send.</summary>
    private static SelfTestCase Users(string name, int users, double delayMs, double thinkMs) => new()
    {
        Name = name,
        Phase = SelfTestLoads.Users(users) with { ThinkTime = new ThinkTime(TimeSpan.FromMilliseconds(thinkMs), ThinkTimeDistribution.Constant) },
        Run = (stub, _) => Answer(stub, delayMs),
        Judge = figures =>
        [
            figures.Percentile(50, delayMs),
            figures.Mean(delayMs),
            figures.Throughput(KnownAnswers.ClosedThroughput(users, delayMs, thinkMs)),
        ],
    };

    /// <summary>Without pacing each user waits for the stall once, and it is not known how many requests it would have sent.</summary>
    private static SelfTestCase UnpacedStall(int users, int stallMs) => new()
    {
        Name = FormattableString.Invariant($"{users} users, delay 200 ms, target frozen for {stallMs / 1000.0:0.0} s"),
        Phase = SelfTestLoads.Users(users),
        Disturb = stub => stub.Freeze(SelfTestLoads.Before, TimeSpan.FromMilliseconds(stallMs)),
        Run = (stub, _) => Answer(stub, 200),
        Judge = figures =>
        [
            figures.Percentile(50, 200),
            figures.Count("slow iterations", users, figures.SlowerThan(stallMs * 0.5)),
        ],
    };

    private static async Task<IResponse> Answer(SelfTestStub stub, double delayMs)
    {
        await stub.AnswerAsync(TimeSpan.FromMilliseconds(delayMs)).ConfigureAwait(false);
        return Response.Ok();
    }
}
