using LoadLab.Core.Catalogue;
using LoadLab.Core.Runs;
using LoadLab.K6;
using LoadLab.K6.Exports;
using LoadLab.Sdk;
using LoadLab.Tests.Core.Store;

namespace LoadLab.Tests.K6.Exports;

/// <summary>A plan as a k6 script, read again by LoadLab's own runtime.</summary>
public sealed class ScriptExportTests
{
    private const string Catalogue = """
        version: 1
        catalogue: shop
        services:
          all: {steps: ["*"], except: [upload]}
          log-in: {steps: [log_in]}
        slos:
          - {id: p95, title: Response P95, source: 1.1/1, kind: response-time, tier: slo, service: all, indicator: {percentile: 95}, objective: {lt: 600ms}}
          - {id: p99-9, title: Response P99.9, source: 1.1/2, kind: response-time, tier: sla, service: all, indicator: {percentile: 99.9}, objective: {lte: 2s}}
          - {id: service, title: Service P50, source: 1.1/3, kind: response-time, tier: slo, service: log-in, indicator: {measure: http.service_time, percentile: 50}, objective: {lt: 80ms}}
          - {id: errors, title: Errors, source: 1.1/4, kind: error-ratio, tier: slo, service: all, objective: {lt: 1%}}
          - {id: there, title: Availability, source: 1.1/5, kind: availability, tier: sla, service: log-in, objective: {gte: 99.9%}}
          - {id: extra, title: Extra, source: 1.1/6, kind: error-ratio, tier: slo, required: false, service: all, objective: {lt: 0.1%}}
          - {id: classes, title: Timeouts, source: 1.1/7, kind: error-ratio, tier: slo, service: all, indicator: {classes: [timeout]}, objective: {lt: 1%}}
          - {id: pool, title: Pool, source: 1.1/8, kind: saturation, tier: slo, indicator: {measure: db.pool.used, of: db.pool.max}, objective: {lt: 80%}}
          - {id: users, title: Users, source: 1.1/9, kind: capacity, tier: slo, offered: {users: 50, per: instance, hold: 10s}, holds: [p95]}
        """;

    [Fact]
    public void Rows_become_thresholds_and_what_k6_cannot_express_a_comment()
    {
        var text = Export(Phase([Simulation.Inject(50, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(6))]));

        Thresholds(text).Should().Equal(
            ("http_req_duration{service_all:true,expected_response:true}", "p(95)<600"),
            ("http_req_duration{service_all:true,expected_response:true}", "p(99.9)<=2000"),
            ("http_req_duration{service_log_in:true,expected_response:true}", "p(50)<80"),
            ("http_req_failed{service_all:true}", "rate<0.01"),
            ("http_req_failed{service_log_in:true}", "rate<=0.001"));
        text.Should().Contain("// extra: Extra < 0.1%. Not required, and each threshold of k6 decides. It would be 'http_req_failed{service_all:true}': ['rate<0.001']\n");
        text.Should().Contain("// p95: Response P95 < 600ms. Service time, since k6 knows no response time; a failure that took longer than the limit does not count as missed.\n")
            .And.Contain("// classes: Timeouts < 1%: k6 cannot express it: k6 does not tell classes of failures apart (timeout).\n")
            .And.Contain("// pool: Pool < 80%: k6 cannot express it: it is measured by probes (db.pool.used, db.pool.max), which k6 does not have.\n")
            .And.Contain("// users: Users ≥ 50 users: k6 cannot express it: it is a load at which other rows must hold");
    }

    [Fact]
    public void A_load_is_the_same_when_LoadLab_reads_it_again()
    {
        PhasePlan[] phases =
        [
            Phase([Simulation.Inject(50, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(6))]) with { Name = "steady" },
            Phase([Simulation.Inject(1, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(60))]) with { Name = "slow" },
            Phase([Simulation.RampingInject(100, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)), Simulation.Inject(100, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(12))]) with { Name = "ramp" },
            Phase([Simulation.KeepConstant(20, TimeSpan.FromSeconds(9))]) with { Name = "users", Model = LoadModel.Closed },
            Phase([Simulation.RampingConstant(20, TimeSpan.FromSeconds(4)), Simulation.KeepConstant(20, TimeSpan.FromSeconds(9))]) with { Name = "more-users", Model = LoadModel.Closed },
            Phase([Simulation.IterationsForConstant(5, 300)]) with { Name = "counted", Model = LoadModel.Closed },
        ];

