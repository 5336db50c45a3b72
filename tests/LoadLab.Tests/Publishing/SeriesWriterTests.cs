using System.Diagnostics.Metrics;
using LoadLab.Publishing.RemoteWrite;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using ProtoBuf;
using Snappier;

namespace LoadLab.Tests.Publishing;

/// <summary>What is written to Prometheus of what the instruments say.</summary>
public sealed class SeriesWriterTests : IDisposable
{
    private readonly Meter _meter = new("LoadLab.SeriesWriterTests");
    private readonly SeriesWriter _writer = new("run-1");

    public void Dispose() => _meter.Dispose();

    [Fact]
    public void Names_labels_and_buckets_are_those_of_the_endpoint()
    {
        var duration = _meter.CreateHistogram<double>("loadlab.request.duration", "s");
        var requests = _meter.CreateCounter<long>("loadlab.requests");
        _meter.CreateObservableGauge("loadlab.virtual.users", () => new Measurement<int>(7, new KeyValuePair<string, object?>("phase", "hold")));
        var all = Export(() =>
        {
            requests.Add(3, new KeyValuePair<string, object?>("class", "ok"));
            duration.Record(0.05);
            duration.Record(0.2);
            duration.Record(9);
        });

        Lines(all).Should().BeEquivalentTo(
            "loadlab_requests_total{class=ok,instance=run-1,job=loadlab} 3",
            "loadlab_virtual_users{instance=run-1,job=loadlab,phase=hold} 7",
            "loadlab_request_duration_seconds_bucket{instance=run-1,job=loadlab,le=0.1} 1",
            "loadlab_request_duration_seconds_bucket{instance=run-1,job=loadlab,le=1} 2",
            "loadlab_request_duration_seconds_bucket{instance=run-1,job=loadlab,le=+Inf} 3",
            "loadlab_request_duration_seconds_sum{instance=run-1,job=loadlab} 9.25",
            "loadlab_request_duration_seconds_count{instance=run-1,job=loadlab} 3");
        all.Should().OnlyContain(series => series.Labels.Select(label => label.Name).SequenceEqual(series.Labels.Select(label => label.Name).Order(StringComparer.Ordinal)), "the protocol wants them sorted");
    }

    [Fact]
    public void A_series_that_has_ended_is_marked_once_as_stale_and_no_time_comes_twice()
    {
        var requests = _meter.CreateCounter<long>("loadlab.requests");
        var first = Export(() => requests.Add(1)).Single().Samples.Single();

        _writer.Begin(1_000);
        var ended = _writer.End().Single().Samples.Single();
        _writer.Begin(1_000);

        BitConverter.DoubleToInt64Bits(ended.Value).Should().Be(0x7ff0000000000002, "these bits say that a series has ended, and no other NaN does");
        ended.Timestamp.Should().Be(first.Timestamp + 1);
        _writer.End().Should().BeEmpty();
    }

    [Fact]
    public async Task A_request_is_read_back_with_the_bits_of_its_values()
    {
        var series = new WriteSeries();
        series.Labels.Add(new WriteLabel { Name = "__name__", Value = "up" });
        series.Samples.Add(new WriteSample { Value = 0, Timestamp = 5 });
        series.Samples.Add(new WriteSample { Value = BitConverter.Int64BitsToDouble(0x7ff0000000000002), Timestamp = 6 });

        using var request = RemoteWriteBody.Request(new Uri("http://h/api/v1/write"), [new("Authorization", "Bearer t")], [series]);

        var read = Serializer.Deserialize<WriteRequest>(new MemoryStream(Snappy.DecompressToArray(await request.Content!.ReadAsByteArrayAsync())));
        read.Series.Single().Samples.Select(sample => (BitConverter.DoubleToInt64Bits(sample.Value), sample.Timestamp)).Should().Equal((0, 5), (0x7ff0000000000002, 6));
        request.Headers.GetValues("Authorization").Should().Equal("Bearer t");
        request.Headers.GetValues("X-Prometheus-Remote-Write-Version").Should().Equal("0.1.0");
        request.Content.Headers.ContentEncoding.Should().Equal("snappy");
    }

    private IReadOnlyList<WriteSeries> Export(Action record)
    {
        using var capture = new Capture(_writer);
        using var provider = OpenTelemetry.Sdk.CreateMeterProviderBuilder().AddMeter(_meter.Name)
            .AddView(instrument => instrument is Histogram<double> ? new ExplicitBucketHistogramConfiguration { Boundaries = [0.1, 1] } : new MetricStreamConfiguration())
            .AddReader(new BaseExportingMetricReader(capture)).Build();
        record();
        provider.ForceFlush();
        return capture.First!;
    }

    private static IEnumerable<string> Lines(IEnumerable<WriteSeries> all) => all.Select(series => FormattableString.Invariant(
        $"{series.Labels.Single(label => label.Name == "__name__").Value}{{{string.Join(",", series.Labels.Where(label => label.Name != "__name__").Select(label => $"{label.Name}={label.Value}"))}}} {series.Samples.Single().Value}"));

    private sealed class Capture(SeriesWriter writer) : BaseExporter<OpenTelemetry.Metrics.Metric>
    {
        public IReadOnlyList<WriteSeries>? First { get; private set; }

        public override ExportResult Export(in Batch<OpenTelemetry.Metrics.Metric> batch)
        {
            if (First is null)
            {
                writer.Begin(1_000);
                foreach (var metric in batch)
                {
                    writer.Add(metric);
                }

                First = writer.End();
            }

            return ExportResult.Success;
        }
    }
}
