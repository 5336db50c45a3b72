using LoadLab.Core;
using LoadLab.Core.Files;
using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.Tests.Core.Store;

namespace LoadLab.Tests.Core.Running;

public sealed class RunnerTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("loadlab-runner-").FullName;
    private readonly RunnerFakes _fakes;

    public RunnerTests() => _fakes = new RunnerFakes(_directory);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_run_goes_stack_up_load_stack_down_and_is_stored()
    {
        var result = await _fakes.RunAsync();

        _fakes.Events.Should().Equal(
            "run of smoke", "processes up, seed 42", "load", "second 0", "second 1", "second 2", "load ended: Completed", "stack down");
        result.StoreFault.Should().BeNull();
        result.Record.Outcome.Should().Be(RunOutcome.Completed);
        result.Record.Fingerprint.Should().Equal(new Dictionary<string, string> { ["cpu.count"] = "2", ["stack.kind"] = "processes" });
        var stored = _fakes.Store.Read(result.Record.RunId);
        stored.Directory.Should().Be(result.Directory);
        RunDocumentWriter.ToJson(stored.Record, stored.Evaluation).Should().Equal(RunDocumentWriter.ToJson(result.Record, result.Evaluation));
    }

    [Fact]
    public async Task Auto_takes_the_first_stack_that_can_start_and_says_why()
    {
        _fakes.Providers.Add(new RunnerFakes.FakeProvider("processes", _fakes.Stack));
        _fakes.Providers.Add(new RunnerFakes.FakeProvider("containers", _fakes.Stack, "no Docker engine answers"));
        var plan = StoredSample.Plan with { Stack = new StackPlan { Kind = "auto" } };

        await _fakes.RunAsync(plan);

        _fakes.Events[1..3].Should().Equal(
            "stack: processes, chosen because containers cannot start: no Docker engine answers", "processes up, seed 42");
    }

    [Fact]
    public async Task Auto_that_finds_no_stack_names_what_each_lacks()
    {
        _fakes.Providers.Add(new RunnerFakes.FakeProvider("processes", _fakes.Stack, "redis-server is missing", "postgres is missing"));
        _fakes.Providers.Add(new RunnerFakes.FakeProvider("external", _fakes.Stack));
        var plan = StoredSample.Plan with { Stack = new StackPlan { Kind = "auto" } };

        var fault = (await _fakes.Invoking(fakes => fakes.RunAsync(plan)).Should().ThrowAsync<LoadLabException>()).Which;

        fault.ExitCode.Should().Be(ExitCode.BadConfiguration);
        fault.Faults.Should().Equal("processes cannot start: redis-server is missing", "processes cannot start: postgres is missing");
        Directory.EnumerateFileSystemEntries(_directory).Should().BeEmpty("nothing was measured");
    }

    [Fact]
    public async Task A_stack_that_does_not_come_up_leaves_no_run()
    {
        var failure = new LoadLabException(ExitCode.BadConfiguration, "postgres did not start");
        _fakes.Providers.Add(new RunnerFakes.FakeProvider("processes", _fakes.Stack) { StartFault = failure });

        (await _fakes.Invoking(fakes => fakes.RunAsync()).Should().ThrowAsync<LoadLabException>()).Which.Should().BeSameAs(failure);

        Directory.EnumerateFileSystemEntries(_directory).Should().BeEmpty();
    }

    [Fact]
    public async Task A_target_that_does_not_answer_ends_before_the_load_and_takes_the_stack_down()
    {
        _fakes.CheckTarget = TargetCheck.CheckAsync; // Port 1 of the fake stack: nothing listens there.

        var fault = (await _fakes.Invoking(fakes => fakes.RunAsync()).Should().ThrowAsync<LoadLabException>()).Which;

        fault.ExitCode.Should().Be(ExitCode.BadConfiguration);
        fault.Message.Should().StartWith("The target http://127.0.0.1:1/ cannot be reached (refused): ");
        _fakes.Events.Should().EndWith("stack down").And.NotContain("load");
    }

    [Fact]
    public async Task An_init_that_throws_keeps_its_exit_code()
    {
        _fakes.Load = (_, _) => throw new LoadLabException(ExitCode.ScenarioInitFailed, "init threw");

        (await _fakes.Invoking(fakes => fakes.RunAsync()).Should().ThrowAsync<LoadLabException>()).Which.ExitCode.Should().Be(ExitCode.ScenarioInitFailed);

        _fakes.Events.Should().EndWith("stack down");
        Directory.EnumerateFileSystemEntries(_directory).Should().BeEmpty();
    }

    [Fact]
    public async Task A_driver_that_breaks_in_the_middle_leaves_what_was_measured()
    {
        _fakes.Load = (observer, _) =>
        {
            observer.OnSecond(StoredSample.Seconds[1]);
            throw new InvalidOperationException("broke");
        };

        var record = (await _fakes.RunAsync()).Record;

        record.Outcome.Should().Be(RunOutcome.Incomplete);
        record.OutcomeReason.Should().Be("broke");
        record.Phases.Should().ContainSingle().Which.Measured.Should().Be(new Counts(10, 10, 0, 10, 0, 0));
        record.Findings.Should().ContainSingle().Which.Seen.Should().Be("the load ended with InvalidOperationException: broke");
        _fakes.Store.Read(record.RunId).Record.Outcome.Should().Be(RunOutcome.Incomplete);
    }

    [Fact]
    public async Task Stopping_ends_in_order_and_marks_the_record()
    {
        using var stop = new CancellationTokenSource();
        _fakes.Load = async (observer, stopping) =>
        {
            observer.OnSecond(StoredSample.Seconds[1]);
            await stop.CancelAsync();
            stopping.IsCancellationRequested.Should().BeTrue();
            return new LoadResult(StoredSample.Record.Phases, RunOutcome.Interrupted, "stopped by the user");
        };

        var result = await _fakes.RunAsync(stop: stop.Token);

        result.Record.Outcome.Should().Be(RunOutcome.Interrupted);
        _fakes.Store.Read(RunStore.Latest).Record.Outcome.Should().Be(RunOutcome.Interrupted);
        _fakes.Events.Should().EndWith("stack down");
    }

    [Fact]
    public async Task Stopping_before_the_load_measures_nothing_and_ends_with_105()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        var fault = (await _fakes.Invoking(fakes => fakes.RunAsync(stop: stop.Token)).Should().ThrowAsync<LoadLabException>()).Which;

        fault.ExitCode.Should().Be(ExitCode.Interrupted);
        Directory.EnumerateFileSystemEntries(_directory).Should().BeEmpty();
    }

    [Fact]
    public async Task A_process_of_the_stack_that_dies_stops_the_load_with_a_finding()
    {
        _fakes.Load = async (observer, stopping) =>
        {
            observer.OnSecond(StoredSample.Seconds[1]);
            _fakes.Stack.Dead["postgres"] = "PANIC: out of memory";
            var stopped = new TaskCompletionSource();
            await using var registration = stopping.Register(stopped.SetResult);
            await stopped.Task;
            return new LoadResult(StoredSample.Record.Phases, RunOutcome.Interrupted, "");
        };

        var record = (await _fakes.RunAsync()).Record;

        record.Outcome.Should().Be(RunOutcome.Stopped);
        record.OutcomeReason.Should().Be("postgres ended while the load ran");
        var finding = record.Findings.Should().ContainSingle().Subject;
        (finding.Check, finding.Severity).Should().Be(("stack-died", FindingSeverity.Invalid));
        finding.Seen.Should().Be("postgres ended while the load ran. Its last lines: PANIC: out of memory");
    }

    [Fact]
    public async Task A_probe_that_throws_leaves_a_gap_and_one_finding_with_a_count()
    {
        var good = new RunnerFakes.FakeProbe("good", (_, _) => ValueTask.FromResult<IReadOnlyList<double>>([7, double.NaN]));
        var bad = new RunnerFakes.FakeProbe("bad", (_, _) => throw new InvalidOperationException("no route"));
        var wrong = new RunnerFakes.FakeProbe("wrong", (_, _) => ValueTask.FromResult<IReadOnlyList<double>>([1]));
        _fakes.Probes.AddRange([good, bad, wrong]);
        var load = _fakes.Load;
        _fakes.Load = async (observer, stopping) =>
        {
            await Task.WhenAll(good.Sampled.Task, bad.Sampled.Task, wrong.Sampled.Task);
            return await load(observer, stopping);
        };

        var record = (await _fakes.RunAsync()).Record;

        record.Probes.Select(series => (series.Measure.Name, HasPoints: series.Points.Count > 0)).Should().BeEquivalentTo(
            [("good.a", true), ("good.b", false), ("bad.a", false), ("bad.b", false), ("wrong.a", false), ("wrong.b", false)]);
        record.Probes[0].Points.Should().OnlyContain(point => point.Value == 7 && point.Second >= 0);
        record.Findings.Select(finding => finding.Check).Should().Equal("probe-bad", "probe-wrong");
        record.Findings[0].Seen.Should().MatchRegex("^([0-9]+) of \\1 samples failed; the first: no route$");
        record.Findings[1].Seen.Should().EndWith("the first: 1 value for 2 measures");
    }

    [Fact]
    public async Task A_stack_that_does_not_go_down_costs_no_record()
    {
        _fakes.Stack.DisposeFault = new InvalidOperationException("stuck");

        var record = (await _fakes.RunAsync()).Record;

        record.Outcome.Should().Be(RunOutcome.Completed);
        record.Findings.Should().ContainSingle().Which.Seen.Should().Be("taking the stack down failed: stuck");
    }

    [Fact]
    public async Task A_judge_that_throws_costs_no_record()
    {
        _fakes.Judge = _ => throw new InvalidOperationException("judge broke");

        await _fakes.Invoking(fakes => fakes.RunAsync()).Should().ThrowAsync<InvalidOperationException>().WithMessage("judge broke");

        var stored = _fakes.Store.Read(RunStore.Latest);
        stored.Record.Outcome.Should().Be(RunOutcome.Completed);
        stored.Evaluation.Should().BeNull();
    }

    [Fact]
    public async Task A_disk_that_fills_up_stops_the_load_and_still_gives_the_verdicts()
    {
        var isFull = false;
        _fakes.Store = new RunStore(_directory, path => isFull ? throw new IOException("No space left on device", 28) : WholeFile.Create(path));
        _fakes.Load = async (observer, stopping) =>
        {
            observer.OnSecond(StoredSample.Seconds[1]);
            isFull = true;
            await Task.Yield();
            return new LoadResult(StoredSample.Record.Phases, RunOutcome.Completed, "");
        };

        var result = await _fakes.RunAsync();

        result.StoreFault!.ExitCode.Should().Be(ExitCode.BadConfiguration);
        result.StoreFault.Message.Should().EndWith("the disk is full. Kept until second 1: histograms.hlog and journal.jsonl.");
        result.Evaluation.Should().BeSameAs(StoredSample.Evaluation);
        _fakes.Store.Read(RunStore.Latest).Record.Seconds.Should().ContainSingle();
    }
}
