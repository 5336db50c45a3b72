using System.Collections.Concurrent;
using LoadLab.Core.Runs;
using LoadLab.Sdk;
using static LoadLab.IntegrationTests.Engine.EngineHarness;

namespace LoadLab.IntegrationTests.Engine;

/// <summary>Data feeds through the whole engine, where scenarios share a phase. Counts only: nothing here depends on speed.</summary>
public sealed class FeedRunTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly IReadOnlyList<ScenarioShare> Half = [new("browse", 1), new("buy", 1)];

    [Fact]
    public async Task Of_a_mix_of_users_a_circular_feed_leaves_no_item_out_and_a_constant_one_gives_each_user_its_own()
    {
        // Every second of eight users buys: their numbers in the phase, and those of their iterations, are all odd.
        var (rows, accounts) = (DataFeed.Circular(Enumerable.Range(0, 20)), DataFeed.Constant(Enumerable.Range(0, 4)));
        var seen = new ConcurrentBag<(int Row, int Account, int User)>();
        var phase = Closed(Measured(Simulation.IterationsForConstant(8, 160))) with { Mix = Half, IterationsPerUser = 20 };

        await RunAsync([phase], Mix(context => seen.Add((rows.GetNextItem(context), accounts.GetNextItem(context), context.ScenarioInfo.InstanceNumber))));

        seen.Should().HaveCount(80);
        seen.GroupBy(one => one.Row).Select(row => (row.Key, row.Count())).Should().BeEquivalentTo(Enumerable.Range(0, 20).Select(row => (row, 4)));
        seen.Select(one => (one.User, one.Account)).Distinct().Should().HaveCount(4).And.OnlyHaveUniqueItems(one => one.Account);
    }

    [Fact]
    public async Task Of_a_mix_of_arrivals_the_shards_together_have_each_item_once_in_a_round()
    {
        async Task<IReadOnlyList<int>> Of(int shard)
        {
            var rows = DataFeed.Circular(Enumerable.Range(0, 1_000));
            var seen = new ConcurrentBag<int>();
            var phase = Open(Measured(Simulation.IterationsForInject(200, Second, 100))) with { Mix = Half };
            await RunAsync([phase], Mix(context => seen.Add(rows.GetNextItem(context))), shard: new ShardPlan(shard, 2));
            return [.. seen];
        }

        int[] all = [.. await Of(0), .. await Of(1)];

        all.Should().HaveCountGreaterThan(20);
        all.Order().Should().Equal(Enumerable.Range(0, all.Length));
    }

    private static ScenarioProps[] Mix(Action<IScenarioContext> buy) =>
    [
        Scenario.Create("browse", _ => Task.FromResult<IResponse>(Response.Ok())),
        Scenario.Create("buy", context =>
        {
            buy(context);
            return Task.FromResult<IResponse>(Response.Ok());
        }),
    ];
}
