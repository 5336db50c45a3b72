using LoadLab.Core;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Tests.Core.Store;

namespace LoadLab.Tests.Core.Running;

/// <summary>A healer's calls while the faults of a run happen.</summary>
public sealed class RunnerHealingTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Never = TimeSpan.FromHours(1);

    private readonly string _directory = Directory.CreateTempSubdirectory("loadlab-healing-").FullName;
    private readonly RunnerFakes _fakes;
    private readonly FakeCalls _calls = new();
    private readonly TaskCompletionSource _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Control _control;

    public RunnerHealingTests()
    {
        _fakes = new RunnerFakes(_directory) { Healing = _calls };
        _fakes.Stack.Control = _control = new Control(_fakes.Events, _broken);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData(FaultKind.Stop, "stop redis|start redis")]
    [InlineData(FaultKind.Pause, "pause redis|resume redis|stop redis|start redis")]
    public async Task A_healer_starts_a_broken_part_anew_and_the_record_names_it(FaultKind kind, string events)
    {
        string? said = "nothing yet";
        _fakes.Load = async (observer, _) =>
        {
            await _broken.Task;
            said = await _calls.Heal!(new HealingCall("redis", "heal-redis"));
            return Play(observer);
        };

        var record = (await _fakes.RunAsync(Plan(new FaultPlan(kind, "redis", Soon, Never) { HealWithin = Never }))).Record;

        said.Should().BeNull();
        _fakes.Events.Where(line => line.EndsWith(" redis", StringComparison.Ordinal)).Should().Equal(events.Split('|'));
        var fault = record.Faults.Should().ContainSingle().Which;
        (fault.HealedBy, fault.EndSecond).Should().Match<(string?, double?)>(pair => pair.Item1 == "heal-redis" && pair.Item2 >= fault.StartSecond);
        _fakes.Store.Read(record.RunId).Record.Faults.Should().Equal(record.Faults);
        _calls.IsDisposed.Should().BeTrue();
    }

    [Fact]
    public async Task What_is_not_broken_is_left_alone_and_the_plan_still_mends()
    {
        var said = new List<string?>();
        _fakes.Load = async (observer, _) =>
        {
            await _broken.Task;
            said.Add(await _calls.Heal!(new HealingCall("postgres", "heal-postgres")));
            return Play(observer);
        };

        var record = (await _fakes.RunAsync(Plan(new FaultPlan(FaultKind.Stop, "redis", Soon, Never) { HealWithin = Never }))).Record;

        said.Should().Equal("postgres is not broken on purpose now, so nothing was done.");
        record.Faults.Should().ContainSingle().Which.Should().Match<FaultEvent>(fault => fault.HealedBy == null && fault.EndSecond != null);
    }

    [Fact]
    public async Task A_second_call_does_nothing_and_the_plan_mends_nothing_twice()
    {
        string? second = null;
        _fakes.Load = async (observer, _) =>
        {
            await _broken.Task;
            await _calls.Heal!(new HealingCall("redis", "heal-redis"));
            second = await _calls.Heal!(new HealingCall("redis", "heal-redis"));
            return Play(observer);
        };

        await _fakes.RunAsync(Plan(new FaultPlan(FaultKind.Stop, "redis", Soon, Never) { HealWithin = Never }));

        second.Should().Be("redis is not broken on purpose now, so nothing was done.");
        _fakes.Events.Count(line => line == "start redis").Should().Be(1);
    }

    [Fact]
    public async Task A_part_that_the_healer_cannot_start_ends_the_run()
    {
        _control.StartFault = new LoadLabException(ExitCode.BadConfiguration, "redis did not start again");
        string? said = null;
        _fakes.Load = async (observer, _) =>
        {
            await _broken.Task;
            said = await _calls.Heal!(new HealingCall("redis", "heal-redis"));
            return Play(observer) with { Outcome = RunOutcome.Stopped };
        };

        var record = (await _fakes.RunAsync(Plan(new FaultPlan(FaultKind.Stop, "redis", Soon, Never) { HealWithin = Never }))).Record;

        said.Should().Be("redis could not be started anew: redis did not start again");
        record.Findings.Should().Contain(finding => finding.Check == "fault-control");
    }

    [Fact]
    public async Task An_address_where_nobody_can_listen_is_told_before_anything_starts()
    {
        _calls.StartFault = new LoadLabException(ExitCode.BadConfiguration, "--heal-listen 127.0.0.1:1: it cannot be listened there");

        var run = () => _fakes.RunAsync(Plan(new FaultPlan(FaultKind.Stop, "redis", Soon, Never)));

        await run.Should().ThrowAsync<LoadLabException>();
        _fakes.Events.Should().BeEmpty();
        Directory.EnumerateFileSystemEntries(_directory).Should().BeEmpty("nothing was measured");
    }

    private static RunPlan Plan(params FaultPlan[] faults) => StoredSample.Plan with { Faults = faults };

    private static LoadResult Play(ILoadObserver observer)
    {
        foreach (var second in StoredSample.Seconds)
        {
            observer.OnSecond(second);
        }

        return new LoadResult(StoredSample.Record.Phases, RunOutcome.Completed, "");
    }

    private sealed class FakeCalls : IHealingCalls
    {
        public Exception? StartFault { get; set; }

        public bool IsDisposed { get; private set; }

        public Func<HealingCall, Task<string?>>? Heal { get; set; }

        public Task StartAsync() => StartFault is { } fault ? Task.FromException(fault) : Task.CompletedTask;

        public ValueTask DisposeAsync()
        {
            IsDisposed = true;
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Control(List<string> events, TaskCompletionSource broken) : IStackControl
    {
        public Exception? StartFault { get; set; }

        public IReadOnlyList<string> Roles { get; } = ["postgres", "redis"];

        public Task StopAsync(string role, CancellationToken cancellationToken) => Note("stop", role);

        public Task StartAsync(string role, CancellationToken cancellationToken) => StartFault is null ? Note("start", role) : Task.FromException(StartFault);

        public Task PauseAsync(string role, CancellationToken cancellationToken) => Note("pause", role);

        public Task ResumeAsync(string role, CancellationToken cancellationToken) => Note("resume", role);

        private Task Note(string verb, string role)
        {
            events.Add($"{verb} {role}");
            broken.TrySetResult();
            return Task.CompletedTask;
        }
    }
}
