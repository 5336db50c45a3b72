using System.Text.Json.Nodes;
using LoadLab.Core.Measurement;
using LoadLab.Core.Measurement.Histograms;
using LoadLab.Core.Runs;
using LoadLab.K6.Results;

namespace LoadLab.Tests.K6.Results;

public sealed class NdjsonTests
{
    [Fact]
    public void Keys_may_come_in_any_order_and_with_blanks()
    {
        var record = new ResultFile()
            .Line("""{"metric":"http_req_duration", "data": {"contains":"time","type":"trend","name":"http_req_duration"} ,"type":"Metric"}""")
            .Line("""{ "data" : { "tags" : { "status" : "200" , "name" : "a\"}b" , "expected_response" : "true" } , "value" : 5.5 , "time" : "2026-11-27T07:00:01.5+01:00" , "metadata":{"vu":"1","iter":"[}"} } , "type" : "Point", "metric":"http_req_duration" }""")
            .Import();

        record.Slices.Should().ContainSingle().Which.Key.Should().Be(new SeriesKey("default", "default", "a\"}b", ResultClasses.Ok, true));
        record.Slices[0].Service.MaxMicros.Should().BeInRange(5500, 5504);
        record.StartedAt.Should().Be(ResultFile.Start.AddSeconds(1));
    }

    [Fact]
    public void A_point_goes_to_the_second_in_which_it_ended_and_no_failure_into_a_percentile()
    {
        var record = new ResultFile().Metric("http_req_duration")
            .Request(0.2, 10).Request(1.3, 20).Request(1.4, 0, status: 0, more: ",\"error\":\"dial: connection refused\",\"error_code\":\"1212\"").Request(2.5, 30, status: 503)
            .Import();

        record.Slices.Select(slice => (slice.Second, slice.Key.Class, slice.Service.TotalCount)).Should().BeEquivalentTo(
            new[] { (0, "ok", 1L), (1, "ok", 1L), (1, "refused", 1L), (2, "status-5xx", 1L) });
        record.Slices.Should().OnlyContain(slice => slice.Response.TotalCount == 0);
        var whole = PhaseSummary.OfAll(record)[0].Steps.Single(step => step.Step == "home");
        (whole.Service.TotalCount, whole.Service.MinMicros, whole.Response.TotalCount, whole.Ok, whole.Failed).Should().Be((2, 10_000, 0, 2, 2));
        record.Phases[0].FailureSamples["default/home/refused"].Should().Be("dial: connection refused");
    }

    [Theory]
    [InlineData("1050", 60_000, ResultClasses.Timeout)]
    [InlineData("1050", 0, ResultClasses.Reset)]
    [InlineData("1101", 0, ResultClasses.Refused)]
    [InlineData("1211", 0, ResultClasses.Refused)]
    [InlineData("1220", 12, ResultClasses.Reset)]
    [InlineData("1201", 12, ResultClasses.Reset)]
    [InlineData("1310", 0, ResultClasses.Protocol)]
    [InlineData("1630", 0, ResultClasses.Protocol)]
    [InlineData("1000", 0, ResultClasses.Exception)]
    [InlineData("", 0, ResultClasses.Exception)]
    public void The_band_of_the_error_code_is_the_class(string code, double milliseconds, string expected)
    {
        var record = new ResultFile().Metric("http_req_duration").Request(1, milliseconds, status: 0, more: $",\"error_code\":\"{code}\"").Import();

        record.Slices.Single().Key.Class.Should().Be(expected);
    }

    [Fact]
    public void A_timeout_without_a_time_is_told_apart_from_one_with_a_time()
    {
        var record = new ResultFile().Metric("http_req_duration").Request(1, 0, 0, more: ",\"error_code\":\"1050\"").Request(2, 60_000, 0, more: ",\"error_code\":\"1050\"").Request(3, 0, 0, more: ",\"error_code\":\"1050\"").Import();

        record.Slices.OrderBy(slice => slice.Second).Select(slice => slice.Key.Class).Should().Equal(ResultClasses.Reset, ResultClasses.Timeout, ResultClasses.Reset);
    }

