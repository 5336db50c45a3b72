using LoadLab.Core.Catalogue;
using LoadLab.Core.Comparison;
using LoadLab.Core.Evaluation;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.Core.Trend;
using LoadLab.Core.Verdicts;
using LoadLab.Reporting.Figures;

namespace LoadLab.Tests.K6.Results;

/// <summary>What is said of an imported run: judged, stored, compared, reported.</summary>
public sealed class ImportedRunTests
{
    private const string Catalogue = """
        version: 1
        catalogue: shop
        services:
          all: {steps: ["*"]}
        slos:
          - {id: response, title: Response, source: 1.1/1, kind: response-time, tier: slo, service: all, indicator: {percentile: 95}, objective: {lt: 100ms}}
          - {id: windowed, title: Windowed, source: 1.1/2, kind: response-time, tier: slo, service: all, indicator: {percentile: 95, over: 1s}, objective: {lt: 100ms}}
          - {id: accepted, title: Accepted, source: 1.1/3, kind: response-time, tier: slo, service: all, acceptsServiceTime: true, indicator: {percentile: 95}, objective: {lt: 100ms}}
          - {id: service, title: Service, source: 1.1/4, kind: response-time, tier: slo, service: all, indicator: {measure: http.service_time, percentile: 95}, objective: {lt: 100ms}}
          - {id: errors, title: Errors, source: 1.1/5, kind: error-ratio, tier: slo, service: all, objective: {lt: 5%}}
          - {id: pool, title: Pool, source: 1.1/6, kind: saturation, tier: slo, indicator: {measure: db.pool.used}, objective: {lt: "100 items"}}
        """;

    [Fact]
    public void Response_time_is_inconclusive_service_time_is_judged_and_probes_are_not_measured()
    {
        var judged = Evaluator.Evaluate(Load(), SloCatalogue.Parse(Catalogue, "shop.yaml"));

        judged.Verdicts.Select(verdict => (verdict.Id, verdict.Verdict)).Should().Equal(
            ("response", Verdict.Inconclusive), ("windowed", Verdict.Inconclusive), ("accepted", Verdict.Pass), ("service", Verdict.Pass), ("errors", Verdict.Pass), ("pool", Verdict.NotMeasured));
        judged.Verdicts[0].Reason.Should().StartWith("k6 does not tell when a request was meant to start, so there is service time only");
        judged.Verdicts[2].Reason.Should().EndWith("By service time, which the row accepts: k6 has no response time.");
        judged.Verdicts[4].Samples.Should().Be(1_200);
        judged.Validity.Status.Should().Be(ValidityStatus.Valid);
    }

    [Fact]
    public void It_is_not_said_that_nothing_was_saturated_where_nothing_was_watched()
    {
        var catalogue = SloCatalogue.Parse(Catalogue.Replace("{lt: 100ms}", "{lt: 10ms}"), "shop.yaml");

        var judged = Evaluator.Evaluate(Load(isFailing: false), catalogue);

        judged.Verdicts.Single(verdict => verdict.Id == "service").FirstCrossedSecond.Should().NotBeNull();
        judged.Attribution.Should().BeNull();
    }

    [Fact]
    public void Of_a_summary_no_row_is_measured()
    {
        var judged = Evaluator.Evaluate(ResultFile.ImportSample("summary-handle.json") with { Plan = ResultFile.ImportSample("summary-handle.json").Plan with { Script = null } }, SloCatalogue.Parse(Catalogue, "shop.yaml"));

        judged.Verdicts.Should().OnlyContain(verdict => verdict.Verdict == Verdict.NotMeasured);
        judged.Verdicts[0].Reason.Should().StartWith("The run was imported from a k6 summary");
    }

    [Fact]
    public void Dropped_iterations_make_the_run_invalid()
    {
        var record = new ResultFile().Metric("iteration_duration").Metric("dropped_iterations", "counter", "default").Point("iteration_duration", 1, 5).Point("dropped_iterations", 1, 2).Import();

        AdHocEvaluator.Evaluate(record).Validity.InvalidChecks.Should().Equal("dropped");
    }

