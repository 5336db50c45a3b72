using LoadLab.Core.Runs;
using LoadLab.Engine;
using LoadLab.Sdk;
using LoadLab.Sdk.Hosting;
using static LoadLab.IntegrationTests.Engine.EngineHarness;

namespace LoadLab.IntegrationTests.Engine;

/// <summary>Groups through the whole engine: what their steps and checks are called.</summary>
public sealed class GroupRunTests
{
    [Fact]
    public async Task Steps_and_checks_carry_the_groups_that_they_stand_in_and_nothing_is_counted_for_the_groups_themselves()
    {
        var run = await RunAsync(Closed(Measured(Simulation.IterationsForConstant(2, 20))), VisitAsync);

        run.Phase.Failures.Should().BeEmpty();
        run.Slices.Where(slice => slice.Key.Step != LoadLab.Core.Measurement.SeriesKey.WholeIteration).GroupBy(slice => slice.Key.Step)
            .Select(step => (step.Key, step.Sum(slice => slice.Service.TotalCount))).Should().BeEquivalentTo([("home", 20L), ("checkout::pay", 20), ("checkout::card::verify", 20), ("leave", 20)]);
        run.Result.Custom!.Checks.Should().BeEquivalentTo<ScriptCheck>([new("", "open", 20, 0), new("checkout", "paid", 20, 0), new("checkout::card", "valid", 20, 0)]);
    }

    [Fact]
    public async Task Groups_that_are_open_at_the_same_time_do_not_mix_and_what_runs_beside_them_is_in_none()
    {
        var run = await RunAsync(Closed(Measured(Simulation.IterationsForConstant(2, 20))), async context =>
        {
            var (isPaying, isShown, isOver) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource());
            var paying = Group.Run("pay", context, async () =>
            {
                isPaying.SetResult();
                await isShown.Task;
                context.Check("paid", true);
                return await Step.Run("send", context, () => Task.FromResult(Response.Ok()));
            });
            var showing = Group.Run("show", context, async () =>
            {
                await isPaying.Task;
                await Group.Run("page", context, () => Step.Run("first", context, () => Task.FromResult(Response.Ok())));
                isShown.SetResult();
                await isOver.Task;
                return await Step.Run("last", context, () => Task.FromResult(Response.Ok()));
            });
            await paying;
            await Step.Run("beside", context, () => Task.FromResult(Response.Ok()));
            isOver.SetResult();
            return await showing;
        });

        run.Slices.Where(slice => slice.Key.Step != LoadLab.Core.Measurement.SeriesKey.WholeIteration).GroupBy(slice => slice.Key.Step)
            .Select(step => (step.Key, step.Sum(slice => slice.Service.TotalCount))).Should().BeEquivalentTo([("pay::send", 20L), ("show::page::first", 20), ("beside", 20), ("show::last", 20)]);
        run.Result.Custom!.Checks.Should().BeEquivalentTo<ScriptCheck>([new("pay", "paid", 20, 0)]);
    }

    [Fact]
    public async Task Who_opens_no_group_allocates_nothing_for_them()
    {
        var least = long.MaxValue;

        await RunAsync(Closed(Measured(Simulation.IterationsForConstant(1, 10))), context =>
        {
            var (sink, ok) = ((IStepSink)context, Response.Ok());
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1_000; i++)
            {
                sink.StepEnded(sink.StepStarted("home"), ok);
                context.Check("open", true);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            return Task.FromResult<IResponse>(ok);
        });

        least.Should().BeLessThan(1_000, "a thousand steps and checks that made anything would have made a thousand of it");
    }

    [Fact]
    public async Task A_group_that_throws_is_left_before_the_next_iteration_and_what_goes_on()
    {
        var run = await RunAsync(Closed(Measured(Simulation.IterationsForConstant(1, 4))), async context =>
        {
            await Step.Run("first", context, () => Task.FromResult(Response.Ok()));
            if (context.IterationNumber % 2 == 0)
            {
                return await Group.Run<IResponse>("outer", context, () => throw new InvalidOperationException("no idea"));
            }

            try
            {
                await Group.Run<int>("outer", context, async () =>
                {
                    await Task.Yield();
                    throw new FormatException("no number");
                });
            }
            catch (FormatException)
            {
                await Step.Run("second", context, () => Task.FromResult(Response.Ok()));
            }

            return Response.Ok();
        });

        run.Slices.Select(slice => slice.Key.Step).Distinct().Should().BeEquivalentTo([LoadLab.Core.Measurement.SeriesKey.WholeIteration, "first", "second"]);
        (run.Phase.Whole.Ok, run.Phase.Whole.Failed).Should().Be((2, 2));
    }

    [Theory]
    [InlineData("a::b", "The group 'a::b' has '::' in its name, which separates groups from each other. Put one group into the other.*")]
    [InlineData("", "*empty*")]
    public async Task A_name_that_cannot_be_told_apart_fails_the_iteration_with_what_to_do(string name, string message)
    {
        var run = await RunAsync(Closed(Measured(Simulation.IterationsForConstant(1, 1))), context => Group.Run<IResponse>(name, context, () => Task.FromResult<IResponse>(Response.Ok())));

        run.Phase.Failures.Should().ContainSingle().Which.Message.Should().Match("*" + message);
    }

    [Fact]
    public async Task A_trace_sees_groups_and_checks()
    {
        var trace = new NotedTrace();
        var plan = new RunPlan
        {
            Suite = "test",
            Seed = 42,
            ScenarioAssembly = "test",
            Stack = new StackPlan { Kind = "external" },
            Catalogue = "none",
            Phases = [Closed(Measured(Simulation.KeepConstant(50, TimeSpan.FromMinutes(5))))],
        };

        await new LoadEngine().RunAsync(
            new LoadLab.Core.Running.LoadRequest(OncePlan.Of(plan), [Scenario.Create("s", VisitAsync)], new Uri("http://127.0.0.1:1"), new LoadLab.Core.Running.RunClock(TimeProvider.System)) { Trace = trace }, new EngineHarness(), CancellationToken.None);

        trace.Events.Should().Equal(
            "iteration of s", "step home", "step home ended False", "check  open True", "step checkout::pay", "step checkout::pay ended False", "step checkout::card::verify", "step checkout::card::verify ended False",
            "check checkout::card valid True", "check checkout paid True", "step leave", "step leave ended False", "iteration ended False");
    }

    private static async Task<IResponse> VisitAsync(IScenarioContext context)
    {
        await Step.Run("home", context, () => Task.FromResult(Response.Ok()));
        context.Check("open", true);
        await Group.Run("checkout", context, async () =>
        {
            await Step.Run("pay", context, () => Task.FromResult(Response.Ok()));
            await Group.Run("card", context, async () =>
            {
                await Step.Run("verify", context, () => Task.FromResult(Response.Ok()));
                return context.Check("valid", true);
            });
            return context.Check("paid", true);
        });
        return await Step.Run("leave", context, () => Task.FromResult(Response.Ok()));
    }
}
