using LoadLab.Core.Catalogue;
using LoadLab.Core.Comparison;
using LoadLab.Core.Evaluation;
using LoadLab.Core.Lint;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;
using LoadLab.Engine.Recording;
using LoadLab.Reporting.Charts;
using LoadLab.Sdk;

namespace LoadLab.Tests.Core.Evaluation.Slos;

/// <summary>Metrics of scenarios in rows of a catalogue, in reports, charts and comparisons: 100 orders, 97 hits and 100 times a second.</summary>
public sealed class CustomRowTests : IDisposable
{
    private readonly PhaseRecorder _recorder = new("load", ["shop"], 1_000_000);
    private readonly MetricTable _table = new();

    public void Dispose() => _recorder.Dispose();

    [Fact]
    public void A_trend_of_times_is_judged_as_response_time_and_a_round_limit_exactly()
    {
        Judge(Times("trend.checkout", 95, "< 200ms")).Should().Match<SloVerdict>(v => v.Verdict == Verdict.Pass && v.Samples == 6_000 && v.Measured <= 97.5);
        var fail = Judge(Times("trend.checkout", 95, "< 50ms"));

        (fail.Verdict, fail.FirstCrossedSecond).Should().Be((Verdict.Fail, 0));
        fail.Reason.Should().Contain("3,000 of 6,000", "a value of exactly the limit keeps it");
    }

    [Fact]
    public void A_rate_and_a_check_are_judged_as_success_ratio_and_a_counter_as_a_rate_a_second()
    {
        Judge(Ratio("rate.hits", "> 95%")).Verdict.Should().Be(Verdict.Pass);
        Judge(Ratio("rate.hits", "> 99%")).Verdict.Should().Be(Verdict.Fail);
        Judge(Ratio("check.status is 200", ">= 100%")).Verdict.Should().Be(Verdict.Pass);
        Judge(Level("counter.orders.rate", "> 99/s")).Should().Match<SloVerdict>(v => v.Verdict == Verdict.Pass && v.Measured == 100);
        Judge(Level("counter.orders.rate", "> 101/s")).Verdict.Should().Be(Verdict.Fail);
        Judge(Level("gauge.cart", "< 8 items")).Should().Match<SloVerdict>(v => v.Verdict == Verdict.Pass && v.Measured == 7);
    }

    [Fact]
    public void What_no_iteration_gave_a_value_is_not_measured_and_says_why()
    {
        Judge(Ratio("rate.misses", "> 95%")).Should().Match<SloVerdict>(v => v.Verdict == Verdict.NotMeasured && v.Reason == "No measured iteration gave rate.misses.passes a value." && v.Measured == null);
        Judge(Times("trend.size", 95, "< 200ms")).Should().Match<SloVerdict>(v => v.Verdict == Verdict.NotMeasured
            && v.Reason == "No measured iteration gave trend.size a value. It is in another unit than ms, and has trend.size.mean, .p95 and .max each second: judge one of them with kind: saturation.");
        Judge(Level("gauge.cart", "< 8 things")).Verdict.Should().Be(Verdict.NotMeasured, "items are no things");
    }

    [Fact]
    public void A_plan_says_which_metric_no_scenario_names()
    {
        var plan = new RecordBuilder().Build().Plan with { CustomMetrics = ["counter.orders", "trend.checkout"] };

        MeasureGaps.Of(KnownMeasures.BuiltIn.Find("trend.checkout[plan:premium].p95")!, plan).Should().BeNull();
        MeasureGaps.Of(KnownMeasures.BuiltIn.Find("check.anything.passes")!, plan).Should().BeNull("checks have no declaration");
        MeasureGaps.Of(KnownMeasures.BuiltIn.Find("trend.chekout")!, plan).Should().Match<MeasureGap>(gap => !gap.IsCertain
            && gap.Needs == "a scenario that gives trend.chekout values; those named by WithMetrics are counter.orders, trend.checkout");
        MeasureGaps.Of(KnownMeasures.BuiltIn.Find("trend.chekout")!, plan with { CustomMetrics = null }).Should().BeNull();
    }

    [Fact]
    public void The_document_keeps_all_of_it_and_the_reports_show_it()
    {
        var record = Record();
        var stored = RunDocumentReader.ToRecord(RunDocumentWriter.ToDocument(record, null), record.Slices);
        var tables = CustomTables.Of(record);

        stored.Custom.Should().BeEquivalentTo(record.Custom);
        tables.Select(table => (table.Name, table.Rows.Count)).Should().Equal(("custom.checks", 1), ("custom.metrics", 5));
        tables[1].Rows.Single(row => row[0].Text == "rate.hits")[3].Value.Should().Be(0.97);
        tables[1].Rows.Single(row => row[0].Text == "counter.orders")[7].Value.Should().BeNull("a counter has no percentile");
        CustomTables.Of(new RecordBuilder().Build()).Should().BeEmpty();
    }

    [Fact]
    public void A_table_is_bounded_and_says_what_is_left_out()
    {
        var record = Record() with { Custom = new CustomResults([], [.. Enumerable.Range(0, 250).Select(i => new ScriptCheck("", $"check {i}", i, 0))]) };

        CustomTables.Of(record).Should().ContainSingle().Which.Should().Match<ProbeTable>(table => table.Rows.Count == 100 && table.Title == "Checks, measured iterations (the 100 largest of 250; run.json has all)");
    }

