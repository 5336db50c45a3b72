using LoadLab.Core.Measurement;
using LoadLab.Reporting.Figures;
using LoadLab.Tests.Core.Evaluation.Slos;
using LoadLab.Tests.Core.Runs;

namespace LoadLab.Tests.Reporting;

public sealed class RunFactsTests
{
    [Fact]
    public void A_running_total_that_began_anew_is_never_a_negative_rise()
    {
        var total = new ProbeSeries(new Measure("jobs.ended", "jobs", MeasureAggregation.Delta, ""), [new(1, 500), new(2, 520), new(3, 0), new(4, 30)]);
        var one = total with { Points = [new(1, 500)] };

        RunFacts.Probes(new RecordBuilder().Build() with { Probes = [total, one] }).Select(row => row.Max).Should().Equal("+50 jobs (its counter restarted once)", "–");
    }

    [Fact]
    public void A_distribution_in_buckets_is_one_row_with_the_ranges_of_its_percentiles()
    {
        var record = new RecordBuilder().Build();
        var before = RunFacts.Probes(record).Count;

        var rows = RunFacts.Probes(record with
        {
            Probes = [.. record.Probes, .. CountedTimes.Series(MeasureNames.DbQueryTime, [5, 100], 120, second => [90 * second, 8 * second, 2 * second])],
        });

        rows.Should().HaveCount(before + 1);
        rows[^1].Should().BeEquivalentTo(new { Samples = 11_900, Min = "P50 0 ms to 5 ms", Mean = "P95 5 ms to 100 ms", Max = "P99 above 100 ms" });
        rows[^1].Measure.Name.Should().Be(MeasureNames.DbQueryTime);
    }
}
