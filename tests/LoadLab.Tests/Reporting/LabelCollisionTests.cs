using LoadLab.Core.Capacity;
using LoadLab.Core.Capacity.Planning;
using LoadLab.Core.Capacity.Search;
using LoadLab.Core.Statistics;
using LoadLab.Reporting.Charts;
using LoadLab.Tests.Core.Capacity;
using CapacityPlanner = LoadLab.Core.Capacity.Planning.CapacityPlanner;

namespace LoadLab.Tests.Reporting;

/// <summary>No word of a capacity chart lies on another one or leaves the picture, wide and narrow, with the letters of PNG and with the wider ones that SVG reckons with.</summary>
public sealed class LabelCollisionTests
{
    private static readonly double[] s_loads = [1, 2, 4, 8, 16, 24, 32, 48, 64];

    public static TheoryData<string, int, double> Cases()
    {
        var cases = new TheoryData<string, int, double>();
        foreach (var name in Models(SvgChart.Width).Keys)
        {
            foreach (var letter in (double[])[6.2, 8.2])
            {
                cases.Add(name, SvgChart.Width, letter);
                cases.Add(name, SvgChart.NarrowWidth, letter);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void No_word_lies_on_another(string name, int width, double letter)
    {
        var model = Models(width)[name];
        var layout = new ChartLayout(width);
        var labels = new ChartLabels(model, layout, (text, _) => text.Length * letter);
        List<ChartLabel> all = [.. labels.Header(), .. labels.Footer(), .. ChartLayout.Plots(model).SelectMany(plot => labels.Below(plot.Panel, plot.Top, plot.Panel == model.Panels[0]).Concat(labels.Above(plot.Panel, plot.Top, plot.Panel == model.Panels[0])))];

        var boxes = all.Select(label => (label.Text, Box: labels.Box(label))).ToList();
        var onEachOther = from one in boxes.Index()
                          from other in boxes.Index()
                          where one.Index < other.Index && one.Item.Box.From < other.Item.Box.To && other.Item.Box.From < one.Item.Box.To && one.Item.Box.Top < other.Item.Box.Foot && other.Item.Box.Top < one.Item.Box.Foot
                          select $"'{one.Item.Text}' and '{other.Item.Text}'";

        onEachOther.Should().BeEmpty();
        boxes.Where(one => one.Box.From < 0 || one.Box.To > width).Select(one => one.Text).Should().BeEmpty("the picture ends there");
    }

    private static Dictionary<string, ChartModel> Models(int width)
    {
        var ticks = width == SvgChart.Width ? 9 : 4;
        ChartModel Search(CapacityModel model, double factor, Interval held) => CapacityChart.Build(
            new CapacityPicture { Subject = "capacity", Steps = [.. s_loads.Select(load => Step(model, load * factor))], Capacity = held, Limits = [("P95 limit 600 ms", 600), ("P99 limit 1.2 s", 1_200)] }, ticks);

        return new Dictionary<string, ChartModel>
        {
            ["users, in the middle"] = Search(CapacityModel.Users, 1, new Interval(40, 36, 44)),
            ["users, at the right end"] = Search(CapacityModel.Users, 1, new Interval(60, 56, 64)),
            ["users, at the left end"] = Search(CapacityModel.Users, 1, new Interval(3, 2, 4)),
            ["thousands of users, at least"] = Search(CapacityModel.Users, 100, new Interval(4_200, 4_100, double.PositiveInfinity)),
            ["rate"] = Search(CapacityModel.Rate, 7, new Interval(288.4, 280, 296)),
            ["rate, at the right end"] = Search(CapacityModel.Rate, 7, new Interval(440, 430, 448)),
            ["headroom of one"] = HeadroomChart.Build([new(CapacityModel.Users, 1000, new Interval(1430, 1380, 1500))], "capacity"),
            ["headroom of four"] = HeadroomChart.Build(
            [
                new(CapacityModel.Users, 1000, new Interval(1430, 1380, double.PositiveInfinity)), new(CapacityModel.Users, 10_000, new Interval(1430, 1380, 1500)),
                new(CapacityModel.Rate, 150, new Interval(140, 130, double.PositiveInfinity)), new(CapacityModel.Rate, 90, new Interval(90, 80, 100)),
            ], "capacity"),
            ["study of three"] = Study(3),
            ["study of eight"] = Study(8),
            ["demand"] = Demand(),
        };
    }

    private static ChartModel Study(int variants) => StudyChart.Build(CapacityStudy.Rows(
        [.. Enumerable.Range(1, variants).Select(at => new CapacityVariant(
            [new("lms.pool.size", FormattableString.Invariant($"{1 << at}"))], "r",
            [new CapacityAnswer { Model = CapacityModel.Rate, Status = CapacityStatus.Found, Load = 100 * at, Low = 96 * at, High = 104 * at, Steps = [Step(CapacityModel.Rate, 96 * at)] }]))], CapacityModel.Rate), "lms");

    private static ChartModel Demand() => DemandChart.Build(CapacityPlanner.Plan(new CapacityQuestion
    {
        Capacity = new MeasuredCapacity { Model = CapacityModel.Rate, Load = new Interval(412, 405, 431), Source = "given" },
        Demand = DemandFit.Of([.. Enumerable.Range(0, 12).Select(at => new DemandPoint(new DateOnly(2025, 12, 31).AddDays(1).AddMonths(at + 1).AddDays(-1), 100 * Math.Pow(1.08, at) * (at % 2 == 0 ? 0.97 : 1.03)))]),
        From = new YearMonth((2026 * 12) + 11),
        Until = new YearMonth((2027 * 12) + 11),
        HeadroomRatio = 0.3,
    }), 8);

    private static CapacityStep Step(CapacityModel model, double load)
    {
        var throughput = model == CapacityModel.Rate ? Math.Min(load, 300) : 100 * load / (1 + (0.02 * (load - 1)) + (0.0005 * load * (load - 1)));
        var meanMs = model == CapacityModel.Rate ? 5 / (1 - Math.Min(0.99, load / 460)) : 1000 * load / throughput;
        return (model == CapacityModel.Rate ? SampleSteps.Rate(load, throughput, meanMs) : SampleSteps.Users(load, throughput, meanMs)) with
        {
            PercentilesMs = new SortedDictionary<double, double> { [50] = meanMs * 0.8, [95] = meanMs * 3, [99] = meanMs * 4.6 },
            Resources = [new("connection pool of the API", "db.pool.used", Math.Min(1, throughput / 2400), 50), new("CPU of Postgres", "postgres.cpu", throughput / 4000, 4)],
        };
    }
}
