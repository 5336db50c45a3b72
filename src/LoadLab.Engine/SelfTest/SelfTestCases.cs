using System.Diagnostics;
using System.Globalization;
using LoadLab.Core.Runs;
using LoadLab.Sdk;

namespace LoadLab.Engine.SelfTest;

/// <summary>The cases of <c>loadlab selftest</c>.</summary>
internal static class SelfTestCases
{
    private const int Rate = 1000;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Length = 4 * Second;
    private static readonly double SpacingMs = 1000.0 / Rate;

    /// <summary>All cases that this system can run.</summary>
    public static IEnumerable<SelfTestCase> All()
    {
        yield return Delays("constant delay 50 ms", _ => 50, _ => 50);
        yield return Delays("uniform delay 20–80 ms", u => 20 + (60 * u), p => KnownAnswers.UniformPercentile(20, 80, p));
        yield return Delays("exponential delay, mean 30 ms", u => -Math.Log(1 - u) * 30, p => KnownAnswers.ExponentialPercentile(30, p));
        foreach (var stall in new[] { 0.5, 1.0, 2.0 })
        {
            yield return Stall(stall);
        }

        yield return Errors();
        yield return BlockedThreadPool(1);
        if (OperatingSystem.IsLinux() || OperatingSystem.IsMacOS())
        {
            yield return Paused(1);
        }

        yield return Closed("20 users, delay 50 ms", 20, 50, 0);
        yield return Closed("50 users, delay 50 ms, think 200 ms", 50, 50, 200);
        yield return ClosedStall(10, 1);
        yield return PacedStall(20, 1);
    }

    /// <summary>Delays at the quantiles of a distribution, taken in an order that fills it evenly: k · φ mod 1 (Weyl).</summary>
    private static SelfTestCase Delays(string name, Func<double, double> atQuantile, Func<double, double> percentile)
    {
        const double Golden = 0.6180339887498949;
        return new SelfTestCase
        {
            Name = name,
            Phase = Open(Length),
            Run = (stub, context) => Answer(stub, atQuantile((context.IterationNumber * Golden) % 1)),
            Judge = figures => new double[] { 50, 90, 95, 99 }.Select(p => figures.Percentile(p, percentile(p)))
                .Append(figures.Count("iterations", Rate * 4, figures.Phase.Measured.Ok)),
        };
    }

    private static SelfTestCase Stall(double seconds) => new()
    {
        Name = string.Create(CultureInfo.InvariantCulture, $"stall of {seconds:0.0} s"),
        Phase = Open(Length),
        Disturb = stub => stub.Freeze(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(seconds)),
        Run = (stub, _) => Answer(stub, 0),
        Judge = figures => StallRows(figures, seconds * 1000),
    };

    private static IEnumerable<SelfTestRow> StallRows(SelfTestFigures figures, double stallMs)
    {
        var run = Length.TotalMilliseconds;
        foreach (var share in new[] { 0.25, 0.5, 0.75 })
        {
            var percentile = 100 * (1 - (stallMs * share / run));
            yield return figures.Percentile(percentile, KnownAnswers.StallPercentile(stallMs, run, percentile), SpacingMs);
        }

        yield return figures.Percentile(100, stallMs, SpacingMs);
        yield return figures.Mean(KnownAnswers.StallMean(stallMs, run), SpacingMs);
        yield return figures.Count("iterations", Rate * 4, figures.Phase.Measured.Ok);
    }

    private static SelfTestCase Errors() => new()
    {
        Name = "every tenth request fails",
        Phase = Open(2 * Second),
        Run = (_, context) => Task.FromResult<IResponse>(context.IterationNumber % 10 == 0 ? Response.Fail() : Response.Ok()),
        Judge = figures => [figures.Count("failed", 200, figures.Phase.Measured.Failed), figures.Count("ok", 1800, figures.Phase.Measured.Ok)],
    };

    /// <summary>All threads of the pool are blocked: nothing can start, and every arrival of that time must say so.</summary>
    private static SelfTestCase BlockedThreadPool(double seconds) => new()
    {
        Name = string.Create(CultureInfo.InvariantCulture, $"thread pool blocked for {seconds:0.0} s"),
        Phase = Open(Length),
        Disturb = _ => new ThreadPoolBlocker(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(seconds)).Start(),
        Run = (stub, _) => Answer(stub, 0),
        Judge = figures => StallRows(figures, seconds * 1000),
    };

