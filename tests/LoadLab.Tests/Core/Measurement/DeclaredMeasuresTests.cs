using System.Reflection;
using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Stacks.Probes;

namespace LoadLab.Tests.Core.Measurement;

/// <summary>Each measure is declared once, and what declares it is what measures it.</summary>
public sealed class DeclaredMeasuresTests
{
    /// <summary>No SLO can be asked of them: the load's own health, and what runs are compared by.</summary>
    private static readonly string[] s_noMeasure = [MeasureNames.CpuGenerator, MeasureNames.HttpThroughput];

    [Fact]
    public void Every_name_is_declared_once()
    {
        var names = typeof(MeasureNames).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!).Except(s_noMeasure);

        DeclaredMeasures.All.Select(measure => measure.Name).Should().OnlyHaveUniqueItems().And.BeEquivalentTo(names);
        DeclaredMeasures.All.Concat(MeasureFamilies.All).Should().AllSatisfy(measure =>
        {
            measure.Unit.Should().NotBeEmpty();
            measure.Meaning.Should().NotBeEmpty().And.NotEndWith(".");
            measure.Stacks.Should().NotBeEmpty();
            measure.Absence.Should().NotBeEmpty();
        });
    }

    [Fact]
    public async Task What_a_probe_measures_is_what_is_declared()
    {
        await using var postgres = new PostgresProbe("Host=127.0.0.1");
        await using var redis = new RedisProbe("127.0.0.1:1", new QueueKeys(["mails"], ["held"]));
        await using var celery = new CeleryProbe("127.0.0.1:1", ["mails"]);
        await using var backup = new BackupProbe("Host=127.0.0.1", "/nowhere", TimeSpan.Zero);
        await using var metrics = new MetricsProbe([new Uri("http://127.0.0.1:1")]);
        await using var processes = new ProcessProbe(() => new Dictionary<string, int> { ["api"] = 1, ["api-2"] = 2, ["postgres"] = 3 });
        await using var machine = new MachineProbe();

        foreach (var probe in (IProbe[])[postgres, redis, celery, backup, metrics, processes, machine])
        {
            foreach (var measure in probe.Measures)
            {
                KnownMeasures.BuiltIn.Find(measure.Name).Should().NotBeNull("{0} of probe {1} is declared", measure.Name, probe.Name);
                var declared = KnownMeasures.BuiltIn.Find(measure.Name)!.ToMeasure();
                measure.Should().BeEquivalentTo(declared, options => options.Excluding(each => each.Description), "{0} brings {1}", probe.Name, measure.Name);
            }
        }
    }

    [Theory]
    [InlineData("cpu.postgres", "cores")]
    [InlineData("cpu.api-2", "cores")]
    [InlineData("memory.worker", "bytes")]
    [InlineData("db.query_time.count", "samples")]
    [InlineData("download.throughput", "bytes/s")]
    public void A_member_of_a_family_is_known(string name, string unit) => KnownMeasures.BuiltIn.Find(name)!.Unit.Should().Be(unit);

    [Theory]
    [InlineData("cpu.ROLE")]
    [InlineData("cpu.banana")]
    [InlineData("cpu.api-1")]
    [InlineData("db.pool.used.count")]
    [InlineData(".throughput")]
    [InlineData("DB.UP")]
    [InlineData("my.nonsense")]
    public void Anything_else_is_not(string name) => KnownMeasures.BuiltIn.Find(name).Should().BeNull();

    [Theory]
    [InlineData("db.pol.used", "db.pool.used")]
    [InlineData("queue.lenght", "queue.length")]
    [InlineData("cpu.postgre", "cpu.postgres")]
    [InlineData("pool.used", "db.pool.used")]
    [InlineData("postgres.sessions", "db.sessions")]
    public void The_nearest_names_are_found(string name, string nearest) => KnownMeasures.BuiltIn.Nearest(name).Should().Contain(nearest);

    [Theory]
    [InlineData("app_jobs_total", MeasureKind.Total, "count")]
    [InlineData("app_seconds_bucket{path=\"/\"}", MeasureKind.Times, "ms")]
    [InlineData("app_items{queue=\"a_total\"}", MeasureKind.Sample, "value")]
    public void A_name_of_the_suites_metrics_is_what_its_metric_is(string selector, MeasureKind kind, string unit)
    {
        var known = new KnownMeasures(new Dictionary<string, string> { ["cache.things"] = selector });

        known.Find("cache.things").Should().BeEquivalentTo(new { Kind = kind, Unit = unit, Source = MeasureSource.OwnMetrics });
        (known.Find("cache.things.count") is not null).Should().Be(kind == MeasureKind.Times);
    }

    [Fact]
    public void A_declared_name_keeps_its_unit_wherever_its_values_come_from() =>
        new KnownMeasures(new Dictionary<string, string> { ["redis.memory.used"] = "redis_memory_used_bytes" }).Find("redis.memory.used")!.Unit.Should().Be("bytes");
}
