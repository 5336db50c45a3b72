using LoadLab.Cli.Http;
using LoadLab.Core.Measurement.Histograms;
using LoadLab.Core.Runs;
using LoadLab.Sdk;
using LoadLab.Tests.Core.Store;

namespace LoadLab.Tests.Cli.Http;

public sealed class HttpSummaryTests
{
    [Fact]
    public void No_two_rows_of_the_distribution_have_one_edge()
    {
        // The P99 is 18.40 ms and the largest 18.43 ms: both read 18.4 ms.
        var times = new LatencyHistogram();
        times.Record(1_000, 900);
        times.Record(18_400, 99);
        times.Record(18_430, 1);
        var lines = new List<string>();

        HttpSummary.Distribution(lines, times, unicode: true);

        var rows = lines.Where(line => line.Length > 0).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        rows.Select(row => row[1] + row[2]).Should().OnlyHaveUniqueItems();
        rows[^1][..4].Should().Equal("≤", "18.4", "ms", "100");
        rows.Sum(row => int.Parse(row[3], System.Globalization.CultureInfo.InvariantCulture)).Should().Be(1_000);
    }

    public static TheoryData<LoadSimulation, string> Loads => new()
    {
        { Simulation.KeepConstant(1, TimeSpan.FromSeconds(10)), "1 user for 10 s" },
        { Simulation.KeepConstant(1_000, TimeSpan.FromSeconds(10)), "1,000 users for 10 s" },
        { Simulation.Inject(50, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(3)), "50/s for 3 min" },
        { Simulation.Poisson(50, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10)), "50/s Poisson for 10 s" },
        { Simulation.RampingInject(50, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10)), "5/s → 50/s for 10 s" },
        { Simulation.IterationsForConstant(1, 100), "1 user, 100 requests" },
        { Simulation.IterationsForInject(50, TimeSpan.FromSeconds(1), 1_000), "50/s, 1,000 requests" },
    };

    [Theory]
    [MemberData(nameof(Loads))]
    public void Every_load_is_named(LoadSimulation load, string text)
    {
        var isClosed = load is LoadSimulation.KeepConstantPart or LoadSimulation.IterationsForConstantPart;
        var before = isClosed ? Simulation.KeepConstant(1, TimeSpan.FromSeconds(1)) : Simulation.Inject(5, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        var phase = StoredSample.Plan.Phases[0] with
        {
            Model = isClosed ? LoadModel.Closed : LoadModel.Open,
            Segments = [new LoadSegment(before, Measured: false), new LoadSegment(load, Measured: true)],
        };

        HttpSummary.Offered(phase).Should().Be(text);
    }
}