    [Fact]
    public void Without_the_tag_that_says_what_was_expected_the_status_decides_and_a_finding_says_so()
    {
        var file = new ResultFile().Metric("http_req_duration");
        foreach (var status in new[] { 200, 404, 500 })
        {
            file.Point("http_req_duration", 1, 5, $$"""{"name":"a","scenario":"default","status":"{{status}}"}""");
        }

        var record = file.Import();

        record.Slices.Select(slice => slice.Key.Class).Should().BeEquivalentTo(ResultClasses.Ok, ResultClasses.StatusOther, ResultClasses.Status5xx);
        record.Findings.Should().Contain(finding => finding.Check == "k6-expected" && finding.Seen.StartsWith("3 requests"));
    }

    [Fact]
    public void Where_no_tag_tells_whether_a_request_failed_the_run_is_invalid()
    {
        new ResultFile().Metric("http_req_duration").Point("http_req_duration", 1, 5, """{"name":"a"}""").Import()
            .Findings.Should().Contain(finding => finding.Check == "k6-outcome" && finding.Severity == FindingSeverity.Invalid);
    }

    [Fact]
    public void Iterations_give_starts_ends_and_how_many_were_under_way()
    {
        var record = new ResultFile().Metric("iteration_duration").Metric("dropped_iterations", "counter", "default")
            .Point("iteration_duration", 2.5, 1_000).Point("iteration_duration", 2.5, 1_500).Point("dropped_iterations", 2.1, 3)
            .Import();

        record.Phases[0].Measured.Should().Be(new Counts(5, 2, 3, 2, 0, 0));
        record.Seconds.Select(second => (second.Second, second.Counts.Started, second.Counts.Ok, second.Counts.Dropped, second.InFlight)).Should().Equal((0, 2, 0, 0, 1.5), (1, 0, 2, 3, 1.0));
        (record.Phases[0].StartSecond, record.Phases[0].MeasuredSeconds).Should().Be((0, 1.5));
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(4, null)]
    [InlineData(30, "scenario 'default' started 50 iterations in most seconds, as an arrival rate does, and fell 30 behind it, 600 ms, in second 10")]
    public void A_steady_rate_of_starts_shows_when_it_was_not_kept(int late, string? expected)
    {
        var file = new ResultFile().Metric("iteration_duration");
        for (var i = 0; i < 1_000; i++)
        {
            // The last arrivals of second 10 start in the second after it.
            var second = i / 50 == 10 && i % 50 >= 50 - late ? 11.01 : (i / 50.0) + 0.01;
            file.Point("iteration_duration", second + 0.005, 5);
        }

        file.Import().Findings.Where(finding => finding.Check == "k6-lateness").Skip(1).Select(finding => finding.Seen).SingleOrDefault().Should().Be(expected);
    }

    [Fact]
    public void Starts_that_follow_no_rate_say_nothing_of_lateness()
    {
        var file = new ResultFile().Metric("iteration_duration");
        for (var i = 0; i < 1_000; i++)
        {
            file.Point("iteration_duration", Math.Pow(i / 1_000.0, 2) * 20, 5);
        }

        file.Import().Findings.Where(finding => finding.Check == "k6-lateness").Should().ContainSingle();
    }

    [Fact]
    public void What_setup_does_is_in_no_step()
    {
        var record = new ResultFile().Metric("http_req_duration").Request(1, 5)
            .Point("http_req_duration", 0, 900, """{"group":"::setup","name":"seed","status":"200","expected_response":"true"}""").Import();

        record.Slices.Should().ContainSingle().Which.Key.Step.Should().Be("home");
        record.Findings.Should().Contain(finding => finding.Check == "k6-setup");
    }

    [Fact]
    public void Thresholds_are_texts_or_objects_and_sub_metrics_split_at_the_first_colon()
    {
        var record = new ResultFile()
            .Metric("http_req_duration", thresholds: """["p(95)<200",{"threshold":"p(99.9) <= 4e2","abortOnFail":true,"delayAbortEval":"10s"},"nonsense"]""",
                submetrics: """[{"name":"http_req_duration{group:::pending,kind:a,b}","suffix":"group:::pending","tags":{"group":"::pending"}}]""")
            .Point("http_req_duration", 1, 7, """{"group":"::pending","name":"a","scenario":"default","status":"200","expected_response":"true"}""")
            .Request(2, 5).Import();

        record.Plan.Script!.Thresholds.Select(threshold => (threshold.Statistic, threshold.Operator, threshold.Limit)).Should().Equal(("p(95)", "<", 200), ("p(99.9)", "<=", 400));
        record.Findings.Should().Contain(finding => finding.Seen.Contains("could not be read: http_req_duration: nonsense"));
        record.Script!.Metrics.Single(metric => metric.Name == "http_req_duration{group:::pending}").Samples.Should().Be(1);
        record.Script.Metrics.Single(metric => metric.Name == "http_req_duration").Values.Should().ContainKey("p(99.9)");
    }

