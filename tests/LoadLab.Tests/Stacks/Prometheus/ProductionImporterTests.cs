using LoadLab.Core;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Production;
using LoadLab.Core.Verdicts;
using LoadLab.Stacks.Prometheus;
using LoadLab.Tests.Core.Production;
using Microsoft.Extensions.Time.Testing;

namespace LoadLab.Tests.Stacks.Prometheus;

public sealed class ProductionImporterTests
{
    private static readonly AttainmentPeriod Day = AttainmentPeriod.Day("2026-06-10")!;
    private FakeTimeProvider _time = new(Day.To.AddHours(1));
    private readonly List<string> _progress = [];

    [Fact]
    public async Task Each_query_is_asked_once_and_each_row_has_its_slices()
    {
        var (import, fake) = await ImportAsync(asked => asked.Query switch
        {
            "good" => FakePrometheus.Matrix(asked, ("", _ => "99")),
            "total" => FakePrometheus.Matrix(asked, ("", _ => "100")),
            "pool" => FakePrometheus.Matrix(asked, ("", at => at == Day.From.ToUnixTimeSeconds() + 60 ? "0.9" : "0.5")),
            var query when query.StartsWith("sum by (le)", StringComparison.Ordinal) => FakePrometheus.Matrix(asked, ("\"le\":\"0.8\"", _ => "95"), ("\"le\":\"0.4\"", _ => "50"), ("\"le\":\"+Inf\"", _ => "100")),
            var query => FakePrometheus.Matrix(asked, ("", _ => query.Contains("5..", StringComparison.Ordinal) ? "10" : "10")),
        });

        import.Rows.Select(row => row.Id).Should().Equal("up-sla", "up", "errors", "p95", "pool");
        import.Rows.Should().OnlyContain(row => row.Samples.Count == 1440);
        fake.Requests.Select(asked => asked.Query).Should().OnlyHaveUniqueItems().And.HaveCount(6);
        import.Rows[2].Samples.Should().AllBeEquivalentTo(SliceSample.Events(99, 100));
        import.Rows[3].Samples.Should().AllBeEquivalentTo(SliceSample.Events(95, 100));
        import.Rows[3].Buckets.Should().Equal(new BucketSum(400, 72_000), new BucketSum(800, 136_800), new BucketSum(null, 144_000));
        import.Analyse(Sample.Slo("pool"))!.Should().BeEquivalentTo(new { Verdict = Verdict.Fail, Attained = 0.9 });
        (import.IsPartial, import.Source).Should().Be((false, "http://127.0.0.1:9090/"));
    }

    [Fact]
    public async Task A_slice_is_asked_for_at_its_end_in_pieces_of_a_day()
    {
        var period = AttainmentPeriod.Range(Day.From, Day.From.AddHours(36));
        _time.SetUtcNow(period.To);
        var (_, fake) = await ImportAsync(asked => FakePrometheus.Matrix(asked), period);

        fake.Requests.Where(asked => asked.Query == "pool").Select(asked => (asked.Start - Day.From.ToUnixTimeSeconds(), asked.End - Day.From.ToUnixTimeSeconds()))
            .Should().Equal((60, 86_400), (86_460, 129_600));
        _progress.Should().Contain("Query 6 of 6 (pool): 0 %").And.Contain("Query 6 of 6 (pool): 67 %");
    }

    [Fact]
    public void No_request_is_of_11000_points() =>
        new[] { 0.1, 1, 5, 8, 60, 3600 }.Select(seconds => ProductionImporter.ChunkOf(TimeSpan.FromSeconds(seconds))).Should().Equal(10_000, 10_000, 10_000, 10_000, 1440, 24);

