using LoadLab.Core.Catalogue;
using LoadLab.Core.Catalogue.Document;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;

namespace LoadLab.Core.Evaluation.Decisions;

/// <summary>Finds the rule that a run will be decided by. Pure.</summary>
public static class ChangePlanner
{
    /// <summary>The decision when none is named.</summary>
    public const string DefaultId = "go-no-go";

    /// <summary>The rule; null when none is named and the catalogue has no default one: GO then means that the run is valid and the required SLOs passed.</summary>
    /// <param name="catalogue">Where the rules stand; null when there is none.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="faults">Takes what is wrong with it.</param>
    public static ChangePlan? Plan(SloCatalogue? catalogue, ChangeOptions options, ICollection<string> faults)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(faults);
        var entries = (catalogue?.Document ?? []).OfType<DecisionEntry>().ToList();
        var entry = entries.Find(candidate => candidate.Id == (options.Id ?? DefaultId));
        if (entry is null)
        {
            if (options.Id is { } unknown)
            {
                faults.Add($"--change {unknown}: catalogue '{catalogue?.Name}' has no such decision.{NearestName.Sentence(unknown, entries.Select(candidate => candidate.Id))} "
                    + (entries.Count == 0 ? "It has none at all." : $"It has: {string.Join(", ", entries.Select(candidate => candidate.Id))}."));
            }
            else if (options.Approval is not null)
            {
                faults.Add("--approval: name the decision that it is for, such as --change emergency-change.");
            }

            return null;
        }

        var plan = Of(entry) with
        {
            Budgets = options.Budgets,
            UnknownBudgets = options.UnknownBudgets.Count > 0 ? options.UnknownBudgets : null,
            HasImports = options.HasImports,
            Approval = options.Approval,
        };
        if (options.Approval is not null && !plan.AcceptsApproval)
        {
            faults.Add(Refusal(plan) + " " + Accepting(entries));
        }

        return plan;
    }

    /// <summary>Why a change cannot be approved.</summary>
    public static string Refusal(ChangePlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return $"'{plan.Id}' takes no approval: it needs {string.Join(" and ", plan.Needs)}.";
    }

    /// <summary>The rule of an entry.</summary>
    internal static ChangePlan Of(DecisionEntry entry) => new()
    {
        Id = entry.Id,
        Title = entry.Title,
        Source = entry.Source,
        Needs = entry.Needs,
        LeastBudgetRatio = entry.LeastBudgetRatio ?? 0,
        UnknownBudgetPasses = entry.UnknownBudgetPasses,
    };

    private static string Accepting(List<DecisionEntry> entries)
    {
        var names = entries.Where(entry => entry.Needs.Contains(DecisionEntry.ApprovalGiven)).Select(entry => "--change " + entry.Id).ToList();
        return names.Count == 0 ? "No decision of the catalogue takes one." : $"What takes one: {string.Join(", ", names)}.";
    }
}
