using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;

namespace LoadLab.Reporting.Figures;

/// <summary>The decision and single verdicts in words.</summary>
public static partial class RunStory
{
    /// <summary>The verdicts that a reader needs first, in the catalogue's order: the required ones, and whatever failed. All of them when none is such a one.</summary>
    public static IReadOnlyList<SloVerdict> Deciding(RunEvaluation evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        var deciding = evaluation.Verdicts.Where(verdict => verdict.Required || verdict.Verdict is Verdict.Fail or Verdict.Warn).ToList();
        return deciding.Count > 0 ? deciding : evaluation.Verdicts;
    }

    /// <summary>The others, in the catalogue's order: looked at, and no launch depends on them. Those that were not measured come last.</summary>
    public static IReadOnlyList<SloVerdict> Beside(RunEvaluation evaluation) =>
        [.. evaluation.Verdicts.Except(Deciding(evaluation)).OrderBy(verdict => verdict.Verdict == Verdict.NotMeasured)];

    /// <summary>Those beside in a few words: <c>31 more rows, no launch depends on them: 20 PASS, 7 INCONCLUSIVE, 4 NOT MEASURED</c>.</summary>
    public static string BesideInWords(IReadOnlyList<SloVerdict> beside)
    {
        ArgumentNullException.ThrowIfNull(beside);
        var counts = beside.CountBy(verdict => verdict.Verdict).OrderBy(count => count.Key).Select(count => $"{Units.Count(count.Value)} {Name(count.Key)}");
        return $"{Units.Count(beside.Count)} more row{(beside.Count == 1 ? "" : "s")} that no launch depends on: {string.Join(", ", counts)}";
    }

    /// <summary><c>GO</c>, <c>NO-GO</c>, <c>GO WITH APPROVAL</c> or <c>NOT JUDGED</c>.</summary>
    public static string Decision(Decision decision) => decision switch
    {
        Core.Verdicts.Decision.Go => "GO",
        Core.Verdicts.Decision.NoGo => "NO-GO",
        Core.Verdicts.Decision.GoWithApproval => "GO WITH APPROVAL",
        Core.Verdicts.Decision.NotJudged => "NOT JUDGED",
        _ => throw new System.Diagnostics.UnreachableException(decision.ToString()),
    };

    /// <summary>The verdict's name as everywhere: <c>PASS</c>, <c>NOT MEASURED</c> …</summary>
    public static string Name(Verdict verdict) => verdict switch
    {
        Verdict.Pass => "PASS",
        Verdict.Warn => "WARN",
        Verdict.Fail => "FAIL",
        Verdict.Inconclusive => "INCONCLUSIVE",
        Verdict.NotMeasured => "NOT MEASURED",
        _ => throw new System.Diagnostics.UnreachableException(verdict.ToString()),
    };

    /// <summary>What was measured, as text: <c>604.2 ms</c>, or a dash.</summary>
    public static string Measured(SloVerdict verdict)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        return HeldLoad.Measured(verdict) ?? (verdict.Measured is { } value ? Units.Against(value, verdict.Limit, verdict.Unit) : Units.None);
    }

    /// <summary>The 95 % interval: <c>601.8 ms … 612.5 ms</c>; empty when there is none, or no width to it.</summary>
    public static string Interval(SloVerdict verdict)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        if (HeldLoad.Interval(verdict) is { } held || verdict is not { Low: { } low, High: { } high } || low == high)
        {
            return HeldLoad.Interval(verdict) ?? "";
        }

        var from = Units.Against(low, verdict.Limit, verdict.Unit);
        var to = Units.Against(high, verdict.Limit, verdict.Unit);
        var space = from.LastIndexOf(' ');
        var unit = space < 0 ? "" : from[space..];
        return unit.Length > 0 && to.EndsWith(unit, StringComparison.Ordinal) ? $"{from[..space]} … {to}" : $"{from} … {to}";
    }

    /// <summary>What went wrong with an SLO: its value, where, and since when.</summary>
    public static string Failed(SloVerdict verdict)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        var value = verdict.Measured is null ? "" : $": {Measured(verdict)}, must be {Units.Limit(verdict.Limit, verdict.Comparison, verdict.Unit)}";
        var where = verdict.Phase.Length > 0 ? $" in {verdict.Phase}" : "";
        var since = verdict.FirstCrossedSecond is { } second ? $", crossed from {Units.Clock(second)} on" : "";
        return $"{verdict.Title}{value}{where}{since}";
    }
}