    [Fact]
    public async Task Nothing_NaN_and_stale_are_unknown_and_never_good()
    {
        var (import, _) = await ImportAsync(asked => asked.Query switch
        {
            "total" => FakePrometheus.Matrix(asked, ("", at => Minute(at) switch { < 100 => "100", < 200 => null, < 300 => "NaN", _ => "100" })),
            "good" => FakePrometheus.Matrix(asked, ("", at => Minute(at) < 400 ? "100" : null)),
            _ => FakePrometheus.Matrix(asked),
        });

        var errors = import.Analyse(Sample.Slo("errors"))!;
        errors.Slices.Should().Be(new SliceCounts(Good: 200, Bad: 1040, Idle: 0, Unknown: 200, Maintenance: 0, Ahead: 0));
        import.Analyse(Sample.Slo("up"))!.Should().BeEquivalentTo(new { Verdict = Verdict.NotMeasured, Reason = "Prometheus has no series for it in this period." });
    }

    [Fact]
    public async Task More_good_ones_than_there_were_are_a_contradiction()
    {
        var (import, _) = await ImportAsync(asked => asked.Query switch
        {
            "total" => FakePrometheus.Matrix(asked, ("", _ => "100")),
            "good" => FakePrometheus.Matrix(asked, ("", at => Minute(at) < 5 ? "101" : "100.00001")),
            _ => FakePrometheus.Matrix(asked),
        });

        var row = import.Rows.Single(row => row.Id == "errors");
        (row.Contradictions, row.Samples.Count(sample => !sample.IsKnown), row.Samples[^1]).Should().Be((5, 5, SliceSample.Events(100, 100)));
    }

    [Fact]
    public async Task Bounds_are_numbers_so_1_and_1_0_are_one_bucket()
    {
        var (import, _) = await ImportAsync(asked => asked.Query.StartsWith("sum by (le)", StringComparison.Ordinal)
            ? FakePrometheus.Matrix(
                asked, ("\"le\":\"0.8\"", at => Minute(at) < 10 ? null : "50"), ("\"le\":\"0.80\"", _ => "50"), ("\"le\":\"8e-1\"", _ => null), ("\"le\":\"+Inf\"", _ => "60"), ("\"le\":\"Inf\"", _ => "40"))
            : FakePrometheus.Matrix(asked));

        var samples = import.Rows.Single(row => row.Id == "p95").Samples;
        (samples[0], samples[^1]).Should().Be((SliceSample.Events(50, 100), SliceSample.Events(100, 100)));
        import.Rows.Single(row => row.Id == "p95").Buckets.Should().Equal(new BucketSum(800, 143_500), new BucketSum(null, 144_000));
    }

    [Fact]
    public async Task A_histogram_of_nothing_but_Inf_claims_nothing()
    {
        var (import, _) = await ImportAsync(
            asked => asked.Query.StartsWith("sum by (le)", StringComparison.Ordinal) ? FakePrometheus.Matrix(asked, ("\"le\":\"+Inf\"", _ => "100")) : FakePrometheus.Matrix(asked));

        var p95 = import.Analyse(Sample.Slo("p95"))!;
        p95.Should().BeEquivalentTo(new
        {
            Verdict = Verdict.Inconclusive,
            Events = 144_000,
            BadEvents = 0,
            Attained = (double?)null,
            LowerBound = 0.0,
            UpperBound = 1.0,
            Percentile = (BucketPercentile?)null,
            Budget = (object?)null,
            LongestOutage = (Stretch?)null,
        });
        p95.Reason.Should().Be(
            "0 of 144,000 events were surely bad; of 144,000 the histogram cannot tell whether they were; of 1d nothing is known, which is enough to hide a FAIL or a PASS; "
            + "its histogram has no bucket but le=\"+Inf\": was le taken into the selector, or are its bounds dropped on the way?");
        var report = ComplianceBuilder.Build(new ComplianceData { Catalogue = Sample.Catalogue, Period = Day, Import = import });
        report.Alerts.Should().BeEmpty();
        report.Observations.Should().NotContain(line => line.Contains("error budget", StringComparison.Ordinal));
        ImportedBudgets.Of([import], Sample.Catalogue).Should().BeEmpty();
    }

