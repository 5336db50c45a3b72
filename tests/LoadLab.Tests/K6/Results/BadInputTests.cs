using System.Text;
using LoadLab.Core;
using LoadLab.Core.Evaluation;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;

namespace LoadLab.Tests.K6.Results;

public sealed class BadInputTests
{
    [Theory]
    [InlineData("", "'results' is empty.")]
    [InlineData(" \n\n ", "'results' is empty.")]
    [InlineData("hello\n", "'results' holds no k6 results. It begins: hello·")]
    [InlineData("[1,2]\n", "'results' holds no k6 results. It begins: [1,2]·")]
    [InlineData("{\"a\":1}\n{\"a\":2}\n", "'results' begins like JSON, and is neither whole nor k6's NDJSON: *")]
    [InlineData("{\"metrics\":{}}", "'results' is a JSON document, and none of k6's summaries: it has no metrics as they have.")]
    [InlineData("{\"metrics\":{\"a\":{\"text\":\"b\"}}}", "'results' is a JSON document, and none of k6's summaries: it has no metrics as they have.")]
    [InlineData("{\"metrics\":{\"http_reqs\":{\"values\":{\"co", "'results' begins like JSON, and is neither whole nor k6's NDJSON: *")]
    [InlineData("metric_name,timestamp,metric_value,check\n", "'results' has no point that could be read.")]
    [InlineData("{\"metric\":\"x\",\"type\":\"Point\",\"data\":{\"time\":\"2026-11-27T06:00:00Z\",\"value\":1,\"tags\":{}}}\n", "'results' has no point that could be read.")]
    public void What_is_no_result_is_refused(string text, string message)
    {
        var refused = FluentActions.Invoking(() => ResultFile.Import(text)).Should().Throw<LoadLabException>().Which;

        refused.ExitCode.Should().Be(ExitCode.BadConfiguration);
        refused.Message.Should().Match(message);
    }

    [Fact]
    public void A_run_that_was_killed_is_incomplete_and_passes_nothing()
    {
        var record = new ResultFile().Metric("http_req_duration", thresholds: "[\"p(95)<200\"]").Request(1, 5).Request(2, 5).Cut(30).Import();

        record.Outcome.Should().Be(RunOutcome.Incomplete);
        record.OutcomeReason.Should().Be("the file has no end (it ends in the middle of line 3): k6 was killed, or the file was cut off");
        record.Slices.Sum(slice => slice.Service.TotalCount).Should().Be(1);
        var judged = AdHocEvaluator.Evaluate(record);
        judged.Validity.Status.Should().Be(ValidityStatus.Invalid);
        judged.Verdicts.Single().Verdict.Should().Be(Verdict.Inconclusive);
    }

    [Fact]
    public void A_last_line_without_its_end_is_whole_all_the_same()
    {
        new ResultFile().Metric("http_req_duration").Request(1, 5).Cut(1).Import().Outcome.Should().Be(RunOutcome.Completed);
    }

    [Fact]
    public void A_gzip_file_without_its_end_is_incomplete_also_where_it_breaks_off_between_lines()
    {
        var file = new ResultFile().Metric("http_req_duration");
        for (var i = 0; i < 5_000; i++)
        {
            file.Request(i / 100.0, 5 + (i * 7919 % 1000));
        }

        var whole = ResultFile.Gzip(file.ToString());
        ResultFile.Import(new MemoryStream(whole)).Outcome.Should().Be(RunOutcome.Completed);
        var cut = ResultFile.Import(new MemoryStream(whole[..(whole.Length / 2)]));
        cut.Outcome.Should().Be(RunOutcome.Incomplete);
        cut.Slices.Should().NotBeEmpty();

        // All of the content, and not the end of the file that says so.
        ResultFile.Import(new MemoryStream(whole[..^8])).Outcome.Should().Be(RunOutcome.Incomplete);
    }

    [Fact]
    public void Zstandard_is_read_and_a_cut_one_is_incomplete()
    {
        var text = new ResultFile().Metric("http_req_duration").Request(1, 5).Request(2, 6).ToString();
        using var compressor = new ZstdSharp.Compressor();
        var whole = compressor.Wrap(Encoding.UTF8.GetBytes(text)).ToArray();

        ResultFile.Import(new MemoryStream(whole)).Slices.Should().HaveCount(2);
        using var stream = new MemoryStream();
        using (var writer = new ZstdSharp.CompressionStream(stream, leaveOpen: true))
        {
            writer.Write(Encoding.UTF8.GetBytes(text));
            writer.Flush();
            var flushed = stream.ToArray();
            var cut = ResultFile.Import(new MemoryStream(flushed));
            (cut.Outcome, cut.Slices.Count).Should().Be((RunOutcome.Incomplete, 2));
            cut.OutcomeReason.Should().Contain("its compressed data ends early");
        }
    }

    [Fact]
    public void Damaged_lines_are_counted_and_the_first_are_told_by_number()
    {
        var file = new ResultFile().Metric("http_req_duration");
        for (var i = 0; i < 10_000; i++)
        {
            file.Request(i / 100.0, 5);
        }

        file.Line("garbage").Line("").Line("""{"metric":"http_req_duration","type":"Point","data":{"time":"yesterday","value":1,"tags":{}}}""").Line("""{"type":"Odd","metric":"a","data":{}}""").Line("{");
        var record = file.Request(101, 5).Import();

        var finding = record.Findings.Single(one => one.Check == "k6-lines");
        finding.Severity.Should().Be(FindingSeverity.Warning);
        finding.Seen.Should().Be("4 of 10,007 lines could not be read: line 10002: no whole JSON object; line 10004: time 'yesterday' is no time of a run; line 10005: the type 'Odd' is neither Point nor Metric; …");
        record.Slices.Sum(slice => slice.Service.TotalCount).Should().Be(10_001);
    }

