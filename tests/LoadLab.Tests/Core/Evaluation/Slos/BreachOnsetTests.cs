using LoadLab.Core.Evaluation.Slos;

namespace LoadLab.Tests.Core.Evaluation.Slos;

public sealed class BreachOnsetTests
{
    [Fact]
    public void A_single_slow_second_is_not_the_beginning_of_a_lasting_breach() =>
        BreachOnset.Of(Seconds((4, 20), (30, 40), (31, 40), (32, 40), (33, 40))).Should().Be(30);

    [Fact]
    public void Waiters_of_a_lock_that_end_in_one_second_are_the_breach() =>
        BreachOnset.Of(Seconds((4, 20), (21, 300))).Should().Be(21);

    [Fact]
    public void A_long_even_breach_begins_where_it_begins() =>
        BreachOnset.Of(Seconds([.. Enumerable.Range(100, 600).Select(second => (second, 10L))])).Should().Be(100);

    [Fact]
    public void A_breach_that_flickers_begins_when_most_seconds_are_crossed() =>
        BreachOnset.Of(Seconds([(7, 5), .. Enumerable.Range(0, 20).Select(i => (40 + (2 * i), 5L))])).Should().Be(40);

    [Fact]
    public void Where_nothing_lasts_it_is_the_first_crossing() =>
        BreachOnset.Of(Seconds((4, 10), (14, 10), (24, 10), (34, 10), (44, 10))).Should().Be(4);

    [Fact]
    public void Slow_requests_in_seconds_that_keep_the_limit_are_no_beginning() =>
        BreachOnset.Of([new(3, 30, false), new(4, 30, false), new(9, 5, true)]).Should().Be(9);

    [Fact]
    public void Nothing_crossed_is_null() => BreachOnset.Of([new(0, 3, false), new(1, 0, false)]).Should().BeNull();

    [Fact]
    public void No_second_is_null() => BreachOnset.Of([]).Should().BeNull();

    [Fact]
    public void Seconds_with_few_requests_are_looked_at_together()
    {
        (int At, long Requests)[] seconds = [(3, 25), (4, 12), (5, 0), (6, 9), (7, 20), (8, 19)];

        BreachOnset.Together(seconds, second => second.Requests).Select(group => (group[0].At, group.Sum(second => second.Requests)))
            .Should().Equal((3, 25L), (4, 21L), (7, 20L));
    }

    private static List<BreachOnset.Second> Seconds(params (int At, long Bad)[] crossed)
    {
        var bad = crossed.ToDictionary(second => second.At, second => second.Bad);
        return [.. Enumerable.Range(0, 720).Select(at => new BreachOnset.Second(at, bad.GetValueOrDefault(at), bad.ContainsKey(at)))];
    }
}
