using LoadLab.Core;
using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Tests.Core.Store;

namespace LoadLab.Tests.Core.Running;

public sealed class RunnerStopTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("loadlab-stop-").FullName;
    private readonly RunnerFakes _fakes;

    public RunnerStopTests() => _fakes = new RunnerFakes(_directory);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_rule_that_is_broken_stops_the_load_in_order_and_the_record_says_which()
    {
        var plan = StoredSample.Plan with { StopOn = new StopRule(0.01, TimeSpan.FromSeconds(1), 5) };

        var record = (await RunUntilStoppedAsync(plan)).Record;

        record.Outcome.Should().Be(RunOutcome.Stopped);
        record.Stop.Should().Be(new RunStop("", "rate-10", 2, record.OutcomeReason));
        record.OutcomeReason.Should().Be("too much failed: in phase 'rate-10', seconds 2 to 2, 1 of 10 iterations (10 %) failed, and the suite stops above 1 %.");
        record.Seconds.Should().HaveCount(3, "what was measured until then stays");
        var stored = _fakes.Store.Read(record.RunId).Record;
        stored.Stop.Should().Be(record.Stop);
        stored.Plan.StopOn.Should().Be(plan.StopOn);
    }

    [Fact]
    public async Task A_rule_that_is_kept_stops_nothing()
    {
        var record = (await _fakes.RunAsync(StoredSample.Plan with { StopOn = new StopRule(0.5, TimeSpan.FromSeconds(1), 5) })).Record;

        (record.Outcome, record.Stop).Should().Be((RunOutcome.Completed, null));
    }

    [Fact]
    public async Task A_load_that_came_to_its_end_all_the_same_is_complete()
    {
        // The rule breaks in the last second: nothing is left to stop.
        var record = (await _fakes.RunAsync(StoredSample.Plan with { StopOn = new StopRule(0.01, TimeSpan.FromSeconds(1), 5) })).Record;

        (record.Outcome, record.Stop).Should().Be((RunOutcome.Completed, null));
    }

    [Fact]
    public async Task A_common_start_that_has_passed_is_refused_and_leaves_no_run()
    {
        var run = () => _fakes.RunAsync(StoredSample.Plan with { StartAt = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero) });

        var fault = (await run.Should().ThrowAsync<LoadLabException>()).Which;

        fault.ExitCode.Should().Be(ExitCode.BadConfiguration);
        fault.Message.Should().StartWith("--start-at 2020-01-01T00:00:00.0000000+00:00 passed ");
        _fakes.Events.Should().Contain("stack down");
        Directory.EnumerateFileSystemEntries(_directory).Should().BeEmpty();
    }

    [Fact]
    public async Task A_common_start_is_second_0_of_the_record()
    {
        var startAt = DateTimeOffset.UtcNow.AddHours(1);
        _fakes.Load = (observer, _) =>
        {
            observer.OnHealth(new HealthSecond(-2, 0, 0, 0, 0, 0, 0, 0));
            observer.OnHealth(new HealthSecond(0, 0, 0, 0, 0, 0, 0, 0));
            return Task.FromResult(new LoadResult(StoredSample.Record.Phases, RunOutcome.Completed, ""));
        };

        var record = (await _fakes.RunAsync(StoredSample.Plan with { StartAt = startAt })).Record;

        record.StartedAt.Should().Be(startAt);
        record.Health.Should().ContainSingle("what was before the start is no part of the run").Which.Second.Should().Be(0);
        _fakes.Events.Should().Contain(line => line.StartsWith($"The load begins at {startAt:O}, in ", StringComparison.Ordinal));
    }

    /// <summary>Hands over the sample's seconds, then ends when it is told to.</summary>
    private Task<RunResult> RunUntilStoppedAsync(RunPlan plan)
    {
        _fakes.Load = async (observer, stop) =>
        {
            foreach (var second in StoredSample.Seconds)
            {
                observer.OnSecond(second);
            }

            var stopped = new TaskCompletionSource();
            await using (stop.Register(stopped.SetResult))
            {
                await stopped.Task;
            }

            return new LoadResult(StoredSample.Record.Phases, RunOutcome.Interrupted, "interrupted");
        };
        return _fakes.RunAsync(plan);
    }
}
