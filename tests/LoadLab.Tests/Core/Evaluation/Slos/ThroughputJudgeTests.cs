using LoadLab.Core.Catalogue;
using LoadLab.Core.Measurement;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;

namespace LoadLab.Tests.Core.Evaluation.Slos;

public sealed class ThroughputJudgeTests
{
    [Theory]
    [InlineData(1_000, Verdict.Pass)] // 10 MB/s
    [InlineData(1_990, Verdict.Pass)]
    [InlineData(2_010, Verdict.Fail)] // 4.98 MB/s
    [InlineData(4_000, Verdict.Fail)]
    public void It_is_the_size_over_the_time_and_95_of_100_must_reach_it(int slowMs, Verdict expected)
    {
        // 90 of 100 take half a second, 10 the given time: the P95 is one of these.
        var verdict = Judge((_, _, i) => i % 10 == 0 ? slowMs * 1000L : 500_000);

        verdict.Verdict.Should().Be(expected);
        verdict.Measured.Should().BeApproximately(10e6 / slowMs * 1000, 10e6 / slowMs, "a histogram is exact to 0.1 %");
        verdict.Low.Should().BeLessThanOrEqualTo(verdict.Measured!.Value);
        verdict.High.Should().BeGreaterThanOrEqualTo(verdict.Measured!.Value);
        verdict.Unit.Should().Be("bytes/s");
    }

    [Fact]
    public void It_says_how_it_was_reckoned()
    {
        var verdict = Judge((_, _, _) => 1_000_000);

        verdict.Reason.Should().StartWith("P5 10 MB/s, which is 10 MB over the P95 of the service time, against > 5MB/s. Of that time: P95 1,000 ms");
        verdict.Series.Should().Equal("student/upload");
    }

    [Fact]
    public void Four_slow_ones_in_a_hundred_are_allowed() => Judge((_, _, i) => i % 50 < 2 ? 9_000_000 : 500_000).Verdict.Should().Be(Verdict.Pass);

    [Fact]
    public void An_upload_that_timed_out_is_a_slow_one() =>
        Judge((_, _, i) => i % 10 == 0 ? 30_000_000 : 500_000, @class: (_, _, i) => i % 10 == 0 ? ResultClasses.Timeout : ResultClasses.Ok).Verdict.Should().Be(Verdict.Fail);

    [Fact]
    public void Without_the_size_it_is_not_measured() =>
        Judge((_, _, _) => 1_000_000, bytes: null).Should().Match<SloVerdict>(v => v.Verdict == Verdict.NotMeasured && v.Reason == "The suite does not say how large a transfer is: give it settings: {upload.bytes: 10000000}.");

    [Fact]
    public void Without_an_upload_it_is_not_measured() =>
        Judge((_, _, _) => 1_000_000, step: "browse").Verdict.Should().Be(Verdict.NotMeasured);

    private static SloVerdict Judge(Func<string, int, int, long> micros, string? bytes = "10000000", string step = "upload", Func<string, int, int, string>? @class = null)
    {
        var builder = new RecordBuilder { ResponseMicros = micros, Step = step };
        builder.Class = @class ?? builder.Class;
        var record = builder.Build();
        var settings = bytes is null ? new SortedDictionary<string, string>() : new SortedDictionary<string, string> { ["upload.bytes"] = bytes };
        var row = new ThroughputSlo
        {
            Id = "upload-throughput",
            Title = "File upload throughput",
            Tier = SloTier.Slo,
            Source = "3.2/5",
            Service = Made.Service,
            Measure = "upload.throughput",
            Percentile = 5,
            Objective = new Objective(ComparisonOperator.GreaterThan, 5e6, "bytes/s", "5MB/s"),
        };
        return Made.Judge(record with { Plan = record.Plan with { Settings = settings } }, row, "upload");
    }
}
