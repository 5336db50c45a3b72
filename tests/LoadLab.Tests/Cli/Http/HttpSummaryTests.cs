using LoadLab.Cli.Http;
using LoadLab.Core.Measurement.Histograms;

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
}
