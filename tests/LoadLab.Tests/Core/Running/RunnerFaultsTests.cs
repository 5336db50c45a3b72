using LoadLab.Core;
using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.Tests.Core.Store;

namespace LoadLab.Tests.Core.Running;

public sealed class RunnerFaultsTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Never = TimeSpan.FromHours(1);

    private readonly string _directory = Directory.CreateTempSubdirectory("loadlab-faults-").FullName;
    private readonly RunnerFakes _fakes;
    private readonly FakeControl _control;

    public RunnerFaultsTests()
    {
        _fakes = new RunnerFakes(_directory);
        _fakes.Stack.Control = _control = new FakeControl(_fakes.Events);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_part_is_broken_and_mended_on_the_runs_clock_and_the_record_says_when()
    {
        _fakes.Load = (observer, _) => LoadAsync(observer, _control.Mended.Task, RunOutcome.Completed);

        var record = (await _fakes.RunAsync(Plan(new FaultPlan(FaultKind.Stop, "postgres", Soon, Soon)))).Record;

        _fakes.Events.Should().ContainInOrder("load", "stop postgres", "start postgres", "load ended: Completed", "stack down");
        var fault = record.Faults.Should().ContainSingle().Which;
        fault.Index.Should().Be(0);
        fault.StartSecond.Should().BeGreaterThanOrEqualTo(Soon.TotalSeconds);
        fault.EndSecond.Should().BeGreaterThanOrEqualTo(fault.StartSecond);
        record.Outcome.Should().Be(RunOutcome.Completed);
        var stored = _fakes.Store.Read(record.RunId).Record;
        stored.Faults.Should().Equal(record.Faults);
        stored.Plan.Faults.Should().Equal(record.Plan.Faults);
    }

    [Fact]
    public async Task A_part_that_is_paused_is_resumed()
    {
        _fakes.Load = (observer, _) => LoadAsync(observer, _control.Mended.Task, RunOutcome.Completed);

        await _fakes.RunAsync(Plan(new FaultPlan(FaultKind.Pause, "redis", Soon, Soon)));

        _fakes.Events.Should().ContainInOrder("pause redis", "resume redis");
    }

    [Fact]
    public async Task What_is_still_broken_when_the_load_ends_is_mended_before_the_stack_goes_down()
    {
        _fakes.Load = (observer, _) => LoadAsync(observer, _control.Broken.Task, RunOutcome.Completed);

        var record = (await _fakes.RunAsync(Plan(new FaultPlan(FaultKind.Pause, "redis", Soon, Never), new FaultPlan(FaultKind.Stop, "postgres", Never, Soon)))).Record;

        _fakes.Events.Should().ContainInOrder("pause redis", "resume redis", "load ended: Completed", "stack down").And.NotContain("stop postgres");
        record.Faults.Should().ContainSingle().Which.EndSecond.Should().NotBeNull();
    }

    [Fact]
    public async Task A_load_that_is_stopped_drains_with_a_whole_stack()
    {
        using var stop = new CancellationTokenSource();
        _fakes.Load = async (observer, _) =>
        {
            await _control.Broken.Task;
            await stop.CancelAsync();
            return await LoadAsync(observer, _control.Mended.Task, RunOutcome.Interrupted);
        };

        var record = (await _fakes.RunAsync(Plan(new FaultPlan(FaultKind.Stop, "postgres", Soon, Never)), stop.Token)).Record;

        record.Outcome.Should().Be(RunOutcome.Interrupted);
        _fakes.Events.Should().ContainInOrder("stop postgres", "start postgres", "second 0", "load ended: Interrupted");
    }

    [Fact]
    public async Task A_part_that_does_not_come_back_ends_the_run_and_loses_nothing()
    {
        _control.StartFault = new LoadLabException(ExitCode.BadConfiguration, "postgres did not start again: its data directory is gone");
        _fakes.Load = (observer, stop) => LoadAsync(observer, Task.Delay(Timeout.Infinite, stop).ContinueWith(_ => { }, TaskScheduler.Default), RunOutcome.Stopped);

        var record = (await _fakes.RunAsync(Plan(new FaultPlan(FaultKind.Stop, "postgres", Soon, Soon)))).Record;

        record.Outcome.Should().Be(RunOutcome.Stopped);
        record.OutcomeReason.Should().Be("a part of the stack could not be broken or mended as the suite says: postgres did not start again: its data directory is gone");
        record.Findings.Should().Contain(finding => finding.Check == "fault-control" && finding.Severity == FindingSeverity.Invalid);
        record.Seconds.Should().HaveCount(3);
        record.Faults.Should().ContainSingle().Which.EndSecond.Should().BeNull();
    }

    [Fact]
    public async Task A_part_that_ends_after_it_was_started_again_is_told_as_that()
    {
        _fakes.Load = async (observer, stop) =>
        {
            await _control.Mended.Task;
            _fakes.Stack.Dead["postgres"] = "PANIC: could not locate a valid checkpoint record";
            return await LoadAsync(observer, Task.Delay(Timeout.Infinite, stop).ContinueWith(_ => { }, TaskScheduler.Default), RunOutcome.Stopped);
        };

        var record = (await _fakes.RunAsync(Plan(new FaultPlan(FaultKind.Stop, "postgres", Soon, Soon)))).Record;

        record.Findings.Should().Contain(finding => finding.Check == "stack-died"
            && finding.Seen == "postgres ended while the load ran, after it had been started again as the suite's faults say. Its last lines: PANIC: could not locate a valid checkpoint record");
        record.Seconds.Should().HaveCount(3);
    }

    [Fact]
    public async Task A_probe_that_fails_while_a_part_is_broken_is_no_finding()
    {
        var probe = new RunnerFakes.FakeProbe("redis", async (_, _) =>
        {
            await _control.Broken.Task;
            throw new InvalidOperationException("connection refused");
        });
        _fakes.Probes.Add(probe);
        _fakes.Load = (observer, _) => LoadAsync(observer, probe.Sampled.Task, RunOutcome.Completed);

        var record = (await _fakes.RunAsync(Plan(new FaultPlan(FaultKind.Stop, "redis", Soon, Never)))).Record;

        record.Findings.Should().BeEmpty();
    }

    [Theory]
    [InlineData(false, "Suite 'smoke', faults: LoadLab did not start this stack and cannot break its worker.")]
    [InlineData(true, "Suite 'smoke', faults: this stack has no part 'worker' to break. It has: postgres, redis.")]
    public async Task A_part_that_the_stack_cannot_break_is_refused_before_the_load(bool hasControl, string message)
    {
        _fakes.Stack.Control = hasControl ? _control : null;

        var run = () => _fakes.RunAsync(Plan(new FaultPlan(FaultKind.Stop, "worker", Soon, Soon)));

        var fault = (await run.Should().ThrowAsync<LoadLabException>()).Which;
        (fault.ExitCode, fault.Message).Should().Be((ExitCode.BadConfiguration, message));
        _fakes.Events.Should().EndWith("stack down").And.NotContain("load");
        Directory.EnumerateFileSystemEntries(_directory).Should().BeEmpty("nothing was measured");
    }

    [Fact]
    public void A_killed_run_keeps_its_faults()
    {
        var plan = Plan(new FaultPlan(FaultKind.Stop, "postgres", Soon, Soon), new FaultPlan(FaultKind.Pause, "redis", Soon, Soon));
        using (var writer = _fakes.Store.Begin("20261123T083000Z-smoke-4f2a"))
        {
            writer.Start(StoredSample.Start, plan, StoredSample.Record.Fingerprint);
            writer.Write(StoredSample.Seconds[0]);
            writer.Write(new FaultEvent(0, 20.1, null));
            writer.Write(new FaultEvent(0, 20.1, 25.2));
            writer.Write(new FaultEvent(1, 30.5, null));
        }

        var record = _fakes.Store.Read("20261123T083000Z-smoke-4f2a").Record;

        record.Faults.Should().Equal(new FaultEvent(0, 20.1, 25.2), new FaultEvent(1, 30.5, null));
        record.Plan.Faults.Should().Equal(plan.Faults);
    }

    private static RunPlan Plan(params FaultPlan[] faults) => StoredSample.Plan with { Faults = faults };

    private static async Task<LoadResult> LoadAsync(ILoadObserver observer, Task until, RunOutcome outcome)
    {
        await until;
        foreach (var second in StoredSample.Seconds)
        {
            observer.OnSecond(second);
        }

        return new LoadResult(StoredSample.Record.Phases, outcome, "");
    }

    private sealed class FakeControl(List<string> events) : IStackControl
    {
        public TaskCompletionSource Broken { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Mended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Exception? StartFault { get; set; }

        public IReadOnlyList<string> Roles { get; } = ["postgres", "redis"];

        public Task StopAsync(string role, CancellationToken cancellationToken) => Note($"stop {role}", Broken);

        public Task StartAsync(string role, CancellationToken cancellationToken) =>
            StartFault is null ? Note($"start {role}", Mended) : Task.FromException(StartFault);

        public Task PauseAsync(string role, CancellationToken cancellationToken) => Note($"pause {role}", Broken);

        public Task ResumeAsync(string role, CancellationToken cancellationToken) => Note($"resume {role}", Mended);

        private Task Note(string what, TaskCompletionSource done)
        {
            events.Add(what);
            done.TrySetResult();
            return Task.CompletedTask;
        }
    }
}
