using System.Text;
using LoadLab.Core;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.Sdk;

namespace LoadLab.Tests.Core.Store;

public sealed class RunStoreTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("loadlab-store-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_completed_run_reads_back_as_it_was()
    {
        var store = new RunStore(_directory);

        Write(store, StoredSample.Record);
        var read = store.Read(StoredSample.Record.RunId);

        RunDocumentWriter.ToJson(read.Record, read.Evaluation).Should().Equal(RunDocumentWriter.ToJson(StoredSample.Record, StoredSample.Evaluation));
        read.Record.Should().BeEquivalentTo(StoredSample.Record, options => options.Excluding(record => record.Slices).Excluding(record => record.Seconds).Excluding(record => record.Phases));
        read.Record.Slices.Select(slice => (slice.Second, slice.Key, slice.Response.TotalCount, slice.Service.MaxMicros))
            .Should().Equal(StoredSample.Record.Slices.Select(slice => (slice.Second, slice.Key, slice.Response.TotalCount, slice.Service.MaxMicros)));
        read.Record.Seconds.Select(second => second.Lag.TotalCount).Should().Equal(5, 10, 10);
        read.Evaluation.Should().BeEquivalentTo(StoredSample.Evaluation);
        Files().Should().BeEquivalentTo("run.json", "histograms.hlog");
    }

    [Fact]
    public void The_file_is_what_json_prints_and_its_seal()
    {
        var store = new RunStore(_directory);

        Write(store, StoredSample.Record);

        DocumentSeal.Open(File.ReadAllBytes(Path.Combine(store.PathOf(StoredSample.Record.RunId), "run.json")))
            .Should().Equal(RunDocumentWriter.ToJson(StoredSample.Record, StoredSample.Evaluation));
    }

    [Fact]
    public void A_document_of_a_later_schema_is_refused()
    {
        var store = new RunStore(_directory);
        Write(store, StoredSample.Record);
        var path = Path.Combine(store.PathOf(StoredSample.Record.RunId), "run.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"schemaVersion\": 1", "\"schemaVersion\": 2", StringComparison.Ordinal));

        var reading = () => store.Read(StoredSample.Record.RunId);

        reading.Should().Throw<LoadLabException>().WithMessage("*schemaVersion is 2; this LoadLab reads 1 to 1.*");
        store.Summaries().Should().ContainSingle().Which.Outcome.Should().Be("unreadable");
    }

    [Fact]
    public void Discarding_leaves_nothing()
    {
        var store = new RunStore(_directory);
        using var writer = store.Begin("20261123T083000Z-smoke-0001");

        writer.Discard();

        Directory.EnumerateFileSystemEntries(_directory).Should().BeEmpty();
        writer.Fault.Should().BeNull();
    }

    [Theory]
    [InlineData("latest", "20261123T090000Z-smoke-bbbb")]
    [InlineData("20261123T083000Z-smoke-aaaa", "20261123T083000Z-smoke-aaaa")]
    [InlineData("20261123T0830", "20261123T083000Z-smoke-aaaa")]
    [InlineData("aaaa", "20261123T083000Z-smoke-aaaa")]
    [InlineData("results/20261123T083000Z-smoke-aaaa/", "20261123T083000Z-smoke-aaaa")]
    public void A_run_is_found_by_its_name_or_an_end_of_it(string reference, string expected)
    {
        var store = TwoRuns();

        store.Resolve(reference).Should().Be(expected);
    }

    [Theory]
    [InlineData("2026", "'2026' fits 2 runs: *")]
    [InlineData("nothing", "Unknown run 'nothing' in *The newest: 20261123T090000Z-smoke-bbbb, 20261123T083000Z-smoke-aaaa.")]
    public void A_run_that_is_not_there_or_not_one_is_a_fault(string reference, string message)
    {
        var store = TwoRuns();

        var resolving = () => store.Resolve(reference);

        resolving.Should().Throw<LoadLabException>().WithMessage(message).Which.ExitCode.Should().Be(ExitCode.BadConfiguration);
    }

    [Fact]
    public void No_secret_is_stored()
    {
        const string Secret = "hunter2";
        var plan = StoredSample.Plan with
        {
            Stack = new StackPlan
            {
                Kind = "external",
                Redis = new Dictionary<string, string> { ["requirepass"] = Secret },
                External = new ExternalStackPlan
                {
                    BaseUrl = new Uri($"http://me:{Secret}@127.0.0.1:8080/"),
                    Postgres = $"Host=127.0.0.1;Password={Secret}",
                    Redis = $"127.0.0.1,password={Secret}",
                },
            },
            Settings = new Dictionary<string, string> { ["api.token"] = Secret, ["login"] = $"http://u:{Secret}@127.0.0.1/login", ["upload.bytes"] = "10MB" },
            Overrides = new Dictionary<string, string>
            {
                ["stack.external.postgres"] = $"Password={Secret}",
                ["stack.external.redis"] = $"x,password={Secret}",
                ["lms.password.iterations"] = "10000",
            },
        };
        var store = new RunStore(_directory);

        Write(store, StoredSample.Record with { Plan = plan });
        Begin(store, StoredSample.Record with { Plan = plan, RunId = "20261123T083000Z-smoke-jour" }).Dispose();

        foreach (var file in Directory.EnumerateFiles(_directory, "*", SearchOption.AllDirectories))
        {
            File.ReadAllText(file, Encoding.UTF8).Should().NotContain(Secret, "{0} can be shown to anybody", file);
        }

        var read = store.Read(StoredSample.Record.RunId).Record.Plan;
        read.Settings["upload.bytes"].Should().Be("10MB");
        read.Overrides["lms.password.iterations"].Should().Be("10000");
        read.Stack.External!.BaseUrl.Should().Be(new Uri("http://127.0.0.1:8080/"));
    }

    [Fact]
    public void Every_simulation_survives_the_document()
    {
        var second = TimeSpan.FromSeconds(1);
        LoadSimulation[] all =
        [
            Simulation.KeepConstant(10, second), Simulation.RampingConstant(10, second), Simulation.Inject(0.2, second, second),
            Simulation.RampingInject(10, second, second), Simulation.InjectRandom(1, 5, second, 3 * second), Simulation.Poisson(7, second, second),
            Simulation.Pause(second), new LoadSimulation.IterationsForConstantPart(3, 100), new LoadSimulation.IterationsForInjectPart(5, 100),
        ];
        typeof(LoadSimulation).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(LoadSimulation)))
            .Should().BeEquivalentTo(all.Select(part => part.GetType()), "a new kind of load must be written and read too");
        var phase = StoredSample.Plan.Phases[0] with { Segments = [.. all.Select(part => new LoadSegment(part, Measured: true))] };
        var store = new RunStore(_directory);

        Write(store, StoredSample.Record with { Plan = StoredSample.Plan with { Phases = [phase] } });

        store.Read(RunStore.Latest).Record.Plan.Phases[0].Segments.Select(segment => segment.Simulation).Should().Equal(all);
    }

    internal static RunWriter Begin(RunStore store, RunRecord record)
    {
        var writer = store.Begin(record.RunId);
        writer.Start(record.StartedAt, record.Plan, record.Fingerprint);
        foreach (var second in StoredSample.Seconds)
        {
            writer.Write(second);
        }

        foreach (var series in record.Probes)
        {
            var number = writer.Declare(series.Measure);
            foreach (var point in series.Points)
            {
                writer.Write(number, point);
            }
        }

        foreach (var health in record.Health)
        {
            writer.Write(health);
        }

        foreach (var finding in record.Findings)
        {
            writer.Write(finding);
        }

        return writer;
    }

    private static void Write(RunStore store, RunRecord record)
    {
        using var writer = Begin(store, record);
        writer.Complete(record, StoredSample.Evaluation);
    }

    private RunStore TwoRuns()
    {
        var store = new RunStore(_directory);
        Write(store, StoredSample.Record with { RunId = "20261123T083000Z-smoke-aaaa" });
        Write(store, StoredSample.Record with { RunId = "20261123T090000Z-smoke-bbbb" });
        Directory.CreateDirectory(Path.Combine(_directory, "baselines"));
        return store;
    }

    private IEnumerable<string> Files() => Directory.EnumerateFiles(_directory, "*", SearchOption.AllDirectories).Select(path => Path.GetFileName(path));
}
