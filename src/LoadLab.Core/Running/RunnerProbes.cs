using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;

namespace LoadLab.Core.Running;

/// <summary>
/// Samples every probe once a second on the run's clock, each in a loop of its own so that a slow one holds up nobody.
/// A probe that fails leaves a gap and, at the end, one finding with the number of gaps.
/// </summary>
internal sealed class RunnerProbes : IAsyncDisposable
{
    /// <summary>A sample that takes longer than the gap between two samples is none.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(2);

    private readonly RunPlan _plan;
    private readonly RunClock _clock;
    private readonly RunnerCollector _collector;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Loop> _loops = [];

    private RunnerProbes(RunPlan plan, RunClock clock, RunnerCollector collector)
    {
        _plan = plan;
        _clock = clock;
        _collector = collector;
    }

    /// <summary>Begins to sample.</summary>
    public static RunnerProbes Start(IReadOnlyList<IProbe> probes, RunPlan plan, RunClock clock, RunnerCollector collector)
    {
        var sampling = new RunnerProbes(plan, clock, collector);
        foreach (var probe in probes)
        {
            var loop = new Loop(probe);
            loop.Declare(collector);
            loop.Task = Task.Run(() => sampling.SampleAsync(loop), CancellationToken.None);
            sampling._loops.Add(loop);
        }

        return sampling;
    }

    /// <summary>Ends sampling, tells the gaps, and disposes the probes. A probe that hangs is left behind.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        foreach (var loop in _loops)
        {
            try
            {
                await loop.Task.WaitAsync(StopLimit, _clock.Time).ConfigureAwait(false);
                await SummarizeAsync(loop.Probe).ConfigureAwait(false);
                await loop.Probe.DisposeAsync().AsTask().WaitAsync(StopLimit, _clock.Time).ConfigureAwait(false);
            }
            catch (Exception fault)
            {
                loop.Fail(fault is TimeoutException ? "it did not end when the run did" : OneLine.Of(fault));
            }

            if (loop.Failures > 0)
            {
                _collector.Add(new Finding(
                    "probe-" + loop.Probe.Name,
                    FindingSeverity.Warning,
                    $"{loop.Failures} of {loop.Attempts} samples failed; the first: {loop.FirstFailure}",
                    "a value for every sample, so that no peak is missed",
                    $"Look at what {loop.Probe.Name} reads from. Its measures have gaps, and verdicts on them rest on fewer samples."));
            }
        }

        _stop.Dispose();
    }

    private async Task SummarizeAsync(IProbe probe)
    {
        using var limit = new CancellationTokenSource(StopLimit, _clock.Time);
        try
        {
            var summary = await probe.SummarizeAsync(limit.Token).AsTask().WaitAsync(limit.Token).ConfigureAwait(false);
            _collector.Add(summary.Late, _clock);
            _collector.Add(probe, summary, _plan);
        }
        catch (Exception fault)
        {
            _collector.Add(new Finding(
                "summary-" + probe.Name,
                FindingSeverity.Info,
                "its tables are missing: " + (limit.IsCancellationRequested ? FormattableString.Invariant($"no answer within {StopLimit.TotalSeconds:0} s") : OneLine.Of(fault)),
                "a summary at the end of the run",
                $"Look at what {probe.Name} reads from. Samples and verdicts are not touched by it."));
        }
    }

    private async Task SampleAsync(Loop loop)
    {
        using var timer = new PeriodicTimer(Interval, _clock.Time);
        do
        {
            if (_clock.Seconds < 0)
            {
                continue; // The wait for the shards' common start is no part of the run.
            }

            using var limit = new CancellationTokenSource(Interval, _clock.Time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stop.Token);
            loop.Attempts++;
            try
            {
                var second = _clock.Seconds;
                var values = await loop.Probe.SampleAsync(both.Token).ConfigureAwait(false);
                if (values.Count != loop.Probe.Measures.Count)
                {
                    throw new InvalidOperationException($"{Units.Counted(values.Count, "value")} for {Units.Counted(loop.Probe.Measures.Count, "measure")}.");
                }

                loop.Declare(_collector);
                _collector.OnSamples(loop.Numbers, second, values);
            }
            catch (Exception) when (_stop.IsCancellationRequested)
            {
                // The run ended in the middle of this sample: neither a value nor a gap.
                loop.Attempts--;
            }
            catch (Exception) when (_collector.Faults.IsBroken(_clock.Seconds))
            {
                // A gap that the suite's fault made: the report shows the fault.
                loop.Attempts--;
            }
            catch (Exception fault)
            {
                loop.Fail(limit.IsCancellationRequested ? "no answer within 1 s" : OneLine.Of(fault));
            }
        }
        while (await NextAsync(timer).ConfigureAwait(false));
    }

    private async Task<bool> NextAsync(PeriodicTimer timer)
    {
        try
        {
            return await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private sealed class Loop(IProbe probe)
    {
        private readonly List<int> _numbers = [];

        public IProbe Probe { get; } = probe;

        public IReadOnlyList<int> Numbers => _numbers;

        public Task Task { get; set; } = Task.CompletedTask;

        public int Attempts { get; set; }

        public int Failures { get; private set; }

        public string FirstFailure { get; private set; } = "";

        /// <summary>Declares what the probe has added to its measures.</summary>
        public void Declare(RunnerCollector collector) => _numbers.AddRange(Probe.Measures.Skip(_numbers.Count).Select(collector.Declare).ToList());

        public void Fail(string message)
        {
            if (Failures++ == 0)
            {
                FirstFailure = message;
            }
        }
    }
}