    [Fact]
    public void A_million_names_are_bounded_and_told()
    {
        var file = new ResultFile().Metric("http_req_duration");
        for (var i = 0; i < RequestTable.MostSteps + 500; i++)
        {
            file.Request(i / 1000.0, 5, name: $"item {i}");
        }

        var record = file.Import();

        record.Slices.Select(slice => slice.Key.Step).Distinct().Should().HaveCount(RequestTable.MostSteps + 1).And.Contain("(other)");
        record.Slices.Where(slice => slice.Key.Step == "(other)").Sum(slice => slice.Service.TotalCount).Should().Be(500);
        record.Findings.Should().Contain(finding => finding.Check == "k6-names" && finding.Seen.Contains("500 stand under '(other)'"));
    }

    [Fact]
    public void Points_that_come_late_open_their_second_again()
    {
        var file = new ResultFile().Metric("http_req_duration");
        for (var second = 0; second < 100; second++)
        {
            file.Request(second, 5);
        }

        var record = file.Request(0.5, 7).Request(99.5, 7).Import();

        record.Slices.Should().HaveCount(100).And.OnlyHaveUniqueItems(slice => slice.Second);
        record.Slices.Sum(slice => slice.Service.TotalCount).Should().Be(102);
        record.Slices[0].Service.TotalCount.Should().Be(2);
    }

    [Fact]
    public void The_scanner_agrees_with_a_JSON_parser_on_lines_of_any_order()
    {
        var random = new Random(7);
        for (var i = 0; i < 500; i++)
        {
            var data = Shuffled(random, [("time", "2026-11-27T06:00:00Z"), ("value", random.Next(100) / 8.0), ("tags", new JsonObject { ["name"] = Text(random), [Text(random)] = "x" }), ("metadata", new JsonArray(1, Text(random), new JsonObject { ["a"] = Text(random) }))]);
            var whole = Shuffled(random, [("type", "Point"), ("metric", "m" + i), ("data", data), ("more", Text(random))]).ToJsonString();
            var text = System.Text.Encoding.UTF8.GetBytes(whole);

            NdjsonLine.TryParse(text, [], out var line).Should().BeTrue(whole);
            (System.Text.Encoding.UTF8.GetString(line.Metric), JsonNode.Parse(line.Tags)!.ToJsonString(), JsonNode.Parse(line.Data)!.ToJsonString()).Should().Be(("m" + i, data["tags"]!.ToJsonString(), data.ToJsonString()));
            for (var cut = 1; cut < text.Length; cut++)
            {
                NdjsonLine.TryParse(text.AsSpan(0, cut), [], out _).Should().BeFalse(whole[..Math.Min(cut, whole.Length)]);
            }
        }
    }

    [Fact]
    public void A_line_ends_where_a_read_was_cut_in_two()
    {
        var file = new ResultFile().Metric("http_req_duration");
        for (var i = 0; i < 200; i++)
        {
            file.Request(i / 10.0, 5 + i);
        }

        var whole = ResultFile.Import(file.ToString());
        var pieces = ResultFile.Import(new SmallReads(System.Text.Encoding.UTF8.GetBytes(file.ToString())));

        pieces.Slices.Sum(slice => slice.Service.TotalCount).Should().Be(whole.Slices.Sum(slice => slice.Service.TotalCount)).And.Be(200);
    }

    private static JsonObject Shuffled(Random random, (string Key, JsonNode Value)[] members)
    {
        random.Shuffle(members);
        return new JsonObject(members.Select(member => KeyValuePair.Create<string, JsonNode?>(member.Key, member.Value)));
    }

    private static string Text(Random random) => new([.. Enumerable.Range(0, random.Next(1, 8)).Select(_ => "ab\"\\{}[],:é\n"[random.Next(12)])]);

    private sealed class SmallReads(byte[] content) : MemoryStream(content)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 7));

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 7)]);
    }
}