        var read = Read(Export(phases)).Phases;

        read.Select(phase => phase.Name).Should().Equal("steady", "slow", "ramp", "users", "more-users", "counted");
        read.Select(phase => phase.StartAt?.TotalSeconds ?? 0).Should().Equal(0, 6, 66, 81, 90, 103);
        read.Zip(phases).Should().OnlyContain(pair => pair.First.Model == pair.Second.Model && pair.First.Duration == pair.Second.Duration);
        Arrivals(read[0]).Should().Be(300);
        Arrivals(read[1]).Should().Be(12);
        Arrivals(read[2]).Should().Be(1_350);
        read[3].MaxVirtualUsers.Should().Be(20);
        read[5].Segments[0].Simulation.Should().Be(Simulation.IterationsForConstant(5, 300));
    }

    [Fact]
    public void Scenarios_share_a_phase_by_their_weights()
    {
        var text = Export(Phase([Simulation.Inject(50, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(6))]) with { Mix = [new ScenarioShare("browse", 4), new ScenarioShare("order it", 1)] });

        Read(text).Phases.Select(phase => (phase.Name, Arrivals(phase))).Should().Equal(("rate-browse", 240), ("rate-order-it", 60));
    }

    [Fact]
    public void Random_arrivals_and_ramps_that_do_not_count_are_told()
    {
        Export(Phase([Simulation.Poisson(50, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(6))])).Should().Contain("// k6 has no random arrivals");
        var phase = Phase([Simulation.RampingInject(100, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3))]);
        Export(phase with { Segments = [phase.Segments[0] with { Measured = false }] }).Should().Contain("// LoadLab leaves its ramps and its warm-up out of every figure");
    }

    [Fact]
    public void Steps_carry_the_services_that_they_belong_to()
    {
        var script = Export(Phase([Simulation.Inject(50, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(6))]))
            + "export default function () { return ['log_in', 'upload', 'a.b'].map((name) => JSON.stringify(step(name).tags)).join(' '); }\n";

        ScriptFolder.Run(script).Should().Be("""{"name":"log_in","service_all":"true","service_log_in":"true"} {"name":"upload"} {"name":"a.b","service_all":"true"}""");
    }

    [Fact]
    public void Users_think_and_arrivals_do_not()
    {
        var text = Export(
            Phase([Simulation.KeepConstant(2, TimeSpan.FromSeconds(6))]) with { Name = "users", Model = LoadModel.Closed, ThinkTime = new ThinkTime(TimeSpan.FromSeconds(1.5), ThinkTimeDistribution.Exponential) },
            Phase([Simulation.Inject(5, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(6))]));

        text.Should().Contain("import { sleep } from 'k6';\n").And.Contain("  think();\n");
        text.Split('\n').Where(line => line.Contains("THINK: 'exponential', THINK_SECONDS: '1.5'")).Should().ContainSingle().Which.Should().Contain("'users'");
        Read(text).Phases.Should().HaveCount(2);
    }

    private static PhasePlan Phase(IReadOnlyList<LoadSimulation> load) => StoredSample.Plan.Phases[0] with
    {
        Name = "rate",
        Model = LoadModel.Open,
        Mix = [new ScenarioShare("student", 1)],
        Segments = [.. load.Select(part => new LoadSegment(part, Measured: true))],
        StartAt = null,
        ThinkTime = ThinkTime.None,
        Pacing = null,
    };

    private static string Export(params PhasePlan[] phases) => K6ScriptExport.Write(StoredSample.Plan with { Phases = phases, Slos = [] }, SloCatalogue.Parse(Catalogue, "shop.yaml"));

    private static double Arrivals(PhasePlan phase) => LoadLab.Core.Evaluation.Judging.OfferedLoad.Of(phase, ShardPlan.Whole).Arrivals;

    private static K6Script Read(string script)
    {
        using var folder = new ScriptFolder(script);
        return folder.Load();
    }

    private static IEnumerable<(string Metric, string Expression)> Thresholds(string script) => Read(script).Plan.Thresholds.Select(threshold => (threshold.Metric, threshold.Expression));
}
