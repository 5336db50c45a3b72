using LoadLab.Core.Measurement;
using LoadLab.Core.Verdicts;
using LoadLab.Reporting.Figures;

namespace LoadLab.Tests.Reporting;

public sealed class RunStoryTests
{
    [Fact]
    public void What_failed_first_is_told_first() =>
        RunStory.Why(SampleEvaluation.Failed()).Should().Equal(
            "First to fail: Database connections, share of the pool: 100 %, must be < 80 %, crossed from 00:48 on.",
            "First limit crossed: Database connections, share of the pool at 00:48, then API failed requests at 00:48, then API response time P95 at 00:49.",
            "What broke first: the API's connection pool was full: 50 of 50 in use, and up to 31 requests waited for a connection, from 00:48 on; Database connections, share of the pool was crossed at 00:48.",
            "2 required SLOs failed.",
            "1 required SLO could not be decided.",
            "1 required SLO was not measured.",
            "WARN API failed requests: inside the SLA (api-errors), outside the SLO (api-errors-slo).");

    [Fact]
    public void The_only_limit_that_was_crossed_is_named_with_its_verdict_and_not_again()
    {
        var failed = SampleEvaluation.Failed();
        var first = failed.Verdicts.First(verdict => verdict is { Verdict: Verdict.Fail, FirstCrossedSecond: not null });

        RunStory.FirstCrossed(failed with { Verdicts = [first] }).Should().BeNull();
        RunStory.FirstCrossed(failed with { Verdicts = [first with { Verdict = Verdict.Inconclusive, Measured = 2 * first.Limit }] }).Should().StartWith($"First limit crossed: {first.Title} at ");
    }

    [Fact]
    public void An_invalid_run_says_why_once() =>
        RunStory.Why(SampleEvaluation.Invalid()).Should().Equal(
            "The run is invalid, so nothing passes: schedule-lag, P99 84.1 ms in phase rate-100 (allowed: 30 ms: 5 % of the tightest response-time limit).");

    [Fact]
    public void Dropped_and_interrupted_iterations_are_told()
    {
        var run = SampleRun.Good();
        var phase = run.Phases[0] with { Measured = new Counts(110, 100, 10, 90, 5, 5) };

        var told = RunStory.What(run with { Phases = [phase] }, PhaseFigures.Of(run with { Phases = [phase] }));

        told[1].Should().StartWith("100 iterations were started and counted, 5 failed (5.26 %), 10 were dropped by the generator, 5 were cut off.");
    }

    [Fact]
    public void The_phase_whose_requests_hang_is_the_slowest_whatever_ended_fast_there()
    {
        var good = SampleRun.Good();
        var hung = good.Phases[0] with { Measured = new Counts(1450, 1450, 0, 1250, 0, 200) };
        var some = good with { Phases = [hung, good.Phases[1]] };
        var all = some with { Slices = [.. good.Slices.Where(slice => slice.Key.Phase != hung.Name)], Phases = [hung with { Measured = new Counts(20, 20, 0, 0, 0, 20) }, good.Phases[1]] };

        RunStory.What(good, PhaseFigures.Of(good))[1].Should().Contain("in rate-100, the slowest phase");
        RunStory.What(some, PhaseFigures.Of(some))[1].Should().EndWith("200 of 1,450 hung until the end in users-50, the slowest phase; of the others half were answered within 11.2 ms and 95 % within 33.6 ms.");
        RunStory.What(all, PhaseFigures.Of(all))[1].Should().EndWith("Nothing was answered with success in users-50, the slowest phase: 20 of 20 hung until the end.");
    }

