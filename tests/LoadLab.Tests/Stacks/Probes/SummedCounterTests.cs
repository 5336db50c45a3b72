using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Stacks.Probes;

namespace LoadLab.Tests.Stacks.Probes;

/// <summary>Counters of several instances and label sets as one running total.</summary>
public sealed class SummedCounterTests
{
    private readonly SummedCounter _counter = new(MetricSelector.Parse("jobs_total"));

    [Fact]
    public void An_instance_that_begins_anew_does_not_make_the_others_count_twice()
    {
        double[] totals =
        [
            Add("jobs_total 10000", "jobs_total 9000"),
            Add("jobs_total 10010", "jobs_total 9005"),
            Add("jobs_total 10020", "jobs_total 3"),
            Add("jobs_total 10021", "jobs_total 5"),
        ];

        RunningTotal.Of(totals.Select((total, second) => new ProbePoint(second, total))).Should().Be(new RunningTotal(10 + 5 + 10 + 3 + 1 + 2, 1), "the plain sum would say 10,041");
    }

    [Fact]
    public void Counters_that_run_through_add_up_as_they_stand()
    {
        Add("""jobs_total{outcome="graded"} 40""", """jobs_total{outcome="graded"} 2""").Should().Be(42);
        Add("jobs_total{outcome=\"graded\"} 41\njobs_total{outcome=\"failed\"} 5", """jobs_total{outcome="graded"} 2""").Should().Be(48, "a label set that appears counts from 0");
    }

    [Fact]
    public void A_label_set_that_is_gone_lets_the_total_fall_to_what_the_others_rose_by()
    {
        Add("jobs_total{outcome=\"graded\"} 40\njobs_total{outcome=\"failed\"} 500");

        Add("""jobs_total{outcome="graded"} 47""").Should().Be(7);
        Add("""jobs_total{outcome="graded"} 50""").Should().Be(10);
    }

    [Fact]
    public void Nothing_is_no_number_and_no_new_beginning()
    {
        Add("jobs_total 40").Should().Be(40);
        Add("other 1").Should().Be(double.NaN);
        Add("jobs_total NaN").Should().Be(double.NaN);
        Add("jobs_total 42").Should().Be(42);
    }

    private double Add(params string[] pages) => _counter.Add([.. pages.Select(PrometheusText.Parse)]);
}
