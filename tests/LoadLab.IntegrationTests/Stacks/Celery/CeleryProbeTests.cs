using System.Diagnostics;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.IntegrationTests.ReferenceLms;
using LoadLab.Stacks.Probes;
using StackExchange.Redis;
using static LoadLab.IntegrationTests.Stacks.ProbeSamples;

namespace LoadLab.IntegrationTests.Stacks.Celery;

/// <summary>The probe against real workers on a real broker.</summary>
public sealed class CeleryProbeTests(StackFixture fixture) : IClassFixture<StackFixture>, IDisposable
{
    private const string Tasks = """
        import os, time
        from celery import Celery
        app = Celery("tasks", broker=os.environ["BROKER"])
        app.conf.broker_connection_retry_on_startup = True

        @app.task
        def hold():
            time.sleep(600)
        """;

    private readonly ChildProcesses _children = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("loadlab-celery-").FullName;

    [CeleryFact]
    public async Task Workers_are_counted_by_their_heartbeats_and_a_killed_one_is_gone()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "tasks.py"), Tasks);
        await using var probe = new CeleryProbe(fixture.Stack.RedisConfiguration!, ["celery"]);
        (await SampleAsync(probe))[MeasureNames.CeleryWorkers].Should().Be(double.NaN, "nothing was heard yet, and nobody knows");
        var first = Worker("one");
        var second = Worker("two");

        await Until(probe, sample => sample[MeasureNames.CeleryWorkers] == 2, "both workers were heard");
        first.Kill(entireProcessTree: true);
        await Until(probe, sample => sample[MeasureNames.CeleryWorkers] == 1, "the killed worker is silent");
        ChildProcesses.Signal(second, "TERM");
        await Until(probe, sample => sample[MeasureNames.CeleryWorkers] == 0, "the other one has gone");
    }

    [CeleryFact]
    public async Task The_queue_is_what_waits_and_what_a_worker_holds()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "tasks.py"), Tasks);
        await using var probe = new CeleryProbe(fixture.Stack.RedisConfiguration!, ["held"]);
        var send = _children.Start(
            CeleryFactAttribute.Python, ["-c", "import tasks\nfor i in range(9): tasks.hold.apply_async(queue='held', priority=i)"], Path.Combine(_folder, "send.log"), "KILL", environment: Environment);
        await send.WaitForExitAsync();
        send.ExitCode.Should().Be(0, await File.ReadAllTextAsync(Path.Combine(_folder, "send.log")));

        (await SampleAsync(probe))[MeasureNames.QueueLength].Should().Be(9, "whatever their priority");
        var worker = Worker("three", "-Q", "held");

        // One runs, and is acknowledged as it begins. Four more are held by the worker, and the others wait.
        // While they move from list to list they are in neither for a moment.
        var inARow = 0;
        await Until(probe, sample => (inARow = sample[MeasureNames.QueueLength] == 8 ? inARow + 1 : 0) == 20, "one of them has begun, and 8 have not");
        worker.Kill(entireProcessTree: true);
    }

    [Fact]
    public async Task The_factory_looks_at_celery_when_it_is_told_its_queues()
    {
        var settings = new SortedDictionary<string, string>(StringComparer.Ordinal) { [ProbeFactory.CelerySetting] = "celery, mail" };
        var probes = ProbeFactory.Create(fixture.Stack, new RunPlan { Suite = "s", Seed = 1, ScenarioAssembly = "a.dll", Stack = TestStack.Plan, Phases = [], Catalogue = "c", Settings = settings });
        var names = probes.SelectMany(probe => probe.Measures).Select(measure => measure.Name).ToList();
        foreach (var probe in probes)
            await probe.DisposeAsync();

        names.Should().OnlyHaveUniqueItems().And.Contain([MeasureNames.CeleryWorkers, MeasureNames.QueueLength]);
    }

    public void Dispose()
    {
        _children.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private Dictionary<string, string> Environment
    {
        get
        {
            var broker = ConfigurationOptions.Parse(fixture.Stack.RedisConfiguration!);
            return new Dictionary<string, string>
            {
                ["PYTHONPATH"] = _folder,
                ["PYTHONDONTWRITEBYTECODE"] = "1",
                ["BROKER"] = $"redis://{broker.User}:{Uri.EscapeDataString(broker.Password ?? "")}@{((System.Net.IPEndPoint)broker.EndPoints[0]).ToString()}/0",
            };
        }
    }

    private Process Worker(string name, params string[] more) => _children.Start(
        CeleryFactAttribute.Python,
        ["-m", "celery", "-A", "tasks", "worker", "--concurrency", "1", "--hostname", name + "@test", .. more],
        Path.Combine(_folder, name + ".log"), "KILL", environment: Environment);

    private static async Task Until(CeleryProbe probe, Func<Dictionary<string, double>, bool> isSo, string what) =>
        await Eventually.AsyncTrue(async () => isSo(await SampleAsync(probe)), what);
}
