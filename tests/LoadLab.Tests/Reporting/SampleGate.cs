using LoadLab.Core.Comparison;
using LoadLab.Core.Evaluation.Decisions;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Gate;
using LoadLab.Core.Runs;
using LoadLab.Core.Statistics;
using LoadLab.Core.Verdicts;

namespace LoadLab.Tests.Reporting;

/// <summary>Gates made up of <see cref="SampleRun"/> and <see cref="SampleEvaluation"/>.</summary>
internal static class SampleGate
{
    /// <summary>Everything that a name can do to a format: quotes, line breaks, pipes, emoji, percent signs, commands, markup, control characters, half a character.</summary>
    public const string Nasty = "a \"b\" 'c' |d|\r\ne 🚀 50% ::error::f, <g>&amp; ]]> `h` @team *i* \u0001\uD83D";

    public static GateResult Good() => new(SampleRun.Good(), SampleEvaluation.Good(), "smoke", Comparison([Figure("rate-100", 0.01, ShiftVerdict.Equivalent)]), []);

    public static GateResult Regressed() => Good() with
    {
        Comparison = Comparison([Figure("rate-100", 0.2, ShiftVerdict.Regressed), Figure("users-50", -0.1, ShiftVerdict.Improved), Figure("users-50", 0.03, ShiftVerdict.Inconclusive) with { Kind = FigureKind.P99 }]),
    };

    public static GateResult Failed() => Regressed() with { Record = SampleRun.Slow(), Evaluation = SampleEvaluation.Failed() };

    public static GateResult Invalid() => new(SampleRun.Good(), SampleEvaluation.Invalid(), "smoke", null, ["Run 'x' is INVALID."]);

    public static GateResult Interrupted() => new(SampleRun.Interrupted(), SampleEvaluation.Good(), "smoke", null, ["Run 'x' is not complete."]);

    public static GateResult NotMeasured() => Good() with { Evaluation = SampleEvaluation.WithoutTraffic() };

    public static GateResult NotCompared() => Good() with { Comparison = null, NotCompared = ["Run 'x' has no request in the measured part of phase 'rate-100'."] };

    public static GateResult Undecided() => Good() with { Comparison = Comparison([Figure("rate-100", 0.03, ShiftVerdict.Inconclusive)]) };

    public static GateResult OnePhaseUndecided() => Good() with
    {
        Comparison = Comparison([Figure("rate-100", 0.01, ShiftVerdict.Equivalent), Figure("users-50", 0.03, ShiftVerdict.Inconclusive)]),
    };

    /// <summary>The failed one, with a name that is nasty wherever a user may give one.</summary>
    public static GateResult NastyNames()
    {
        var gate = Failed();
        return gate with
        {
            Baseline = Nasty,
            Record = gate.Record with
            {
                Plan = gate.Record.Plan with { Suite = Nasty, Labels = new Dictionary<string, string> { ["build"] = Nasty } },
                Phases = [gate.Record.Phases[0] with { Name = Nasty }],
                Slices = [],
                Probes = [],
                Tables = [],
            },
            Evaluation = gate.Evaluation with
            {
                Verdicts = [gate.Evaluation.Verdicts[0] with { Title = Nasty, Phase = Nasty, Reason = Nasty }],
                Attribution = null,
                Reasons = [],
            },
            Comparison = Comparison([Figure(Nasty, 0.2, ShiftVerdict.Regressed)]) with
            {
                Before = [Nasty],
                Differences = [new FingerprintDifference("cpu.model", [Nasty], ["other"], true)],
            },
        };
    }

    /// <summary>The failed one as an emergency that somebody approved; without the row that was not measured, which no approval covers.</summary>
    public static GateResult Approved(string by = "Ada Lovelace")
    {
        var gate = Failed();
        gate = gate with { Evaluation = gate.Evaluation with { Verdicts = [.. gate.Evaluation.Verdicts.Where(verdict => verdict.Verdict != Verdict.NotMeasured)], Reasons = [] } };
        var change = new ChangePlan
        {
            Id = "emergency-change",
            Title = "Emergency Changes",
            Source = "10.2/4",
            Needs = ["approval"],
            Approval = new Approval(by, "INC-4711: login is down", new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero)),
        };
        var record = gate.Record with { Plan = gate.Record.Plan with { Change = change } };
        return gate with { Record = record, Evaluation = DecisionRule.Decide(record, gate.Evaluation) };
    }

    /// <summary>The good one as a feature release whose error budget is spent.</summary>
    public static GateResult BudgetSpent()
    {
        var gate = Good();
        var change = new ChangePlan
        {
            Id = "feature-release",
            Title = "Feature Release",
            Source = "10.2/2",
            Needs = ["required-slos-pass", "error-budget-left"],
            LeastBudgetRatio = 0.1m,
            Budgets = [new BudgetLeft("api-errors", -0.25m, "2026-11", new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero))],
        };
        var record = gate.Record with { Plan = gate.Record.Plan with { Change = change } };
        return gate with { Record = record, Evaluation = DecisionRule.Decide(record, gate.Evaluation) };
    }

    public static IEnumerable<GateResult> All() => [Good(), Regressed(), Failed(), Invalid(), Interrupted(), NotMeasured(), NotCompared(), Undecided(), NastyNames(), Approved(), BudgetSpent()];

    private static ComparedFigure Figure(string phase, double shift, ShiftVerdict verdict) => new(
        new StepKey(phase, PhaseSummary.AllScenarios, "*"), FigureKind.P95, 40, 40 * (1 + shift), new Interval(shift, shift - 0.02, shift + 0.02), 0.05, verdict,
        "For tests.");

    private static RunComparison Comparison(IReadOnlyList<ComparedFigure> figures) => new()
    {
        Suite = "capacity",
        Before = ["20261122T083000Z-capacity-11aa"],
        After = ["20261123T083000Z-capacity-4f2a"],
        Method = "Made up.",
        Margin = ComparisonMargin.Default,
        Differences = [],
        Figures = figures,
        Notes = [],
    };
}
