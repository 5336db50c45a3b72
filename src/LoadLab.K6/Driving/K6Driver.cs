using LoadLab.Core;
using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.K6.Results;

namespace LoadLab.K6.Driving;

/// <summary>Makes a plan's load with the real k6, and reads what it measures while it measures it.</summary>
internal sealed class K6Driver(K6Job job, Func<TimeProvider, IGeneratorHealth> health) : ILoadDriver
{
    private const int MostLines = 200;

    /// <summary>k6 hands its points over five times a second; what they tell of a second is there when another has passed.</summary>
    private const double Patience = 1;

    public async Task<LoadResult> RunAsync(LoadRequest request, ILoadObserver observer, CancellationToken stop)
    {
        if (request.NextPhase is not null)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, "The driver k6 runs the phases of a plan, and a capacity search makes its phases while it runs.", "Search with LoadLab's own engine, which runs the same script: driver: loadlab");
        }

        var phases = job.Phases(request.Plan);
        var variables = new Dictionary<string, string>(job.Variables, StringComparer.Ordinal);
        if (request.BaseAddress.Host != job.NoTargetHost)
        {
            variables["BASE_URL"] = request.BaseAddress.ToString().TrimEnd('/');
        }

        var time = request.Clock.Time;
        var table = new LiveTable(phases, request.Clock.StartedAt);
        var collector = new ResultCollector(table);
        var log = new K6Log();
        if (request.Plan.StartAt is not null && request.Clock.Seconds < 0)
        {
            await Task.Delay(TimeSpan.FromSeconds(-request.Clock.Seconds), time, stop).ConfigureAwait(false);
        }

        using var process = K6Process.Start(job.Program, job.Module(phases), variables, job.Flags, job.Folder);
        var usage = new GroupUsage(() => process.Group, time);
        var patience = new K6Patience(phases, job.SetupTimeout, job.TeardownTimeout);
        using var own = health(time);
        using var lines = new LineSource(process.Points, CancellationToken.None);
        var reading = Task.Factory.StartNew(new NdjsonReader(lines, collector).Read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var telling = TellAsync(process, log, observer);
        await using (stop.Register(process.Stop).ConfigureAwait(false))
        {
            var second = (int)Math.Max(0, request.Clock.Seconds);
            while (!process.WhenEnded.IsCompleted && !reading.IsFaulted)
            {
                var wait = Math.Max(0.001, second + 1 - request.Clock.Seconds);
                await Task.WhenAny(process.WhenEnded, Task.Delay(TimeSpan.FromSeconds(wait), time, CancellationToken.None)).ConfigureAwait(false);
                var now = (int)request.Clock.Seconds;
                if (now > second)
                {
                    Tell(observer, table, (int)(request.Clock.Seconds - 1 - Patience));
                    observer.OnHealth(Whole(own.Take(now - 1), usage.Take()));
                    second = now;
                    if (patience.Look(request.Clock.Seconds, table.Heard, table.LoadStart, stop.IsCancellationRequested) is { } words)
                    {
                        observer.OnMessage(words);
                    }
                }

                if (patience.GivenUp is not null)
                {
                    process.Kill();
                }
            }
        }

        // Also what k6 has left behind; what it wrote is read to its end.
        var ended = request.Clock.Seconds;
        process.Kill();
        await process.WhenEnded.ConfigureAwait(false);
        await Task.WhenAny(Task.WhenAll(reading, telling), Task.Delay(TimeSpan.FromSeconds(10), time, CancellationToken.None)).ConfigureAwait(false);
        foreach (var phase in table.TakeBegun())
        {
            observer.OnPhaseStarted(phase.Plan);
        }

        if (double.IsNaN(table.LoadStart))
        {
            throw NoLoad(patience.GivenUp ?? FormattableString.Invariant($"k6 ended with exit code {process.ExitCode} before any iteration began"), process.ExitCode, log, collector.Faults, stop);
        }

        var planned = table.LoadStart + phases.Where(phase => !phase.EndsByIterations).Select(phase => (phase.StartTime + phase.Plan.Duration).TotalSeconds).DefaultIfEmpty(0).Max();

        var (seconds, results) = table.End(request.Clock.Seconds);
        foreach (var one in seconds)
        {
            observer.OnSecond(one);
        }

        job.Output = log.Output;
        var end = DrivenEnd.Of(process.ExitCode, log, job.Thresholds, results, (int)request.Clock.Seconds, stop.IsCancellationRequested, planned - ended, patience.GivenUp);
        if (reading.IsFaulted || !reading.IsCompleted)
        {
            end = end with { Outcome = RunOutcome.Incomplete, Reason = reading.Exception?.InnerException?.Message ?? "k6 has ended, and the end of its points did not come" };
        }

        return new LoadResult(results, end.Outcome, end.Reason)
        {
            Script = collector.ToResults(),
            Stop = end.Stop,
            Findings = [.. DrivenFindings.Of(table, collector, results, phases, lines.Number), .. end.Findings],
        };
    }

    private static void Tell(ILoadObserver observer, LiveTable table, int upTo)
    {
        foreach (var phase in table.TakeBegun())
        {
            observer.OnPhaseStarted(phase.Plan);
        }

        foreach (var second in table.TakeUpTo(upTo))
        {
            observer.OnSecond(second);
        }
    }

    /// <summary>What k6 uses, the generator uses.</summary>
    private static HealthSecond Whole(HealthSecond own, (double Cores, long Bytes) k6) => own with { ProcessCpu = own.ProcessCpu + k6.Cores, WorkingSetBytes = own.WorkingSetBytes + k6.Bytes };

    /// <summary>Shows k6's log while it is short: k6 writes a line for each request that fails.</summary>
    private static async Task TellAsync(K6Process process, K6Log log, ILoadObserver observer)
    {
        var (told, lines, faults) = (0, new BoundedLines(process.Log), new HashSet<string>(StringComparer.Ordinal));
        while (await lines.NextAsync().ConfigureAwait(false) is { } line)
        {
            // A fault that comes again and again is told once; how often it came stands among the failures.
            if (log.Add(line) is { } text && (!K6Log.IsFault(text) || (faults.Count < MostLines && faults.Add(text))) && told++ < MostLines)
            {
                observer.OnMessage(told == MostLines ? "More of k6's log is not shown." : text);
            }
        }
    }

    private static LoadLabException NoLoad(string what, int exit, K6Log log, LineFaults unread, CancellationToken stop)
    {
        var said = log.Fault.Length > 0 ? log.Fault : log.Last.Count > 0 ? string.Join(" | ", log.Last) : log.Output.Length > 0 ? K6Program.Short(log.Output) : "it said nothing";
        var garbage = unread.Count > 0 ? $"; lines of its points that could not be read: {Core.Text.Units.Count(unread.Count)} ({unread})" : "";
        return stop.IsCancellationRequested ? new LoadLabException(ExitCode.Interrupted, "Interrupted before the load began. Nothing was measured.")
            : new LoadLabException(exit is 100 or 107 or 108 ? ExitCode.ScenarioInitFailed : ExitCode.BadConfiguration, $"{what}: {said}{garbage}", "No load was sent.");
    }
}