    [Fact]
    public async Task Good_that_never_gave_a_series_is_no_outage_but_a_question()
    {
        var (import, _) = await ImportAsync(asked => asked.Query == "total" ? FakePrometheus.Matrix(asked, ("", at => Minute(at) < 10 ? "0" : "5")) : FakePrometheus.Matrix(asked));

        var errors = import.Analyse(Sample.Slo("errors"))!;
        (errors.Verdict, errors.Events, errors.BadEvents, errors.Budget).Should().Be((Verdict.Inconclusive, 7_150, 0, null));
        errors.Reason.Should().Contain("0 of 7,150 events were surely bad; of 7,150 nothing tells whether they were").And
            .EndWith("its query good never gave a series while total did. When there was no good event, write 'or vector(0)' behind it");
    }

    [Fact]
    public async Task More_good_than_all_is_the_reason_and_not_that_there_was_no_series()
    {
        var (import, _) = await ImportAsync(asked => asked.Query switch
        {
            "total" => FakePrometheus.Matrix(asked, ("", at => Minute(at) < 10 ? "0" : "10")),
            "good" => FakePrometheus.Matrix(asked, ("", at => Minute(at) < 10 ? "0" : "20")),
            "pool" => FakePrometheus.Matrix(asked, ("", _ => "+Inf")),
            _ => FakePrometheus.Matrix(asked),
        });

        import.Analyse(Sample.Slo("errors"))!.Should().BeEquivalentTo(new
        {
            Verdict = Verdict.NotMeasured,
            Reason = "In 1,430 slices more events were good than there were: its queries good and total do not fit each other.",
        });
        import.Analyse(Sample.Slo("pool"))!.Should().BeEquivalentTo(new
        {
            Verdict = Verdict.NotMeasured,
            Reason = "Its query gave a series and never a number: its values are NaN or infinite, or it is a native histogram.",
        });
    }

    [Fact]
    public async Task Every_wrong_query_is_told_with_its_rows_and_nothing_else_is_lost()
    {
        var act = () => ImportAsync(asked => asked.Query is "pool" or "good" ? FakePrometheus.Wrong("1:1: parse error") : FakePrometheus.Matrix(asked));

        var fault = (await act.Should().ThrowAsync<LoadLabException>()).Which;
        fault.Faults.Should().Equal(
            "errors: http://127.0.0.1:9090/: it answers 400, bad_data: 1:1: parse error Query: good",
            "pool: http://127.0.0.1:9090/: it answers 400, bad_data: 1:1: parse error Query: pool");
        (fault.ExitCode, fault.Hint).Should().Be((ExitCode.BadConfiguration, "Put the query right in the catalogue."));
    }

    [Fact]
    public async Task Another_fault_ends_it_at_once()
    {
        var asked = 0;
        var act = () => ImportAsync(_ =>
        {
            asked++;
            return FakePrometheus.Answer("<html>", "text/html", System.Net.HttpStatusCode.OK);
        });

        await act.Should().ThrowAsync<LoadLabException>().WithMessage("http://127.0.0.1:9090/, asked for up-sla, up: it did not answer as a Prometheus does: *");
        asked.Should().Be(1);
    }

    [Fact]
    public async Task A_query_with_several_series_is_refused_and_says_in_which_labels()
    {
        var act = () => ImportAsync(asked => asked.Query == "pool" ? FakePrometheus.Matrix(asked, ("\"instance\":\"a\",\"job\":\"x\"", _ => "1"), ("\"instance\":\"b\",\"job\":\"x\"", _ => "1")) : FakePrometheus.Matrix(asked));

        await act.Should().ThrowAsync<LoadLabException>().WithMessage("pool: the query gives 2 series, and a row needs one. They differ in: instance. Query: pool");
    }

    [Theory]
    [InlineData("\"le\":\"0.8\"", "p95: the histogram has no bucket le=\"+Inf\", *")]
    [InlineData("\"job\":\"x\"", "p95: the query gives a series without le, *")]
    [InlineData("\"le\":\"much\"", "p95: le=\"much\" is no bound of a bucket. *")]
    public async Task A_histogram_that_is_none_is_refused(string labels, string expected)
    {
        var act = () => ImportAsync(asked => asked.Query.StartsWith("sum by (le)", StringComparison.Ordinal) ? FakePrometheus.Matrix(asked, (labels, _ => "1")) : FakePrometheus.Matrix(asked));

        await act.Should().ThrowAsync<LoadLabException>().WithMessage(expected);
    }

