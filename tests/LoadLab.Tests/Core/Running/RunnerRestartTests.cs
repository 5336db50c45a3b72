using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Tests.Core.Store;

namespace LoadLab.Tests.Core.Running;

/// <summary>What a probe says of a server that began anew, beside what the suite's faults did to it.</summary>
public sealed class RunnerRestartTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(1);

    private static readonly Finding Warning = new("redis-reset", FindingSeverity.Warning, "2 restarts", "none", "Look at its log.");

    private readonly string _directory = Directory.CreateTempSubdirectory("loadlab-restart-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData(FaultKind.Stop, "redis", 1, FindingSeverity.Info)]
    [InlineData(FaultKind.Stop, "redis", 2, FindingSeverity.Warning)]
    [InlineData(FaultKind.Pause, "redis", 1, FindingSeverity.Warning)]
    [InlineData(FaultKind.Stop, "postgres", 1, FindingSeverity.Warning)]
    [InlineData(null, "", 1, FindingSeverity.Warning)]
    public async Task A_restart_that_the_faults_account_for_is_no_fault_of_the_target(FaultKind? kind, string role, int times, FindingSeverity severity)
    {
        var mended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var fakes = new RunnerFakes(_directory);
        fakes.Stack.Control = new Control(mended);
        fakes.Probes.Add(new Restarted(times));
        var load = fakes.Load;
        fakes.Load = async (observer, stop) =>
        {
            await (kind is null ? Task.CompletedTask : mended.Task);
            return await load(observer, stop);
        };

        var record = (await fakes.RunAsync(StoredSample.Plan with { Faults = kind is { } broken ? [new FaultPlan(broken, role, Soon, Soon)] : [] })).Record;

        record.Findings.Where(finding => finding.Check == "redis-reset").Should().Equal(severity == FindingSeverity.Info ? Restarted.Told : Warning);
    }

    private sealed class Restarted(int times) : IProbe
    {
        public static readonly Finding Told = Warning with { Severity = FindingSeverity.Info, Seen = "as the suite says" };

        public string Name => "redis";

        public IReadOnlyList<Measure> Measures { get; } = [];

        public ValueTask<IReadOnlyList<double>> SampleAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<double>>([]);

        public ValueTask<ProbeSummary> SummarizeAsync(CancellationToken cancellationToken) =>
            ValueTask.FromResult(new ProbeSummary([], [Warning]) { Restarts = [new PlannedRestart(Warning.Check, "redis", times, Told)] });

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class Control(TaskCompletionSource mended) : IStackControl
    {
        public IReadOnlyList<string> Roles { get; } = ["postgres", "redis"];

        public Task StopAsync(string role, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task PauseAsync(string role, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartAsync(string role, CancellationToken cancellationToken) => Mended();

        public Task ResumeAsync(string role, CancellationToken cancellationToken) => Mended();

        private Task Mended()
        {
            mended.TrySetResult();
            return Task.CompletedTask;
        }
    }
}