    /// <summary>The whole process is stopped from outside. Another process has to wake it.</summary>
    private static SelfTestCase Paused(double seconds) => new()
    {
        Name = string.Create(CultureInfo.InvariantCulture, $"generator stopped (SIGSTOP) for {seconds:0.0} s"),
        Phase = Open(Length),
        Disturb = _ => Process.Start("/bin/sh", ["-c", string.Create(CultureInfo.InvariantCulture, $"sleep 1; kill -STOP {Environment.ProcessId}; sleep {seconds}; kill -CONT {Environment.ProcessId}")]),
        Run = (stub, _) => Answer(stub, 0),
        Judge = figures =>
        [
            // How long it was stopped is the shell's doing, so the pause itself is read from the canary and has 5 %.
            .. StallRows(figures, figures.CanaryLateMs),
            new SelfTestRow("generator stopped (SIGSTOP) for " + seconds.ToString("0.0", CultureInfo.InvariantCulture) + " s", "open", "pause seen", "ms", seconds * 1000, figures.CanaryLateMs, seconds * 50),
        ],
    };

    private static SelfTestCase Closed(string name, int users, double delayMs, double thinkMs) => new()
    {
        Name = name,
        Phase = ClosedPhase(users) with { ThinkTime = new ThinkTime(TimeSpan.FromMilliseconds(thinkMs), ThinkTimeDistribution.Constant) },
        Run = (stub, _) => Answer(stub, delayMs),
        Judge = figures =>
        [
            figures.Percentile(50, delayMs),
            figures.Mean(delayMs),
            figures.Throughput(KnownAnswers.ClosedThroughput(users, delayMs, thinkMs)),
        ],
    };

    /// <summary>Without pacing each user waits for the stall once, and nobody knows how many requests it would have sent.</summary>
    private static SelfTestCase ClosedStall(int users, double seconds) => new()
    {
        Name = string.Create(CultureInfo.InvariantCulture, $"{users} users, delay 20 ms, stall of {seconds:0.0} s"),
        Phase = ClosedPhase(users),
        Disturb = stub => stub.Freeze(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(seconds)),
        Run = (stub, _) => Answer(stub, 20),
        Judge = figures =>
        [
            figures.Percentile(50, 20),
            figures.Count("slow iterations", users, figures.SlowerThan(seconds * 500)),
        ],
    };

    /// <summary>With pacing the intended starts go on through the stall: response times are those of the open model.</summary>
    private static SelfTestCase PacedStall(int users, double seconds) => new()
    {
        Name = string.Create(CultureInfo.InvariantCulture, $"{users} users, pacing 20 ms, stall of {seconds:0.0} s"),
        Phase = ClosedPhase(users) with
        {
            Pacing = TimeSpan.FromMilliseconds(20),
            Segments = [new LoadSegment(Simulation.RampingConstant(users, TimeSpan.FromMilliseconds(20)), Measured: true), new LoadSegment(Simulation.KeepConstant(users, Length), Measured: true)],
        },
        Disturb = stub => stub.Freeze(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(seconds)),
        Run = (stub, _) => Answer(stub, 0),
        Judge = figures => StallRows(figures, seconds * 1000).Where(row => row.Figure != "iterations"),
    };

    private static PhasePlan Open(TimeSpan length) => new()
    {
        Name = "open",
        Model = LoadModel.Open,
        Mix = [new ScenarioShare("selftest", 1)],
        Segments = [new LoadSegment(Simulation.Inject(Rate, Second, length), Measured: true)],
        MaxVirtualUsers = 100_000,
        PreparedVirtualUsers = 100,
        Connections = ConnectionPolicy.Shared,
    };

    private static PhasePlan ClosedPhase(int users) => new()
    {
        Name = "closed",
        Model = LoadModel.Closed,
        Mix = [new ScenarioShare("selftest", 1)],
        Segments = [new LoadSegment(Simulation.KeepConstant(users, Length), Measured: true)],
        MaxVirtualUsers = users,
        Connections = ConnectionPolicy.Shared,
    };

    private static async Task<IResponse> Answer(SelfTestStub stub, double delayMs)
    {
        await stub.AnswerAsync(TimeSpan.FromMilliseconds(delayMs)).ConfigureAwait(false);
        return Response.Ok();
    }
}