    [Fact]
    public void Too_many_damaged_lines_make_the_run_invalid()
    {
        new ResultFile().Metric("http_req_duration").Request(1, 5).Line("garbage").Request(2, 5).Import()
            .Findings.Should().Contain(finding => finding.Check == "k6-lines" && finding.Severity == FindingSeverity.Invalid);
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("-Infinity")]
    [InlineData("\"NaN\"")]
    [InlineData("1e999")]
    [InlineData("null")]
    [InlineData("-1")]
    [InlineData("604800001")]
    public void A_value_that_is_no_time_enters_nothing(string value)
    {
        var record = new ResultFile().Metric("http_req_duration").Request(1, 5)
            .Line("""{"metric":"http_req_duration","type":"Point","data":{"time":"2026-11-27T06:00:01Z","value":VALUE,"tags":{"name":"home","status":"200","expected_response":"true","scenario":"default"}}}""".Replace("VALUE", value)).Import();

        record.Slices.Sum(slice => slice.Service.TotalCount).Should().Be(1);
        record.Findings.Single(finding => finding.Check == "k6-lines").Seen.Should().Contain("line 3: value");
    }

    [Fact]
    public void A_time_far_from_the_run_does_not_stretch_it()
    {
        var record = new ResultFile().Metric("http_req_duration").Request(1, 5).Request(-40 * 86_400, 5).Request(40 * 86_400, 5).Request(2, 5).Import();

        record.Phases[0].MeasuredSeconds.Should().BeLessThan(2);
        record.Findings.Single(finding => finding.Check == "k6-lines").Seen.Should().Contain("line 3: its time lies more than 31 days from those before; line 4:");
    }

    [Fact]
    public void Unknown_kinds_and_undeclared_metrics_are_left_out_and_told()
    {
        var record = new ResultFile().Metric("http_req_duration").Request(1, 5).Metric("spread", "histogram").Point("spread", 1, 1).Point("lost", 1, 1).Point("lost", 1, 1).Import();

        record.Script!.Metrics.Select(metric => metric.Name).Should().NotContain("spread").And.NotContain("lost");
        record.Findings.Should().Contain(finding => finding.Check == "k6-lines" && finding.Seen.Contains("the metric 'spread' is of the unknown type 'histogram'"));
        record.Findings.Should().Contain(finding => finding.Check == "k6-metrics" && finding.Seen.StartsWith("3 points are left out") && finding.Seen.EndsWith("lost, spread"));
    }

    [Fact]
    public void A_file_whose_beginning_was_lost_has_k6s_own_metrics()
    {
        new ResultFile().Request(1, 5).Import().Slices.Should().ContainSingle();
    }

    [Fact]
    public void Two_runs_in_one_file_are_refused()
    {
        var file = new ResultFile().Metric("http_req_duration").Request(1, 5).ToString();

        FluentActions.Invoking(() => ResultFile.Import(file + file)).Should().Throw<LoadLabException>()
            .WithMessage("Line 3 declares the metric 'http_req_duration' again: the file holds two runs.");
        var csv = "metric_name,timestamp,metric_value,scenario\nhttp_reqs,1795759836,1.0,default\n";
        FluentActions.Invoking(() => ResultFile.Import(csv + csv)).Should().Throw<LoadLabException>().WithMessage("Line 3 is a header again: the file holds two runs.");
    }

    [Fact]
    public void A_clock_that_went_back_is_told_and_nothing_is_lost()
    {
        var record = new ResultFile().Metric("http_req_duration").Request(100, 5).Request(95, 5).Request(40, 5).Request(101, 5).Import();

        record.Findings.Single(finding => finding.Check == "k6-clock").Seen.Should().Be("the clock of k6's machine went back by 60 s at line 4");
        record.Slices.Sum(slice => slice.Service.TotalCount).Should().Be(4);
        record.Slices.Should().OnlyContain(slice => slice.Second >= 0);
    }

    [Fact]
    public void Fields_of_0_50_and_of_later_versions_are_read_past()
    {
        var record = new ResultFile()
            .Line("""{"type":"Metric","data":{"name":"http_req_duration","type":"trend","contains":"time","tainted":null,"thresholds":["p(95)<200"],"submetrics":null,"sub":{"name":"","parent":"","suffix":"","tags":null}},"metric":"http_req_duration"}""")
            .Line("""{"type":"Point","data":{"time":"2026-11-27T06:00:01.000000001+00:00","value":5,"tags":{"name":"a","status":"200","expected_response":"true","group":"","scenario":"default"},"metadata":{"trace_id":"1"},"exemplar":[{"x":1}]},"metric":"http_req_duration","version":2}""")
            .Import();

        record.Slices.Should().ContainSingle();
        record.Plan.Script!.Thresholds.Should().ContainSingle();
    }

    [Fact]
    public void An_interrupt_ends_the_reading()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();

        FluentActions.Invoking(() => ResultFile.Import(new MemoryStream(Encoding.UTF8.GetBytes(new ResultFile().Request(1, 5).ToString())), stop.Token)).Should().Throw<OperationCanceledException>();
    }
}
