using LoadLab.Cli.Terminal;
using LoadLab.Core.Production;
using LoadLab.Core.Verdicts;

namespace LoadLab.Tests.Cli.Terminal;

public sealed class SloStatusTextTests
{
    private static readonly DateTimeOffset Until = new(2026, 6, 16, 0, 0, 0, TimeSpan.Zero);
    private static readonly BudgetStatus Known = new("up", "Up", "Shop", SloTier.Slo, "≥ 99.95%", "rolling 30d", Until, 0.625m, 2.5m, 24, Until.AddDays(7.5), BudgetState.Burning, "");

    [Fact]
    public void The_worst_stands_first_and_what_is_not_known_is_a_dash_with_the_reason()
    {
        var lines = SloStatusText.Lines(
            "shop",
            [
                Known with { Id = "errors", Remaining = 0.999m, Burn = 0, SpentAt = null, State = BudgetState.Lasts },
                Known,
                Known with { Id = "up-sla", Tier = SloTier.Sla, Remaining = -1.4m, SpentAt = null, State = BudgetState.Spent },
                Known with { Id = "mail", Remaining = null, Burn = null, SpentAt = null, State = BudgetState.Unknown, Why = "too little of its window is known" },
                Known with { Id = "backup", Until = null, Remaining = null, Burn = null, SpentAt = null, State = BudgetState.Unknown, Why = "nothing was imported for it" },
            ],
            Until.AddHours(3));

        lines.Should().Equal(
            "Error budgets of shop, from production until 2026-06-16T00:00Z",
            "",
            "         Row     Tier  Target    Window         Left  Burn  Spent",
            "SPENT    up-sla  SLA   ≥ 99.95%  rolling 30d  -140 %  2.5×  already",
            "BURNING  up      SLO   ≥ 99.95%  rolling 30d  62.5 %  2.5×  2026-06-23T12:00Z, in 7d12h",
            "unknown  mail    SLO   ≥ 99.95%  rolling 30d       –     –  too little of its window is known",
            "lasts    errors  SLO   ≥ 99.95%  rolling 30d  99.9 %    0×  not in this window",
            "",
            "Left: of the budget of the whole window; of a month that goes on with the traffic until now. Burn: of the last 24 h of the data; 1× spends a budget in exactly its window.",
            "Nothing was imported for 1 more: backup.");
    }

    [Fact]
    public void Old_data_are_no_status_of_today() =>
        SloStatusText.Lines("shop", [Known], Until.AddDays(10))[0].Should().Be("Error budgets of shop, from production until 2026-06-16T00:00Z: 10d old. Import anew to see today.");

    [Fact]
    public void Without_data_there_is_no_table() =>
        SloStatusText.Lines("shop", [Known with { Until = null }], Until)[0].Should().StartWith("shop: nothing is known of any error budget. Import production first");
}
