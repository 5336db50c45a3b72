using LoadLab.Core.Capacity;
using LoadLab.Core.Capacity.Planning;
using LoadLab.Core.Comparison;
using LoadLab.Core.Forecast;
using LoadLab.Core.Gate;
using LoadLab.Core.Statistics;
using LoadLab.Core.Text;
using LoadLab.Core.Trend;
using LoadLab.Core.Verdicts;
using LoadLab.Engine.SelfTest;
using LoadLab.Stacks.Doctor;
using LoadLab.Tests.Reporting;

namespace LoadLab.Tests.Cli.Documents;

/// <summary>What the documents of the commands are made from, with each member that may be left out or null once there and once not.</summary>
internal static class SampleDocuments
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 23, 8, 30, 0, 250, TimeSpan.Zero);

    public static IReadOnlyList<SelfTestRow> SelfTest =>
    [
        new("a constant rate of 50/s", "open", "requests", "count", 250, 250, 2.5),
        new("no service at all", "closed", "ratio", "ms", 0, 0.125, 0.1) { Attempts = 2 },
    ];

    public static IReadOnlyList<DoctorCheck> Doctor =>
    [
        new("stack", DoctorStatus.Ok, "processes", "a stack that can be started", ""),
        new("open-files", DoctorStatus.Warn, "1,024", "65,536: \"ulimit -n\" <files>", "ulimit -n 65536"),
        new("cpu", DoctorStatus.Info, "2 cores", "", ""),
    ];

    public static RunForecast Forecast
    {
        get
        {
            var plan = SampleRun.Good().Plan;
            return new RunForecast(plan, TimeSpan.FromSeconds(1.5), [.. plan.Phases.Select((phase, at) => new PhaseForecast(phase, at * 50, 100.5, 2_500.9))],
            [
                new SloForecast { Id = "api-response-p95", Title = "P95", Required = true, Answer = ForecastAnswer.Decides, Needs = 93, Reason = "93 samples, and 2,500 come." },
                new SloForecast { Id = "api-errors", Title = "Errors", Required = false, Answer = ForecastAnswer.ProbablyTooShort, Needs = 2_995, Brings = 2_500.5, Hold = TimeSpan.FromSeconds(60.5), Reason = "too few" },
            ])
            { Warnings = ["the suite is “new”"] };
        }
    }

    public static ChangeForecast Changes => new("smoke", ["run-1", "run-2"], ComparisonMargin.Default,
        [new FigureForecast("rate-100", FigureKind.P95, 34.6, 0.05, TimeSpan.FromSeconds(25), 0.081, 0.02, [new(0.05, true, null, null), new(0.1, false, TimeSpan.FromMinutes(2), null), new(0.2, false, null, 7)])],
        ["One run says little of what varies from run to run."]);

    public static NoiseCalibration Calibration => new(1, "smoke", s_start, new Dictionary<string, string> { ["cpu.model"] = "x" }, new Dictionary<string, string> { ["rate-10"] = "10/s" }, ["run-1", "run-2"],
        [new NoiseFigure("rate-10", "*", "*", "p95", 8, 0.02, 0.01)]);

    public static CapacityPlan CapacityPlan => CapacityPlanner.Plan(new CapacityQuestion
    {
        Capacity = new MeasuredCapacity { Model = CapacityModel.Rate, Load = new Interval(412, 405, 431), Source = "given" },
        Demand = DemandGrowth.Given(new YearMonth(24_000), 390, 0.08, ["given"]),
        From = new YearMonth(24_000),
        Until = new YearMonth(24_002),
        ContentionRatio = 0.99,
        Pool = 50,
        RedisBytes = 120e6,
        RedisMaxBytes = 1e9,
    });

    public static LoadLab.Core.Noise.NoiseCheck Check => new(20, ["run-1 and run-2: rate-10 p95"], 4);

    public static SuiteTrend Trend
    {
        get
        {
            List<TrendPoint> points =
            [
                new("run-1", s_start, new Dictionary<string, string> { ["commit"] = "1a2b" }, 10, 9, 11),
                new("run-2", s_start.AddHours(1), new Dictionary<string, string>(), 12.5, double.NegativeInfinity, double.PositiveInfinity),
            ];
            var limit = new TrendLimit("api-response-p95", SloTier.Slo, ComparisonOperator.LessThan, 600);
            return new SuiteTrend("smoke",
            [
                new MeasureTrend(new TrendSeries("api-response-p95", "ms", points, [limit]), [new ChangePoint(1, 10, 12.5, 0.001)], 0.02, double.NaN,
                    new BreachForecast(limit, s_start.AddDays(30), s_start.AddDays(20), null, "at this rate")),
                new MeasureTrend(new TrendSeries("rate-10 throughput", "1/s", points, []), [], 0.02, 0.05, new BreachForecast(null, null, null, null, "no limit")),
            ], ["1 run that is INVALID"]);
        }
    }
}
