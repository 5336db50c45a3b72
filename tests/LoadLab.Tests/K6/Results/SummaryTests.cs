using LoadLab.Core.Comparison;
using LoadLab.Core.Evaluation;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Trend;
using LoadLab.Core.Verdicts;

namespace LoadLab.Tests.K6.Results;

public sealed class SummaryTests
{
    private const string Legacy = """{"metrics":{"http_req_duration":{"avg":1,"min":1,"med":1,"max":1,"p(90)":1,"p(95)":1,"thresholds":{"p(95)<200":KEPT}},"http_reqs":{"count":10,"rate":5}}}""";
    private const string Handled = """{"state":{"testRunDurationMs":2000},"metrics":{"http_req_duration":{"type":"trend","contains":"time","values":{"p(95)":1},"thresholds":{"p(95)<200":{"ok":KEPT}}}}}""";

    [Theory]
    [InlineData(Legacy, "true", Verdict.Fail)]
    [InlineData(Legacy, "false", Verdict.Pass)]
    [InlineData(Handled, "true", Verdict.Pass)]
    [InlineData(Handled, "false", Verdict.Fail)]
    public void A_thresholds_word_means_crossed_in_one_format_and_kept_in_the_other(string summary, string word, Verdict expected)
    {
        AdHocEvaluator.Evaluate(ResultFile.Import(summary.Replace("KEPT", word))).Verdicts.Single().Verdict.Should().Be(expected);
    }

    [Fact]
    public void A_threshold_without_a_sample_never_passes()
    {
        var judged = AdHocEvaluator.Evaluate(ResultFile.Import("""{"metrics":{"own":{"type":"trend","contains":"time","values":{"p(95)":0,"count":0},"thresholds":{"p(95)<200":{"ok":true}}}}}"""));

        judged.Verdicts.Single().Verdict.Should().Be(Verdict.NotMeasured);
    }

    [Fact]
    public void A_trend_of_zeros_without_a_count_may_be_of_no_sample_and_decides_nothing()
    {
        var judged = AdHocEvaluator.Evaluate(ResultFile.Import("""{"metrics":{"own":{"type":"trend","contains":"time","values":{"avg":0,"max":0,"p(95)":0},"thresholds":{"p(95)<200":{"ok":true}}}}}"""));

        judged.Verdicts.Single().Verdict.Should().Be(Verdict.Inconclusive);
    }

    [Fact]
    public void Of_a_threshold_whose_value_is_not_there_k6s_word_counts()
    {
        var judged = AdHocEvaluator.Evaluate(ResultFile.Import(Legacy.Replace("p(95)<200", "p(99.9)<200").Replace("KEPT", "false")));

        judged.Verdicts.Single().Reason.Should().Be("k6 said that it was kept; its results do not have the value.");
    }

    [Fact]
    public void Dropped_iterations_make_the_run_invalid()
    {
        var record = ResultFile.Import("""{"metrics":{"http_reqs":{"count":10,"rate":5},"dropped_iterations":{"count":3,"rate":1.5}}}""");

        AdHocEvaluator.Evaluate(record).Validity.InvalidChecks.Should().Equal("dropped");
        record.StartedAt.Should().Be(ResultFile.Start.AddSeconds(-2));
    }

    [Fact]
    public void The_run_has_no_distribution_and_is_compared_with_nothing()
    {
        var record = ResultFile.ImportSample("summary-handle.json");

        (record.Phases.Count, record.Slices.Count).Should().Be((0, 0));
        record.Findings.Should().Contain(finding => finding.Check == "k6-summary" && finding.Severity == FindingSeverity.Warning);
        ComparisonChecks.Faults(new ComparedRun(record, ValidityStatus.Valid)).Should().ContainSingle().Which.Should().Contain("no distribution to compare");
        TrendReader.Fit([new TrendRun(record, AdHocEvaluator.Evaluate(record))], out var leftOut).Should().BeEmpty();
        leftOut.Should().Equal("1 run that is imported from a summary, which has no distribution");
    }
}
