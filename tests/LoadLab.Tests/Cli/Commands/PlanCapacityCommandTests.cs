using System.Text.Json;
using LoadLab.Cli.Commands;
using Microsoft.Extensions.Time.Testing;

namespace LoadLab.Tests.Cli.Commands;

public sealed class PlanCapacityCommandTests : IDisposable
{
    private readonly CliHarness _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task The_month_in_which_today_s_set_up_runs_out_comes_first()
    {
        (await RunAsync("plan-capacity --capacity 412/s --interval 405..431 --rate 150/s --growth 8%/month --headroom 30% --until 2028-06 --pool 50")).Should().Be(0);

        // 150·1.08ⁿ passes 288.4 after 8.5 months, and 283.5 and 301.7 after 8.3 and 9.1: the ends are in August and September.
        var lines = _cli.Out.Split('\n');
        lines[..6].Should().Equal(
            "Capacity  412/s (95 %: 405 to 431) with 1 instance, 30 % headroom",
            "Demand    150/s in 2026-11, +8 % a month, 647/s in 2028-06",
            "",
            "Today's instance holds the demand until 2027-07 and no longer in 2027-08 (95 %: 2027-08 to 2027-09).",
            "2028-06 needs 3 instances.",
            "Pools of 50 fit into max_connections 100 for up to 1 instance; from 2 on a pooler such as PgBouncer is needed: in 2027-08 (95 %: 2027-08 to 2027-09).");
        lines[7].Should().Be("MONTH    DEMAND  95 % INTERVAL   INSTANCES       CONNECTIONS");
        lines.Should().Contain("2027-08   300/s              -  2 (1 to 2)   100 (50 to 100)");
        lines.Should().Contain("  demand: 150/s in 2026-11 and growth of 8%/month, as given; no interval is known of either");
    }

    [Fact]
    public async Task Users_become_a_rate_by_what_one_makes()
    {
        (await RunAsync("plan-capacity --capacity 412/s --users 6000 --per-user 9/m --redis-memory 120MB --redis-max 256MB --json")).Should().Be(0);

        using var document = JsonDocument.Parse(_cli.Out);
        var root = document.RootElement;
        root.GetProperty("unit").GetString().Should().Be("1/s");
        root.GetProperty("runsOut").GetProperty("expected").GetString().Should().Be("2026-11", "900/s is more than 412/s");
        root.GetProperty("months")[0].GetProperty("demand").GetProperty("estimate").GetDouble().Should().BeApproximately(900, 1e-9);
        root.GetProperty("months")[0].GetProperty("instances").GetProperty("estimate").GetDouble().Should().Be(3);
        root.GetProperty("redisFull").GetProperty("expected").GetString().Should().Be("2026-11", "120 MB · 900/412 are 262 MB");
        root.GetProperty("needsPooler").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_rate_becomes_users_the_other_way_round()
    {
        (await RunAsync("plan-capacity --capacity 900users --rate 150/s --per-user 0.15/s --json")).Should().Be(0);

        using var document = JsonDocument.Parse(_cli.Out);
        document.RootElement.GetProperty("unit").GetString().Should().Be("users");
        document.RootElement.GetProperty("months")[0].GetProperty("demand").GetProperty("estimate").GetDouble().Should().BeApproximately(1000, 1e-9);
    }

    [Fact]
    public async Task A_history_gives_level_and_growth()
    {
        var file = Path.Combine(_cli.Directory, "peaks.csv");
        await File.WriteAllLinesAsync(file, Enumerable.Range(0, 12).Select(at => FormattableString.Invariant($"2026-{at + 1:00},{100 * Math.Pow(1.1, at):0.######}")).Take(11));

        (await RunAsync($"plan-capacity --capacity 412/s --demand {file}")).Should().Be(0);

        _cli.Out.Should().Contain("Demand    259/s in 2026-11, +10 % a month");
        _cli.Out.Should().Contain("  demand: growth fitted to 11 peaks from 2026-01-31 to 2026-11-30: Theil and Sen's line through the logarithms (Mann-Kendall p = 0.0001)");
    }

    [Fact]
    public async Task A_chart_is_drawn_for_every_ground_and_width()
    {
        var directory = Path.Combine(_cli.Directory, "charts");

        (await RunAsync($"plan-capacity --capacity 412/s --rate 150/s --growth 8%/month --chart {directory}")).Should().Be(0);

        Directory.GetFiles(directory).Select(Path.GetFileName).Should().BeEquivalentTo("demand.png", "demand-dark.png", "demand-narrow.png", "demand-narrow-dark.png", "demand.svg", "demand.csv");
        _cli.Error.Split('\n')[0].Should().Be($"Chart  {Path.Combine(directory, "demand.png")}");
    }

    [Theory]
    [InlineData("", "There is no capacity. Name a capacity search (latest), or give what today's instances hold: --capacity 412/s, or --capacity '900 users'|There is no demand. Give one of: --users 5000, --rate 150/s, --demand history.csv")]
    [InlineData("--capacity 412 --rate 15 --growth 8% --headroom 100% --until 2020-01 --pool x --redis-max 3MB",
        "--capacity '412' is not a load above 0 such as 412/s or '900 users'.|--growth '8%' is not a growth above -100% and up to 1000% such as 8%/month or 60%/year.|The plan ends in 2020-01, before it begins in 2026-11."
        + "|--rate '15' is not a rate such as 150/s, 10/m or 0.2/s, above 0.|--headroom '100%' is not a percentage from 0% to below 100% such as 30%.|--pool 'x' is not a whole number from 1 to 100,000,000.|--redis-max needs --redis-memory.")]
    [InlineData("--capacity 412/s --interval 420..431 --users 5 --rate 3/s", "--interval '420..431' does not hold the capacity of 412, or does not begin above 0.|There is more than one demand: --users, --rate. Give one.")]
    [InlineData("--capacity 412/s --users 5", "--users is in users and --capacity is a rate. Give the rate of one user: --per-user 9/m")]
    [InlineData("--capacity 412/s --demand nowhere.csv --growth 8%/month --until 2090-01",
        "The plan has 759 months; at most 240 are allowed.|--growth and --demand contradict each other: the growth is fitted to the history.|--demand 'nowhere.csv' cannot be read: Could not find file '{0}'.")]
    public async Task All_faults_are_told_at_once(string options, string faults)
    {
        (await RunAsync("plan-capacity " + options)).Should().Be(104);

        _cli.Error.Should().Be(string.Concat(faults.Replace("{0}", Path.GetFullPath("nowhere.csv"), StringComparison.Ordinal).Split('|').Select(fault => $"error: {fault}\n")) + "  See: loadlab plan-capacity --help\n");
        _cli.Out.Should().BeEmpty();
    }

    [Fact]
    public async Task Faults_of_the_history_come_with_the_others()
    {
        var file = Path.Combine(_cli.Directory, "peaks.csv");
        await File.WriteAllTextAsync(file, "2026-01-01,1\nx,2\n2026-01-03,y\n");

        (await RunAsync($"plan-capacity --capacity 412/s --headroom 2 --demand {file}")).Should().Be(104);

        _cli.Error.Split('\n').Where(line => line.StartsWith("error", StringComparison.Ordinal)).Should().HaveCount(3).And.Contain($"error: {file}, line 3: 'y' is not a number such as 132.5.");
    }

    private Task<int> RunAsync(string line) =>
        _cli.RunAsync(line, PlanCapacityCommand.Create(_cli.Console, _cli.Stored, new FakeTimeProvider(new DateTimeOffset(2026, 11, 27, 12, 0, 0, TimeSpan.Zero))));
}
