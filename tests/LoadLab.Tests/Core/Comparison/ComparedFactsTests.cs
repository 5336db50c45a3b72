using LoadLab.Core.Comparison;

namespace LoadLab.Tests.Core.Comparison;

/// <summary>Two runs on a stack that is not LoadLab's: what differs, what was compared, and what nobody knows.</summary>
public sealed class ComparedFactsTests
{
    private static readonly ComparisonSample Sample = new() { Seconds = 30, PerSecond = 50, Sigma = 0.2 };

    private static readonly Dictionary<string, string> External = new()
    {
        ["stack.kind"] = "external",
        ["postgres.version"] = "15.3",
        ["postgres.size.bytes"] = "12000000",
        ["postgres.rows.public.articles"] = "10000",
        ["postgres.extensions"] = "plpgsql 1.0",
        ["postgres.jit"] = "on",
        ["redis.version"] = "7.0.15",
        ["redis.keys"] = "400",
    };

    [Fact]
    public void A_table_that_has_tripled_and_a_cache_that_is_empty_are_differences_that_matter()
    {
        var comparison = Compare(("postgres.rows.public.articles", "30000"), ("postgres.size.bytes", "31000000"), ("redis.keys", "0"));

        comparison.Differences.Select(fact => (fact.Key, fact.Before.Single(), fact.After.Single(), fact.Matters)).Should().Equal(
            ("postgres.rows.public.articles", "10,000", "30,000", true),
            ("postgres.size.bytes", "11.4 MiB", "29.6 MiB", true),
            ("redis.keys", "400", "0", true));
    }

    [Theory]
    [InlineData("10500", 0)]
    [InlineData("10600", 1)]
    [InlineData("9400", 1)]
    public void Data_that_grew_by_5_percent_are_the_same_and_beyond_they_are_not(string rows, int differences) =>
        Compare(("postgres.rows.public.articles", rows)).Differences.Should().HaveCount(differences);

    [Fact]
    public void A_new_table_an_extension_and_a_setting_are_differences() =>
        Compare(("postgres.rows.public.tags", "7"), ("postgres.extensions", "pg_trgm 1.6, plpgsql 1.0"), ("postgres.jit", "off")).Differences.Select(fact => fact.Key)
            .Should().Equal("postgres.extensions", "postgres.jit", "postgres.rows.public.tags");

    [Fact]
    public void What_was_compared_and_what_is_not_known_is_said()
    {
        var facts = Compare().Facts!;

        facts.Compared.Should().Contain(["Postgres (version, size, extensions, rows of 1 table, 1 settings)", "Redis (version, keys)"]);
        facts.NotKnown.Should().Equal("the target's version and settings", "what it caches", "the machine that it runs on");
    }

    [Fact]
    public void Servers_that_nobody_could_look_into_are_named_with_what_gives_them()
    {
        var bare = new Dictionary<string, string> { ["stack.kind"] = "external" };

        var facts = Between(bare, bare).Facts!;

        facts.NotKnown.Should().Contain(["Postgres (give --external-postgres on both sides)", "Redis (give --external-redis on both sides)"]);
    }

    [Fact]
    public void A_stack_that_LoadLab_started_is_known() => Between(new() { ["stack.kind"] = "processes" }, new() { ["stack.kind"] = "processes" }).Facts.Should().BeNull();

    private static RunComparison Compare(params (string Key, string Value)[] changed)
    {
        var after = new Dictionary<string, string>(External);
        foreach (var (key, value) in changed)
        {
            after[key] = value;
        }

        return Between(External, after);
    }

    private static RunComparison Between(Dictionary<string, string> before, Dictionary<string, string> after) =>
        Comparer.Compare([Run("a", before)], [Run("b", after)]);

    private static ComparedRun Run(string id, Dictionary<string, string> facts)
    {
        var run = Sample.Run(id);
        return run with { Record = run.Record with { Fingerprint = facts } };
    }
}
