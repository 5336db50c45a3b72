using System.Xml.Linq;
using LoadLab.Core.Capacity;
using LoadLab.Core.Capacity.Planning;
using LoadLab.Core.Statistics;
using LoadLab.Reporting.Charts;
using LoadLab.Tests.Core.Capacity;

namespace LoadLab.Tests.Reporting;

public sealed class CapacityChartTests : IDisposable
{
    private static readonly CapacityPicture s_users = new()
    {
        Subject = "capacity",
        Steps = [.. new double[] { 1, 2, 4, 8, 16, 24, 32, 48, 64 }.Select(UserStep)],
        Capacity = new Interval(40, 36, 44),
        Limits = [("P95 SLO 600 ms", 600)],
    };

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Users_show_fit_band_bound_knee_and_what_holds()
    {
        var model = CapacityChart.Build(s_users, 9);

        model.Panels.Select(panel => panel.Title).Should().Equal("Throughput, bound: pool, API", "Response time", "Busy share of each resource");
        var throughput = model.Panels[0].Series;
        throughput.Select(series => series.Name).Should().Equal("USL fit", "bound", "measured");
        throughput[0].Band.Should().HaveSameCount(throughput[0].X).And.AllSatisfy(band => band.High.Should().BeGreaterThanOrEqualTo(band.Low));
        throughput[0].Runs().Should().ContainSingle("levels lie further apart than seconds do");
        model.Marks.Select(mark => mark.Label).Should().Contain("holds 40 users").And.Contain(label => label.StartsWith("knee "));
        model.Uncounted.Should().Equal(new ChartBand("", 36, 44));
        model.Panels[1].Limits.Should().Equal(new ChartLimit("P95 SLO 600 ms", 600));
        model.Panels[2].Series.Select(series => (series.Name, series.Key)).Should().Contain(("pool, API", "connection pool of the API"));
    }

    [Fact]
    public void What_is_not_known_is_left_out()
    {
        var model = CapacityChart.Build(new CapacityPicture { Subject = "x", Steps = [SampleSteps.Rate(10, 10, 5), SampleSteps.Rate(20, 20, 6) with { Outcome = StepOutcome.Invalid }] }, 9);

        model.Panels.Select(panel => panel.Title).Should().Equal("Throughput", "Response time");
        model.Panels[0].Series.Should().ContainSingle().Which.X.Should().Equal([10], "what the generator shaped says nothing");
        (model.Marks.Count, model.Uncounted.Count).Should().Be((0, 0));
        CapacityChart.Build(new CapacityPicture { Subject = "x", Steps = [] }, 9).Panels.Should().HaveCount(2);
    }

    [Fact]
    public void Every_chart_comes_for_both_grounds_wide_and_narrow_and_as_figures()
    {
        var files = CapacityChart.Write(s_users, _directory.Path, "capacity");

        files.Select(Path.GetFileName).Should().Equal("capacity.png", "capacity-dark.png", "capacity-narrow.png", "capacity-narrow-dark.png", "capacity.svg", "capacity.csv");
        files.Should().AllSatisfy(file => new FileInfo(file).Length.Should().BePositive());
        File.ReadAllText(files[4]).Should().Contain("prefers-color-scheme: dark");
        XDocument.Load(files[4]).Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value).Should().Contain(["holds 40 users", "P95 SLO 600 ms", "USL fit"]);
        var rows = File.ReadAllLines(files[5]);
        rows[0].Should().Be("panel,series,unit,x,value,low,high");
        rows.Should().Contain("Response time,P95 SLO 600 ms,ms,,600,,").And.Contain(",holds 40 users,,40,,,");
        rows.Should().Contain(row => row.StartsWith("Response time,P95,ms,16,"));
    }

    [Fact]
    public void A_bar_says_what_share_of_its_target_is_held()
    {
        var model = HeadroomChart.Build([new(CapacityModel.Users, 1000, new Interval(1430, 1380, 1500)), new(CapacityModel.Rate, 150, new Interval(140, 130, 149)), new(CapacityModel.Rate, 90, new Interval(90, 80, double.PositiveInfinity)), new(CapacityModel.Rate, 150, new Interval(897.284, 788.68, 1005.73))], "capacity");

        var panel = model.Panels[0];
        panel.Notes.Select(note => note.Text).Should().Equal("1,430 users, 143 %", "140/s, 93 %", "at least 80/s, 100 %", "900/s, 600 %");
        panel.Series.Where(series => series.Filled).Select(series => series.Ink).Should().Equal(Ink.Flow, Ink.Failure, Ink.Planned, Ink.Flow);
        model.Ticks.Select(tick => tick.Label).Should().Equal("1,000 users", "150/s", "90/s", "150/s");
        HeadroomChart.Write([], "capacity", _directory.Path, "headroom").Should().HaveCount(6);
    }

    [Fact]
    public void Demand_is_shown_against_one_two_and_three_instances()
    {
        var plan = CapacityPlanner.Plan(new CapacityQuestion
        {
            Capacity = new MeasuredCapacity { Model = CapacityModel.Rate, Load = new Interval(412, 405, 431), Source = "given" },
            Demand = DemandFit.Of([.. Enumerable.Range(0, 12).Select(at => new DemandPoint(new DateOnly(2025, 12, 31).AddDays(1).AddMonths(at + 1).AddDays(-1), 100 * Math.Pow(1.08, at) * (at % 2 == 0 ? 0.97 : 1.03)))]),
            From = new YearMonth(2026 * 12 + 11),
            Until = new YearMonth(2027 * 12 + 11),
            HeadroomRatio = 0.3,
        });

        var model = DemandChart.Build(plan, 8);

        model.Panels[0].Title.Should().Be("Peak demand against capacity, 30 % free");
        model.Panels[0].Limits.Select(limit => limit.Label).Should().Equal("1 instance 288/s", "2 instances 577/s", "3 instances 865/s");
        model.Panels[0].Series[0].Key.Should().Be("history");
        model.Panels[0].Series[1].Band.Should().HaveCount(13);
        model.Marks.Should().ContainSingle().Which.Label.Should().Be($"runs out {plan.RunsOut.Expected}");
        DemandChart.Write(plan, _directory.Path, "demand").Should().HaveCount(6);
    }

    [Fact]
    public void Cells_with_commas_and_quotes_are_quoted()
    {
        var panel = new ChartPanel("a, \"b\"", "ms", [new ChartSeries("c", Ink.High, [1, 2], [3, double.NaN])], [], ValueAxis.For([3], [], false), 1);

        ChartCsv.Of(new ChartModel(2, [], [], [panel])).Should().Be("panel,series,unit,x,value,low,high\n\"a, \"\"b\"\"\",c,ms,1,3,,\n\"a, \"\"b\"\"\",c,ms,2,,,\n");
    }

    private static CapacityStep UserStep(double users)
    {
        var throughput = 100 * users / (1 + (0.02 * (users - 1)) + (0.0005 * users * (users - 1)));
        var meanMs = 1000 * users / throughput;
        return SampleSteps.Users(users, throughput, meanMs) with
        {
            PercentilesMs = new SortedDictionary<double, double> { [50] = meanMs * 0.8, [95] = meanMs * 3, [99] = meanMs * 4.6 },
            Resources = [new("connection pool of the API", "db.pool.used", Math.Min(1, throughput / 2400), 50), new("CPU of Postgres", "postgres.cpu", throughput / 4000, 4)],
        };
    }
}