    [Fact]
    public void It_is_the_same_when_read_from_the_store()
    {
        var folder = Directory.CreateTempSubdirectory("loadlab-k6-").FullName;
        try
        {
            var record = ResultFile.ImportSample("out.json.gz");
            new RunStore(folder).Keep(record, AdHocEvaluator.Evaluate(record));

            var read = new RunStore(folder).Read(record.RunId);

            read.Record.Driver.Should().Be(record.Driver);
            read.Record.HasServiceTimeOnly.Should().BeTrue();
            read.Record.Slices.Select(slice => (slice.Second, slice.Key, slice.Service.TotalCount, slice.Response.TotalCount)).Should().Equal(record.Slices.Select(slice => (slice.Second, slice.Key, slice.Service.TotalCount, slice.Response.TotalCount)));
            read.Evaluation!.Verdicts.Should().HaveCount(5);
            RunDocumentWriter.ToJson(read.Record, read.Evaluation).Should().Equal(RunDocumentWriter.ToJson(record, AdHocEvaluator.Evaluate(record)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void It_is_compared_with_a_run_of_LoadLabs_engine_by_service_time()
    {
        var imported = Load();
        var own = Own(imported);

        var comparison = Comparer.Compare([new ComparedRun(imported, ValidityStatus.Valid)], [new ComparedRun(own, ValidityStatus.Valid)]);

        comparison.Notes.Should().NotContain(note => note.Contains("calibrated"));
        comparison.Notes[0].Should().StartWith("Times are service times on both sides: k6");
        comparison.Notes.Should().Contain(note => note.Contains("that it was the same on both sides is not checked"));
        var p95 = comparison.Figures.First(figure => figure.Kind == FigureKind.P95);
        (p95.Before, p95.After).Should().Be((p95.Before, p95.Before));
        p95.Before.Should().BeInRange(20, 60);
        comparison.Facts!.NotKnown.Should().Contain("machine of the generator, and the address");
    }

    [Fact]
    public void Where_nothing_is_known_of_the_machine_nothing_is_said_to_be_the_same()
    {
        var comparison = Comparer.Compare([new ComparedRun(Load() with { RunId = "a" }, ValidityStatus.Valid)], [new ComparedRun(Load() with { RunId = "b" }, ValidityStatus.Valid)]);

        LoadLab.Cli.Terminal.ComparisonText.Lines(comparison, all: false).Should().Contain("Nothing is known of the machine, the stack and its settings, so that they could be compared:").And.Contain("  compared:  nothing.");
    }

    [Fact]
    public void Its_history_says_service_time()
    {
        var (one, two) = (Load(), Load());

        TrendReader.Figures([one, two], [FigureKind.P95, FigureKind.ErrorRatio]).Select(series => (series.Measure, series.Points.Count)).Should().Equal(
            ("default p95 (service time)", 2), ("default error-ratio", 2));
    }

    [Fact]
    public void Tables_show_no_response_time()
    {
        var figures = PhaseFigures.Of(Load()).Single();

        (figures.All.Ok, figures.All.Failed, figures.All.Response.Samples, figures.All.HasServiceTimeOnly).Should().Be((1_176, 24, 0, true));
        double.IsNaN(figures.All.Response.P95).Should().BeTrue();
        figures.All.Times.P95.Should().Be(figures.All.Service.P95);
    }

    [Fact]
    public void The_story_tells_requests_and_claims_nothing_of_iterations_and_of_the_load()
    {
        var record = ResultFile.ImportSample("out.json.gz");
        var figures = PhaseFigures.Of(record);

        RunStory.What(record, figures).Should().ContainSingle().Which.Should().StartWith(
            "Imported from k6: 601 iterations ended; of 631 requests 90 failed (14.3 %). Half of the requests were answered within ").And.EndWith("in users, the slowest phase, by service time.");
        PhaseWords.Offered(figures[0]).Should().StartWith("The results of k6 do not say which load it was told to offer. Achieved ");
        PhaseWords.Small(figures[1]).Should().Contain("Connections opened ");
        record.Phases.Sum(phase => phase.Connections.Connects).Should().BeInRange(10, 20, "15 users opened a connection each");
        var summary = ResultFile.ImportSample("summary-handle.json");
        RunStory.What(summary, PhaseFigures.Of(summary)).Should().Equal("Imported from a k6 summary, which has no single requests: its figures stand under k6's names.");
    }

    /// <summary>1,200 requests in 60 s, of which 24 are a fast 503.</summary>
    private static RunRecord Load(bool isFailing = true)
    {
        var file = new ResultFile().Metric("http_req_duration").Metric("iteration_duration");
        for (var i = 0; i < 1_200; i++)
        {
            var failed = isFailing && i % 50 == 7;
            file.Request(1 + (i / 20.0), failed ? 0.1 : 20 + (i * 7919 % 40), status: failed ? 503 : 200);
            file.Point("iteration_duration", 1 + (i / 20.0), 25 + (i * 7919 % 40));
        }

        return file.Import();
    }

    /// <summary>The same as LoadLab's engine would have it: with response times, which are longer.</summary>
    private static RunRecord Own(RunRecord imported) => imported with
    {
        RunId = "own",
        Driver = null,
        Slices =
        [
            .. imported.Slices.Select(slice =>
            {
                var slow = new LoadLab.Core.Measurement.Histograms.LatencyHistogram();
                slow.Record(900_000, slice.Service.TotalCount);
                return slice with { Response = slow.Pack() };
            }),
        ],
    };
}
