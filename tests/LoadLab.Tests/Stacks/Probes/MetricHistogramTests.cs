using LoadLab.Core;
using LoadLab.Core.Measurement;
using LoadLab.Stacks.Probes;

namespace LoadLab.Tests.Stacks.Probes;

public sealed class MetricHistogramTests
{
    private const string Page = """
        # TYPE q_seconds histogram
        q_seconds_sum{query="a"} 1.5
        q_seconds_count{query="a"} 10
        q_seconds_bucket{query="a",le="0.001"} 4
        q_seconds_bucket{query="a",le="0.3"} 9
        q_seconds_bucket{query="a",le="+Inf"} 10
        q_seconds_bucket{query="b",le="0.001"} 1
        q_seconds_bucket{query="b",le="0.3"} 1
        q_seconds_bucket{query="b",le="+Inf"} 7

        """;

    [Fact]
    public void Buckets_count_what_is_in_them_alone_over_all_label_sets()
    {
        Read("q_seconds_bucket").Should().BeEquivalentTo(new Dictionary<TimeBucket, double>
        {
            [new("t", 0, 1)] = 5,
            [new("t", 1, 300)] = 5,
            [new("t", 300, double.PositiveInfinity)] = 7,
        });
        Read("q_seconds_bucket{query=\"b\"}").Values.Should().BeEquivalentTo([1.0, 0.0, 6.0]);
        Read("other_seconds_bucket").Should().BeEmpty();
    }

    [Fact]
    public void A_histogram_of_no_time_is_refused()
    {
        var make = () => new MetricsProbe([new Uri("http://127.0.0.1:1/metrics")], new SortedDictionary<string, string>(StringComparer.Ordinal) { ["size"] = "answer_bytes_bucket" });

        make.Should().Throw<LoadLabException>().Which.Faults.Should().ContainSingle()
            .Which.Should().Be("metrics.size: the histogram 'answer_bytes_bucket' tells no unit of time: its name must end in _seconds_bucket or _milliseconds_bucket");
    }

    [Fact]
    public void A_bucket_is_declared_with_its_first_sample_and_told_when_it_changes()
    {
        var measures = new BucketMeasures([TimeBucket.CountOf("t", "")]);
        var (fast, slow) = (new TimeBucket("t", 0, 1), new TimeBucket("t", 1, 5));

        measures.Complete([0], new Dictionary<TimeBucket, double> { [fast] = 0 }).Should().Equal(0);
        measures.Complete([3], new Dictionary<TimeBucket, double> { [fast] = 3, [slow] = 0 }).Should().Equal(3, 3);
        measures.Complete([4], new Dictionary<TimeBucket, double> { [fast] = 3, [slow] = 1 }).Should().Equal(4, double.NaN, 1);
        measures.Complete([double.NaN], null).Should().Equal(double.NaN, double.NaN, double.NaN);
        measures.Complete([0], new Dictionary<TimeBucket, double>()).Should().Equal(0, 0, 0);
        measures.All.Select(measure => measure.Name).Should().Equal("t.count", "t{0ms..1ms}", "t{1ms..5ms}");
    }

    private static IReadOnlyDictionary<TimeBucket, double> Read(string selector) => new MetricHistogram("t", MetricSelector.Parse(selector)).Read(PrometheusText.Parse(Page));
}