    [Fact]
    public async Task A_limit_inside_a_bucket_says_what_may_be_good()
    {
        var (import, _) = await ImportAsync(asked => asked.Query.StartsWith("sum by (le)", StringComparison.Ordinal)
            ? FakePrometheus.Matrix(asked, ("\"le\":\"0.5\"", _ => "90"), ("\"le\":\"1\"", _ => "97"), ("\"le\":\"+Inf\"", _ => "100"))
            : FakePrometheus.Matrix(asked));

        import.Rows.Single(row => row.Id == "p95").Samples.Should().AllBeEquivalentTo(SliceSample.Events(90, 100, 7));
    }

    [Fact]
    public async Task A_period_that_is_not_over_is_partial_and_one_to_come_is_empty()
    {
        _time = new FakeTimeProvider(Day.From.AddMinutes(90.5));
        var (import, fake) = await ImportAsync(asked => FakePrometheus.Matrix(asked, ("", _ => "1")), only: "pool");

        (import.IsPartial, import.Until).Should().Be((true, Day.From.AddMinutes(90)));
        fake.Requests.Should().OnlyContain(asked => asked.End <= Day.From.AddMinutes(90).ToUnixTimeSeconds());

        _time = new FakeTimeProvider(Day.From.AddDays(-3));
        var (none, silent) = await ImportAsync(asked => FakePrometheus.Matrix(asked));
        silent.Requests.Should().BeEmpty();
        none.Analyse(Sample.Slo("pool"))!.Should().BeEquivalentTo(new { Verdict = Verdict.NotMeasured, Reason = "None of the period is over." });
    }

    [Fact]
    public async Task Maintenance_of_the_catalogue_and_of_the_command_is_left_out()
    {
        var catalogue = Sample.Catalogue with { Maintenance = [new(Day.From, Day.From.AddMinutes(10), "disks"), new(Day.To, Day.To.AddDays(1), "another day")] };
        var (import, _) = await ImportAsync(
            asked => asked.Query.StartsWith("sum by (le)", StringComparison.Ordinal) ? FakePrometheus.Matrix(asked, ("\"le\":\"+Inf\"", _ => "1")) : FakePrometheus.Matrix(asked),
            catalogue: catalogue,
            maintenance: [new(Day.From.AddMinutes(10), Day.From.AddMinutes(15), "more disks")]);

        import.Maintenance.Select(window => window.Reason).Should().Equal("disks", "more disks");
        import.Rows.Single(row => row.Id == "p95").Buckets.Should().Equal(new BucketSum(null, 1425));
        import.Analyse(Sample.Slo("p95"))!.Slices.Maintenance.Should().Be(15);
    }

    private static long Minute(long unix) => ((unix - Day.From.ToUnixTimeSeconds()) / 60) - 1;

    private async Task<(ProductionImport Import, FakePrometheus Fake)> ImportAsync(
        Func<FakePrometheus.Asked, HttpResponseMessage> answer,
        AttainmentPeriod? period = null,
        SloCatalogue? catalogue = null,
        IReadOnlyList<MaintenanceWindow>? maintenance = null,
        string? only = null)
    {
        catalogue ??= only is null ? Sample.Catalogue : Sample.Catalogue with { Slos = [Sample.Slo(only)] };
        var fake = new FakePrometheus(answer);
        var address = PrometheusAddress.Parse("http://127.0.0.1:9090", null);
        using var client = new PrometheusClient(address, TimeSpan.FromSeconds(60), _time, fake);
        var import = await new ProductionImporter(client, address, _time)
            .ImportAsync(catalogue, new SliceGrid(period ?? Day, TimeSpan.FromMinutes(1)), maintenance ?? [], new Told(_progress), CancellationToken.None);
        return (import, fake);
    }

    private sealed class Told(List<string> lines) : IProgress<string>
    {
        public void Report(string value) => lines.Add(value);
    }
}
