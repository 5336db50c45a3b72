using LoadLab.Sdk;

namespace LoadLab.Tests.Sdk;

public sealed class DataFeedTests
{
    private static readonly string[] Words = ["a", "b", "c"];

    [Fact]
    public void Circular_gives_the_item_of_the_iterations_number_whoever_asks_first()
    {
        var feed = DataFeed.Circular(Words);

        new long[] { 5, 0, 1, 2, 3, 4, 3_000_000_000 }.Select(number => feed.GetNextItem(Iteration(number)))
            .Should().Equal("c", "a", "b", "c", "a", "b", "a");
        feed.GetNextItem(Iteration(5)).Should().Be("c", "asking again changes nothing");
    }

    [Fact]
    public void Random_follows_the_seed_and_reaches_every_item()
    {
        string[] Drawn() => [.. Enumerable.Range(0, 60).Select(number => DataFeed.Random(Words).GetNextItem(Iteration(number)))];

        Drawn().Should().Equal(Drawn());
        Drawn().Distinct().Should().BeEquivalentTo(Words);
    }

    [Fact]
    public void Constant_gives_each_virtual_user_its_own()
    {
        var feed = DataFeed.Constant(Words);

        Enumerable.Range(0, 4).Select(user => feed.GetNextItem(Iteration(7, user))).Should().Equal("a", "b", "c", "a");
        Enumerable.Range(0, 4).Select(number => feed.GetNextItem(Iteration(number, 1))).Should().OnlyContain(item => item == "b");
    }

    [Fact]
    public void Any_collection_will_do_and_is_read_once()
    {
        var reads = 0;
        IEnumerable<int> Numbers()
        {
            reads++;
            yield return 7;
            yield return 8;
        }

        foreach (var feed in new[] { DataFeed.Circular(Numbers()), DataFeed.Random(Numbers()), DataFeed.Constant(Numbers()) })
        {
            Enumerable.Range(0, 20).Select(number => feed.GetNextItem(Iteration(number))).Should().OnlyContain(item => item == 7 || item == 8);
        }

        reads.Should().Be(3);
        DataFeed.Circular(new List<int> { 1, 2 }).GetNextItem(Iteration(1)).Should().Be(2);
        DataFeed.Circular([1, 2]).GetNextItem(Iteration(1)).Should().Be(2);
    }

    [Fact]
    public void Feed_without_items_is_refused()
    {
        Action[] empty =
        [
            () => DataFeed.Circular(Array.Empty<int>()), () => DataFeed.Random(new List<int>()), () => DataFeed.Constant(Enumerable.Empty<int>()),
        ];

        empty.Should().AllSatisfy(make => make.Should().Throw<ArgumentException>().WithMessage("A data feed needs at least one item.*"));
        FluentActions.Invoking(() => DataFeed.Circular((IEnumerable<int>)null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => DataFeed.Circular((IReadOnlyList<int>)null!)).Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public void ScenarioInfo_that_no_engine_made_is_refused_with_what_to_do()
    {
        var feed = DataFeed.Circular(Words);

        FluentActions.Invoking(() => feed.GetNextItem(Iteration(0).ScenarioInfo)).Should().Throw<InvalidOperationException>()
            .WithMessage("This ScenarioInfo belongs to no running iteration. Pass the context: feed.GetNextItem(context).");
    }

    private static SdkContext Iteration(long number, int user = 0) => new()
    {
        IterationNumber = number,
        ScenarioInfo = new ScenarioInfo { ScenarioName = "s", InstanceId = "s-" + user, InstanceNumber = user },
    };
}