    [Theory]
    [InlineData(ResultClasses.Timeout, "Nothing was answered with success in users-50, the slowest phase: 1,250 of 1,250 timed out.")]
    [InlineData(ResultClasses.Reset, "Nothing was answered with success in users-50, the slowest phase.")]
    public void Slow_failures_make_a_phase_slow(string resultClass, string told)
    {
        var good = SampleRun.Good();
        var run = good with
        {
            Slices = [.. good.Slices.Select(slice => slice.Key.Phase == "users-50" ? new LoadSlice(slice.Second, slice.Key with { Class = resultClass }, Slow(slice.Response.TotalCount), Slow(slice.Response.TotalCount)) : slice)],
        };

        RunStory.What(run, PhaseFigures.Of(run))[1].Should().EndWith(told);

        static LoadLab.Core.Measurement.Histograms.PackedHistogram Slow(long count)
        {
            var histogram = new LoadLab.Core.Measurement.Histograms.LatencyHistogram();
            histogram.Record(30_000_000, count);
            return histogram.Pack();
        }
    }

    [Theory]
    [InlineData(0, 34, "No connection was made.")]
    [InlineData(0, 0, "No request went over the engine's clients.")]
    [InlineData(10, 100, "Connections opened 10, reused by 90 % of the requests.")]
    public void Without_a_connection_nothing_is_reused(long connects, long requests, string told)
    {
        var run = SampleRun.Good();
        var figures = PhaseFigures.Of(run)[0];

        PhaseWords.Small(figures with { Result = figures.Result with { Connections = new ConnectionCounts(connects, 0, requests) } }).Should().EndWith(" " + told);
    }

    [Theory]
    [InlineData(601.8, 612.5, "602 … 613 ms")]
    [InlineData(599.9, 600.2, "599.9 … 600.2 ms")]
    [InlineData(9_800.0, 12_000.0, "9,800 ms … 12 s")]
    [InlineData(604.0, 604.0, "")]
    public void An_interval_names_its_unit_once(double low, double high, string text) =>
        RunStory.Interval(SampleEvaluation.Good().Verdicts[0] with { Low = low, High = high }).Should().Be(text);

    [Fact]
    public void Every_verdict_has_a_name() =>
        Enum.GetValues<Verdict>().Select(RunStory.Name).Should().Equal("PASS", "WARN", "FAIL", "INCONCLUSIVE", "NOT MEASURED");

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("it's", "'it'\\''s'")]
    [InlineData("a b", "'a b'")]
    [InlineData("$(rm)", "'$(rm)'")]
    public void The_command_can_be_pasted_into_a_shell(string value, string quoted)
    {
        var plan = SampleRun.Good().Plan with { Suite = value };

        RunFacts.Command(plan).Should().Be($"./loadlab run {quoted} --seed 42 --stack processes");
    }

    [Fact]
    public void Figures_of_a_phase_add_up()
    {
        var run = SampleRun.Slow();

        var figures = PhaseFigures.Of(run)[1];

        figures.Steps.Select(step => step.Step).Should().Equal("open_course", "save_progress", "submit_work");
        figures.All.Ok.Should().Be(run.Phases[1].Measured.Ok);
        figures.All.Failed.Should().Be(run.Phases[1].Measured.Failed);
        figures.All.Response.Samples.Should().Be(figures.All.Ok, "failures that were answered fast do not count for the response time");
        figures.All.StatusCodes.Sum(code => code.Value).Should().Be(figures.All.Ok + figures.All.Failed);
    }

    [Fact]
    public void Iterations_do_not_count_twice_when_a_scenario_has_steps()
    {
        var run = SampleRun.Good();
        var iterations = run.Slices.Select(slice => slice with { Key = slice.Key with { Step = SeriesKey.WholeIteration } });

        var both = PhaseFigures.Of(run with { Slices = [.. run.Slices, .. iterations] })[0];
        var alone = PhaseFigures.Of(run with { Slices = [.. iterations] })[0];

        both.All.Ok.Should().Be(PhaseFigures.Of(run)[0].All.Ok);
        alone.All.Ok.Should().Be(PhaseFigures.Of(run)[0].All.Ok);
        alone.Steps.Should().ContainSingle().Which.Step.Should().Be(SeriesKey.WholeIteration);
    }
}