    [Fact]
    public void Charts_draw_the_metrics_that_rows_judge_first()
    {
        var record = Record();
        var verdict = Judge(Times("trend.checkout", 95, "< 200ms"));
        var evaluation = new RunEvaluation(new Validity(ValidityStatus.Valid, []), [verdict], Decision.Go, [], LoadLab.Core.ExitCode.Ok);

        var panels = CustomPanels.Of(record, evaluation, 60).ToList();

        panels.Should().HaveCount(3);
        panels[0].Title.Should().Be("trend.checkout, each second");
        panels[0].Series.Select(series => series.Name).Should().Equal("mean", "P95", "max");
        panels[0].Limits.Should().ContainSingle().Which.Value.Should().Be(200);
    }

    [Fact]
    public void A_comparison_shows_them_side_by_side_and_absent_is_no_number()
    {
        var (before, after) = (Record(), Record() with { Custom = null });

        var compared = ComparedMetric.Of([before], [before, before]);

        compared.Single(metric => metric is { Measure: "rate.hits", Figure: "share" }).Should().Be(new ComparedMetric("rate.hits", "share", "ratio", 0.97, 0.97));
        compared.Single(metric => metric is { Measure: "trend.checkout", Figure: "p95" }).Change.Should().Be(0);
        ComparedMetric.Of([before], [after]).Should().NotBeEmpty().And.OnlyContain(metric => metric.After == null && metric.Change == null);
    }

    // Two scenarios of a script of k6 usually run side by side: a counter of 30 in 30 s is one a second, however many phases measured it.
    [Fact]
    public void A_counter_a_second_takes_phases_that_run_side_by_side_once()
    {
        var one = Record();
        var phase = one.Phases[0];
        var both = one with { Phases = [phase, phase with { Name = "beside" }] };

        PerSecond(both).Should().Be(PerSecond(one)).And.BeGreaterThan(0);

        static double? PerSecond(RunRecord record) => ComparedMetric.Of([record], [record]).First(metric => metric.Figure == "a second").Before;
    }

    private static ResponseTimeSlo Times(string measure, double percentile, string limit) => new()
    {
        Id = "row",
        Title = "Row",
        Source = "test",
        Tier = SloTier.Slo,
        Service = Made.Service,
        Measure = measure,
        Percentile = percentile,
        Objective = Limit(limit),
    };

    private static SuccessRatioSlo Ratio(string metric, string limit) => new()
    {
        Id = "row",
        Title = "Row",
        Source = "test",
        Tier = SloTier.Slo,
        Good = metric + ".passes",
        Total = metric + ".count",
        Objective = Limit(limit),
    };

    private static SaturationSlo Level(string measure, string limit) => new()
    {
        Id = "row",
        Title = "Row",
        Source = "test",
        Tier = SloTier.Slo,
        Measure = measure,
        Aggregate = measure.StartsWith("counter", StringComparison.Ordinal) ? SampleAggregate.Mean : SampleAggregate.Max,
        Objective = Limit(limit),
    };

    private static Objective Limit(string text)
    {
        var (sign, number) = (text.Split(' ')[0], string.Concat(text.Split(' ')[1].TakeWhile(c => char.IsDigit(c))));
        var unit = text.Split(' ', 2)[1][number.Length..].Trim() switch
        {
            "%" => "ratio",
            "/s" => "1/s",
            var other => other,
        };
        var limit = double.Parse(number, System.Globalization.CultureInfo.InvariantCulture) / (unit == "ratio" ? 100 : 1);
        return new Objective(sign == "<" ? ComparisonOperator.LessThan : sign == ">=" ? ComparisonOperator.GreaterThanOrEqual : ComparisonOperator.GreaterThan, limit, unit, text);
    }

    private SloVerdict Judge(Slo row) => Made.Judge(Record(), row);

    /// <summary>One minute of the first phase.</summary>
    private RunRecord Record()
    {
        var record = new RecordBuilder().Build();
        record = record with { Phases = [record.Phases[0]] };
        var (start, end) = (record.Phases[0].MeasureStartSecond, record.Phases[0].MeasureEndSecond);
        var sums = new MetricSums(_table);
        for (var second = start + 1; second <= end; second++)
        {
            for (var i = 1; i <= 100; i++)
            {
                Add(s_orders, 1);
                Add(s_hits, i <= 97 ? 1 : 0);
                Add(s_checkout, i);
                Add(s_size, i);
                Add(s_cart, 7);
                _recorder.Metric(_table.IndexOf("", "status is 200"), isTrend: false, 1, 1);
            }

            _recorder.Harvest((int)second, sums);
            sums.Sample(start, second);
        }

        return record with { Custom = sums.ToResults(), Probes = sums.ToSeries() };
    }

    private static readonly Counter s_orders = Metric.CreateCounter("orders");
    private static readonly Rate s_hits = Metric.CreateRate("hits");
    private static readonly LoadLab.Sdk.Trend s_checkout = Metric.CreateTrend("checkout");
    private static readonly LoadLab.Sdk.Trend s_size = Metric.CreateTrend("size", "KB");
    private static readonly Gauge s_cart = Metric.CreateGauge("cart", "items");

    private void Add(Metric metric, double value) => _recorder.Metric(_table.IndexOf(metric, ""), metric.Type == MetricType.Trend, value, 1);
}
