using System.Globalization;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Evaluation.Windows;
using LoadLab.Core.Production;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;
using LoadLab.Core.Yaml;

namespace LoadLab.Cli.Terminal;

/// <summary>Where the error budgets stand, on one screen. Pure.</summary>
internal static class SloStatusText
{
    /// <summary>Data older than this are no status of today.</summary>
    private static readonly TimeSpan Stale = TimeSpan.FromDays(2);

    public static IReadOnlyList<string> Lines(string catalogue, IReadOnlyList<BudgetStatus> budgets, DateTimeOffset now)
    {
        var known = budgets.Where(budget => budget.Until is not null).ToList();
        if (known.Count == 0)
        {
            return [$"{catalogue}: nothing is known of any error budget. Import production first, such as: loadlab import prometheus --url URL --month {now.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture)}"];
        }

        var until = known.Max(budget => budget.Until)!.Value;
        var lines = new List<string> { $"Error budgets of {catalogue}, from production until {MomentText.Format(until)}" + (now - until > Stale ? $": {DurationValue.Format(TimeSpan.FromHours(Math.Floor((now - until).TotalHours)))} old. Import anew to see today." : "") };
        lines.Add("");
        lines.AddRange(ColumnText.Lines([["", "Row", "Tier", "Target", "Window", "Left", "Burn", "Spent"], .. known.OrderByDescending(budget => budget.State).Select(Row)], 5, 6));
        if (known.FirstOrDefault(budget => budget.Until < until) is { } behind)
        {
            lines.Add("");
            lines.Add($"Not all are that new: {behind.Id} ends at {MomentText.Format(behind.Until!.Value)}.");
        }

        lines.Add("");
        lines.Add(FormattableString.Invariant($"Left: of the budget of the whole window; of a month that goes on with the traffic until now. Burn: of the last {known[0].BurnHours:0} h of the data; 1× spends a budget in exactly its window."));
        if (budgets.Count > known.Count)
        {
            lines.Add($"Nothing was imported for {budgets.Count - known.Count} more: {string.Join(", ", budgets.Where(budget => budget.Until is null).Select(budget => budget.Id))}.");
        }

        return lines;
    }

    private static string[] Row(BudgetStatus budget) =>
    [
        budget.State switch
        {
            BudgetState.Spent => "SPENT",
            BudgetState.Burning => "BURNING",
            BudgetState.Lasts => "lasts",
            _ => "unknown",
        },
        budget.Id,
        budget.Tier.Label(),
        budget.Target,
        budget.Window,
        ComplianceText.Part(budget.Remaining),
        budget.Burn is { } burn ? BurnText.Times((double)burn) + "×" : Units.None,
        budget.State == BudgetState.Spent ? "already"
            : budget.SpentAt is { } at ? $"{MomentText.Format(at)}, in {DurationValue.Format(Rounded(at - budget.Until!.Value))}"
            : budget.Why.Length > 0 ? budget.Why
            : "not in this window",
    ];

    private static TimeSpan Rounded(TimeSpan time) => time < TimeSpan.FromHours(2) ? TimeSpan.FromMinutes(Math.Floor(time.TotalMinutes)) : TimeSpan.FromHours(Math.Floor(time.TotalHours));
}
