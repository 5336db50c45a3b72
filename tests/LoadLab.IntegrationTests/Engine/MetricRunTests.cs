using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Sdk;
using static LoadLab.IntegrationTests.Engine.EngineHarness;

namespace LoadLab.IntegrationTests.Engine;

/// <summary>Metrics, checks and data that are used once, through the whole engine. Counts only: nothing here depends on speed.</summary>
public sealed class MetricRunTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Values_of_measured_iterations_are_counted_exactly_and_those_of_a_warm_up_are_not()
    {
        var (orders, hits, checkout) = (Metric.CreateCounter("orders"), Metric.CreateRate("hits"), Metric.CreateTrend("checkout"));
        var phase = Open(new LoadSegment(Simulation.Inject(50, Second, Second), Measured: false), Measured(Simulation.Inject(50, Second, 2 * Second)));

        var run = await RunAsync(phase, context =>
        {
            orders.Add(context, 2);
            hits.Add(context, context.IterationNumber % 4 == 0);
            checkout.Add(context, 10 + (context.IterationNumber % 10), context.IterationNumber % 2 == 0 ? "plan:even" : "plan:odd");
            return Task.FromResult<IResponse>(Response.Ok());
        });

        var measured = run.Phase.Measured.Ok;
        var metrics = run.Result.Custom!.Metrics.ToDictionary(metric => CustomMeasures.NameOf(metric.Kind, metric.Name, metric.Tag));
        measured.Should().BePositive();
        metrics["counter.orders"].Should().Match<CustomMetric>(metric => metric.Sum == 2 * measured && metric.Samples == measured);
        metrics["rate.hits"].Samples.Should().Be(measured);
        metrics["trend.checkout"].Samples.Should().Be(measured);
        (metrics["trend.checkout[plan:even]"].Samples + metrics["trend.checkout[plan:odd]"].Samples).Should().Be(measured);
        var points = run.Result.Series.Single(series => series.Measure.Name == "counter.orders").Between(run.Phase.MeasureStartSecond, run.Phase.MeasureEndSecond).ToList();
        (points[0].Second, points[0].Value).Should().Be((run.Phase.MeasureStartSecond, 0), "the first second of the measured part is not lost");
        (points[^1].Second, points[^1].Value).Should().Be((run.Phase.MeasureEndSecond, 2.0 * measured), "neither is what ends after it");
        BucketedTimes.Of(run.Result.Series, "trend.checkout", run.Phase.MeasureStartSecond, run.Phase.MeasureEndSecond)!.Total.Should().Be(measured);
        run.Result.Findings.Should().BeEmpty();
    }

    [Fact]
    public async Task A_check_that_does_not_hold_goes_on_and_fails_the_iteration_with_class_check()
    {
        var (made, after) = (0, 0);
        var run = await RunAsync(Closed(Measured(Simulation.IterationsForConstant(2, 20))), context =>
        {
            if (!context.Check("even", Interlocked.Increment(ref made) % 2 == 0))
            {
                Interlocked.Increment(ref after);
            }

            context.Check("there", true);
            return Task.FromResult<IResponse>(Response.Ok());
        });

        after.Should().Be(10);
        run.Result.Custom!.Checks.Should().BeEquivalentTo<ScriptCheck>([new("", "even", 10, 10), new("", "there", 20, 0)]);
        (run.Phase.Whole.Ok, run.Phase.Whole.Failed).Should().Be((10, 10));
        run.Phase.Failures.Should().ContainSingle().Which.Should().Match<FailureCount>(failure => failure.Class == "check" && failure.Message == "check failed: even");
    }

    [Fact]
    public async Task Data_that_are_used_once_end_their_scenario_and_the_others_go_on()
    {
        var feed = DataFeed.Once(Enumerable.Range(0, 25), "users.csv");
        var seen = new System.Collections.Concurrent.ConcurrentBag<int>();
        var others = 0;
        var phase = Closed(Measured(Simulation.KeepConstant(6, 2 * Second))) with { Mix = [new ScenarioShare("s", 1), new ScenarioShare("other", 1)] };

        var run = await RunAsync([phase],
        [
            Scenario.Create("s", async context =>
            {
                seen.Add(feed.GetNextItem(context));
                await Task.Yield();
                return Response.Ok();
            }),
            Scenario.Create("other", async context =>
            {
                Interlocked.Increment(ref others);
                await Task.Delay(20, context.CancellationToken);
                return Response.Ok();
            }),
        ]);

        seen.Order().Should().Equal(Enumerable.Range(0, 25), "each item comes once");
        run.Phase.Whole.Ok.Should().Be(25 + others, "an iteration without data did not take place");
        (run.Phase.Whole.Failed, run.Phase.Whole.Interrupted).Should().Be((0, 0));
        others.Should().BeGreaterThan(25);
        run.Result.Findings.Should().ContainSingle().Which.Should().Match<Finding>(finding => finding.Check == "data-feed" && finding.Severity == FindingSeverity.Warning
            && finding.Seen.StartsWith("all 25 items of the data feed 'users.csv' are used: scenario 's' started no more iterations from"));
        run.Messages.Should().ContainSingle(line => line.Contains("Scenario 's' starts no more iterations: all 25 items"));
    }

    [Fact]
    public async Task A_feed_that_has_ended_is_told_also_where_the_scenario_keeps_every_exception_to_itself()
    {
        var feed = DataFeed.Once(Enumerable.Range(0, 5), "users.csv");

        var run = await RunAsync(Closed(Measured(Simulation.IterationsForConstant(1, 20))), context =>
        {
            try
            {
                feed.GetNextItem(context);
            }
            catch (Exception)
            {
                // As in many a scenario that was written for another tool.
            }

            return Task.FromResult<IResponse>(Response.Ok());
        });

        (run.Phase.Whole.Ok, run.Phase.Whole.Failed).Should().Be((5, 0), "what had no data did not take place");
        run.Result.Findings.Should().ContainSingle(finding => finding.Check == "data-feed" && finding.Seen.StartsWith("all 5 items of the data feed 'users.csv' are used", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Shards_share_data_that_are_used_once_without_an_overlap()
    {
        async Task<int[]> Of(int shard)
        {
            var feed = DataFeed.Once(Enumerable.Range(0, 21));
            var seen = new System.Collections.Concurrent.ConcurrentBag<int>();
            await RunAsync(
                Open(Measured(Simulation.Inject(100, Second, Second))),
                context =>
                {
                    seen.Add(feed.GetNextItem(context));
                    return Task.FromResult<IResponse>(Response.Ok());
                },
                shard: new ShardPlan(shard, 2));
            return [.. seen.Order()];
        }

        (await Of(0)).Should().Equal(Enumerable.Range(0, 21).Where(item => item % 2 == 0));
        (await Of(1)).Should().Equal(Enumerable.Range(0, 21).Where(item => item % 2 == 1));
    }

    [Fact]
    public async Task Step_names_without_end_keep_ten_thousand_rows_and_the_run_says_so()
    {
        var run = await RunAsync(Closed(Measured(Simulation.IterationsForConstant(1, 12_000))), async context =>
            await Step.Run($"order {context.IterationNumber}", context, () => Task.FromResult(Response.Ok())));

        run.Slices.Select(slice => slice.Key.Step).Distinct().Count().Should().Be(10_002, "the iteration, ten thousand names and (other)");
        run.Slices.Where(slice => slice.Key.Step != SeriesKey.WholeIteration).Sum(slice => slice.Service.TotalCount).Should().Be(12_000);
        run.Result.Findings.Should().ContainSingle(finding => finding.Check == "step-names");
    }

    [Theory]
    [InlineData(300, false)]
    [InlineData(301, true)]
    public async Task Ids_in_names_of_steps_are_told_long_before_there_is_no_row_left(int names, bool isTold)
    {
        var run = await RunAsync(Closed(Measured(Simulation.IterationsForConstant(1, names))), async context =>
            await Step.Run($"order {context.IterationNumber}", context, () => Task.FromResult(Response.Ok())));

        string[] told = isTold ? ["the steps of scenario 's' have 301 names, such as 'order 300'"] : [];
        run.Result.Findings.Where(finding => finding.Check == "step-names").Select(finding => finding.Seen).Should().Equal(told);
    }
}
