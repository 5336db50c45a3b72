using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;

namespace LoadLab.Tests.Core.Evaluation.Slos;

/// <summary>A failure that took longer than a row's limit has missed it, whatever ended it; one within the limit stays outside the percentile.</summary>
public sealed class SlowFailureTests
{
    private static readonly ResponseTimeSlo P95 = new()
    {
        Id = "p95",
        Title = "P95",
        Tier = SloTier.Slo,
        Source = "1/1",
        Service = Made.Service,
        Measure = MeasureNames.HttpResponseTime,
        Percentile = 95,
        Objective = new Objective(ComparisonOperator.LessThan, 600, "ms", "600ms"),
    };

    [Fact]
    public void A_504_after_two_seconds_in_a_tenth_of_the_answers_fails_a_P95_that_the_others_keep()
    {
        var verdict = Made.Judge(Failing(2_000_000).Build(), P95, "*");

        verdict.Should().Match<SloVerdict>(v => v.Verdict == Verdict.Fail && v.Samples == 9_000 && v.Measured > 2_000 && v.Low > 600);
        verdict.FirstCrossedSecond.Should().Be(0);
        verdict.Reason.Should().EndWith("from 9,000 samples in phase 'users'. 900 failures took longer than the limit and count as missed.");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(599_000)]
    public void A_failure_within_the_limit_neither_flatters_nor_misses(long micros)
    {
        var verdict = Made.Judge(Failing(micros).Build(), P95, "*");

        verdict.Should().Match<SloVerdict>(v => v.Verdict == Verdict.Pass && v.Samples == 8_100 && v.Measured < 100);
        verdict.Reason.Should().EndWith("from 8,100 samples in phase 'users'.");
    }

    [Theory]
    [InlineData(ResultClasses.Status5xx)]
    [InlineData(ResultClasses.StatusOther)]
    [InlineData(ResultClasses.Reset)]
    [InlineData(ResultClasses.Refused)]
    [InlineData(ResultClasses.Protocol)]
    [InlineData(ResultClasses.Check)]
    [InlineData(ResultClasses.Exception)]
    public void What_kind_of_failure_it_was_does_not_matter(string resultClass) =>
        Made.Judge(Failing(2_000_000, resultClass).Build(), P95, "*").Verdict.Should().Be(Verdict.Fail);

    [Fact]
    public void Nothing_but_slow_failures_fails()
    {
        var verdict = Made.Judge(new RecordBuilder { Class = (_, _, _) => ResultClasses.Status5xx, ResponseMicros = (_, _, _) => 2_000_000 }.Build(), P95, "*");

        verdict.Verdict.Should().Be(Verdict.Fail);
    }

    [Fact]
    public void One_is_told_as_one()
    {
        var record = new RecordBuilder { Class = (phase, second, i) => (phase, second, i) == ("users", 30, 0) ? ResultClasses.Reset : ResultClasses.Ok, ResponseMicros = (_, _, i) => i == 0 ? 700_000 : 10_000 }.Build();

        Made.Judge(record with { Phases = [record.Phases[0]] }, P95, "*").Should().Match<SloVerdict>(v =>
            v.Verdict == Verdict.Pass && v.Reason.EndsWith(" 1 failure took longer than the limit and counts as missed."));
    }

    [Fact]
    public void In_windows_too()
    {
        var windowed = P95 with { Windowing = new Windowing(TimeSpan.FromSeconds(10), null) };
        var record = new RecordBuilder
        {
            Class = (_, second, i) => second is 30 or 31 && i % 2 == 0 ? ResultClasses.Status5xx : ResultClasses.Ok,
            ResponseMicros = (_, second, i) => second is 30 or 31 && i % 2 == 0 ? 2_000_000 : 10_000,
        }.Build();

        var verdict = Made.Judge(record, windowed, "*");

        verdict.Should().Match<SloVerdict>(v => v.Verdict == Verdict.Fail && v.FirstCrossedSecond == 31);
        verdict.Reason.Should().EndWith(" 150 failures took longer than the limit and count as missed.");
        Made.Judge(Failing(1_000).Build(), windowed, "*").Verdict.Should().Be(Verdict.Pass);
    }

    [Fact]
    public void In_limits_from_code_and_for_service_times_and_transfers_too()
    {
        var record = Failing(2_000_000).Build();
        var threshold = new ThresholdPlan("student", "browse", 95, 600);
        var planned = record with { Plan = record.Plan with { Slos = ["db-pool"], Phases = [.. record.Plan.Phases.Select(phase => phase with { Thresholds = [threshold] })] } };

        EvaluatorTests.Of(Evaluator.Evaluate(planned, RecordBuilder.Catalogue), threshold.Id).Verdict.Should().Be(Verdict.Fail);
        Made.Judge(record, P95 with { Measure = MeasureNames.HttpServiceTime }, "*").Verdict.Should().Be(Verdict.Fail);
        Made.Judge(
            record with { Plan = record.Plan with { Settings = new Dictionary<string, string> { ["upload.bytes"] = "1000000" } } },
            new ThroughputSlo
            {
                Id = "upload",
                Title = "Upload",
                Tier = SloTier.Slo,
                Source = "1/2",
                Service = Made.Service,
                Measure = "upload.throughput",
                Percentile = 5,
                Objective = new Objective(ComparisonOperator.GreaterThan, 1_000_000, "bytes/s", "1MB/s"),
            },
            "*").Verdict.Should().Be(Verdict.Fail);
    }

    /// <summary>One request in ten fails after so long; the others take about 50 ms.</summary>
    private static RecordBuilder Failing(long micros, string resultClass = ResultClasses.Status5xx) => new()
    {
        Class = (_, _, i) => i % 10 == 0 ? resultClass : ResultClasses.Ok,
        ResponseMicros = (_, second, i) => i % 10 == 0 ? micros : 20_000 + (second * 7 % 5 * 1_000) + (i * 300),
    };
}
