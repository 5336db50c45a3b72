using LoadLab.Core.Evaluation;
using LoadLab.Core.Measurement;
using LoadLab.Core.Measurement.Histograms;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;

namespace LoadLab.Tests.K6.Results;

/// <summary>What k6 2.2.0 wrote for one script, against what its terminal showed. NDJSON and handleSummary() are of one run; CSV, --summary-export and the terminal of another.</summary>
public sealed class SampleTests
{
    [Theory]
    [InlineData("out.json.gz", "ndjson")]
    [InlineData("out.csv.gz", "csv")]
    [InlineData("summary-handle.json", "handle-summary")]
    [InlineData("summary-legacy.json", "summary-export")]
    public void The_counts_are_those_of_the_terminal(string file, string format)
    {
        var record = ResultFile.ImportSample(file);

        record.Driver!.Format.Should().Be(format);
        Value(record, "http_reqs", "count").Should().Be(631);
        Value(record, "http_req_failed", "passes").Should().Be(90);
        Value(record, "http_req_failed", "fails").Should().Be(541);
        Value(record, "checks", "passes").Should().Be(841);
        Value(record, "checks", "fails").Should().Be(60);
        Value(record, "iterations", "count").Should().Be(601);
        record.Script!.Checks.OrderBy(check => check.Group).ThenBy(check => check.Name).Should().Equal(
            new ScriptCheck("", "has body", 300, 0), new ScriptCheck("", "status is 200", 240, 60), new ScriptCheck("::catalogue::list", "status is 200", 301, 0));
    }

    [Fact]
    public void The_machine_readable_summary_has_its_own_run()
    {
        var record = ResultFile.ImportSample("summary-new.json");

        record.Driver.Should().BeEquivalentTo(new ForeignDriver("k6", "2.2.0", "machine-summary", "results", HasDistribution: false));
        Value(record, "http_reqs", "count").Should().Be(621);
        Value(record, "http_req_failed", "passes").Should().Be(85);
        Value(record, "checks", "passes").Should().Be(831);
        Value(record, "http_req_duration{expected_response:true}", "p(95)").Should().Be(1.99926175);
        record.Script!.Checks.Should().Contain(new ScriptCheck("", "status is 200", 536, 60));
    }

    [Theory]
    [InlineData("out.csv.gz", 1.220686)]
    [InlineData("out.json.gz", 1.288322)]
    public void The_95th_percentile_of_541_expected_responses_is_k6s_within_a_bucket(string file, double expectedMs)
    {
        var record = ResultFile.ImportSample(file);
        var times = PackedHistogram.Merge(record.Slices.Where(slice => slice.Key.Step != "*" && slice.Key.Class == ResultClasses.Ok).Select(slice => slice.Service));

        times.TotalCount.Should().Be(541);
        Math.Abs(HistogramLayout.IndexOf(times.PercentileMicros(95)) - HistogramLayout.IndexOf((long)Math.Round(expectedMs * 1000))).Should().BeLessThanOrEqualTo(1);
        Value(record, "http_req_duration{expected_response:true}", "p(95)").Should().BeApproximately(expectedMs, expectedMs * 0.001);
    }

    [Theory]
    [InlineData("out.json.gz", "summary-handle.json")]
    [InlineData("out.csv.gz", "summary-legacy.json")]
    public void Percentiles_are_those_of_the_summary_of_the_same_run(string points, string summary)
    {
        var (own, k6) = (ResultFile.ImportSample(points), ResultFile.ImportSample(summary));

        foreach (var metric in k6.Script!.Metrics.Where(metric => metric.Type == "trend" && !metric.Name.Contains("scenario:")))
        {
            foreach (var (statistic, value) in metric.Values)
            {
                Value(own, metric.Name, statistic).Should().BeApproximately(value, Math.Max(1e-6, Math.Abs(value) * 0.002), $"{metric.Name} {statistic}");
            }
        }
    }

    [Theory]
    [InlineData("out.json.gz", 5)]
    [InlineData("summary-handle.json", 6)]
    [InlineData("summary-legacy.json", 6)]
    public void Two_thresholds_failed_whatever_the_format_calls_it(string file, int thresholds)
    {
        var judged = AdHocEvaluator.Evaluate(ResultFile.ImportSample(file));

        judged.Verdicts.Should().HaveCount(thresholds);
        judged.Verdicts.Where(verdict => verdict.Verdict == Verdict.Fail).Select(verdict => verdict.Id).Should().BeEquivalentTo("http_req_failed rate<0.01", "checks rate>0.99");
        judged.Verdicts.Where(verdict => verdict.Verdict != Verdict.Fail).Should().OnlyContain(verdict => verdict.Verdict == Verdict.Pass);
        judged.Decision.Should().Be(Decision.NoGo);
    }

    [Fact]
    public void Scenarios_are_phases_and_requests_are_steps_as_LoadLab_names_them()
    {
        var record = ResultFile.ImportSample("out.json.gz");

        record.Phases.Select(phase => (phase.Name, phase.Measured.Ok)).Should().Equal(("rate", 301L), ("users", 300L));
        record.Phases[1].StartSecond.Should().BeApproximately(record.Phases[0].StartSecond + 1, 0.1);
        PhaseSummary.OfAll(record)[1].Steps.Select(step => (step.Step, step.Ok, step.Failed)).Should().Equal(
            ("*", 300, 0), ("*", 300, 0), ("GET 127.0.0.1:1/refused", 0, 30), ("GET 127.0.0.1:18099/", 240, 0), ("GET 127.0.0.1:18099/boom", 0, 30), ("GET 127.0.0.1:18099/missing", 0, 30));
        PhaseSummary.OfAll(record)[0].Steps.Select(step => step.Step).Should().Equal("*", "*", "list courses");
        FailureTable.Of(record, measured: true).Select(row => (row.Step, row.Class, row.Code, row.Count)).Should().BeEquivalentTo(new[]
        {
            ("GET 127.0.0.1:1/refused", ResultClasses.Refused, "", 30L), ("GET 127.0.0.1:18099/boom", ResultClasses.Status5xx, "503", 30L), ("GET 127.0.0.1:18099/missing", ResultClasses.StatusOther, "404", 30L),
        });
        record.Script!.Metrics.Where(metric => metric.Name.StartsWith("group_duration")).Select(metric => (metric.Name, metric.Samples)).Should().Equal(
            ("group_duration", 602L), ("group_duration{group:::catalogue::list}", 301L), ("group_duration{group:::catalogue}", 301L));
        record.Findings.Should().Contain(finding => finding.Check == "k6-thresholds" && finding.Seen.Contains("http_req_duration{scenario:rate}"));
        record.Findings.Should().Contain(finding => finding.Check == "k6-zero-times" && finding.Seen.StartsWith("30 failed requests"));
    }

    internal static double Value(RunRecord record, string metric, string statistic) => record.Script!.Metrics.Single(one => one.Name == metric).Values[statistic];
}
