using System.Diagnostics;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Store;

/// <summary>The words that the run document has for the enums. Part of the schema: never changed, only added to.</summary>
public static class DocumentWords
{
    private static readonly (Verdict Value, string Word)[] Verdicts =
    [
        (Verdict.Pass, "PASS"), (Verdict.Warn, "WARN"), (Verdict.Fail, "FAIL"),
        (Verdict.Inconclusive, "INCONCLUSIVE"), (Verdict.NotMeasured, "NOT MEASURED"),
    ];

    private static readonly (Decision Value, string Word)[] Decisions =
        [(Decision.Go, "GO"), (Decision.NoGo, "NO-GO"), (Decision.GoWithApproval, "GO-WITH-APPROVAL"), (Decision.NotJudged, "NOT-JUDGED")];

    private static readonly (ValidityStatus Value, string Word)[] Validities =
        [(ValidityStatus.Valid, "VALID"), (ValidityStatus.Invalid, "INVALID")];

    private static readonly (FindingSeverity Value, string Word)[] Severities =
        [(FindingSeverity.Info, "info"), (FindingSeverity.Warning, "warning"), (FindingSeverity.Invalid, "invalid")];

    private static readonly (RunOutcome Value, string Word)[] Outcomes =
    [
        (RunOutcome.Completed, "completed"), (RunOutcome.Interrupted, "interrupted"),
        (RunOutcome.Stopped, "stopped"), (RunOutcome.Incomplete, "incomplete"),
    ];

    private static readonly (ConditionState Value, string Word)[] Conditions =
        [(ConditionState.Holds, "holds"), (ConditionState.DoesNotHold, "does-not-hold"), (ConditionState.NotKnown, "not-known")];

    private static readonly (LoadModel Value, string Word)[] Models = [(LoadModel.Closed, "closed"), (LoadModel.Open, "open")];

    private static readonly (MeasureAggregation Value, string Word)[] Aggregations =
    [
        (MeasureAggregation.Max, "max"), (MeasureAggregation.Mean, "mean"),
        (MeasureAggregation.Last, "last"), (MeasureAggregation.Delta, "delta"),
    ];

    /// <summary>True for a reason that is an indicator's warning: the document has it among the reasons, and nowhere else.</summary>
    public static bool IsWarning(string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return reason.StartsWith(Of(Verdict.Warn) + " ", StringComparison.Ordinal);
    }

    /// <summary><c>PASS</c>, <c>NOT MEASURED</c> …</summary>
    public static string Of(Verdict value) => Word(Verdicts, value);

    /// <summary><c>GO</c>, <c>NO-GO</c> …</summary>
    public static string Of(Decision value) => Word(Decisions, value);

    /// <summary><c>holds</c>, <c>does-not-hold</c> or <c>not-known</c>.</summary>
    public static string Of(ConditionState value) => Word(Conditions, value);

    /// <summary><c>VALID</c> or <c>INVALID</c>.</summary>
    public static string Of(ValidityStatus value) => Word(Validities, value);

    /// <summary><c>info</c>, <c>warning</c> or <c>invalid</c>.</summary>
    public static string Of(FindingSeverity value) => Word(Severities, value);

    /// <summary><c>completed</c>, <c>interrupted</c>, <c>stopped</c> or <c>incomplete</c>.</summary>
    public static string Of(RunOutcome value) => Word(Outcomes, value);

    /// <summary><c>closed</c> or <c>open</c>.</summary>
    public static string Of(LoadModel value) => Word(Models, value);

    /// <summary><c>max</c>, <c>mean</c>, <c>last</c> or <c>delta</c>.</summary>
    public static string Of(MeasureAggregation value) => Word(Aggregations, value);

    internal static Verdict ToVerdict(string word) => Value(Verdicts, word, "verdict");

    internal static Decision ToDecision(string word) => Value(Decisions, word, "decision");

    internal static ConditionState ToCondition(string word) => Value(Conditions, word, "state of a condition");

    internal static ValidityStatus ToValidity(string word) => Value(Validities, word, "validity status");

    internal static FindingSeverity ToSeverity(string word) => Value(Severities, word, "severity");

    internal static RunOutcome ToOutcome(string word) => Value(Outcomes, word, "outcome");

    internal static MeasureAggregation ToAggregation(string word) => Value(Aggregations, word, "aggregation");

    internal static SloTier ToTier(string word) => SloTiers.OfWord(word) ?? throw Unknown(word, "tier", SloTiers.Words);

    internal static ComparisonOperator ToComparison(string word) => ComparisonOperators.OfWord(word) ?? throw Unknown(word, "comparison", ComparisonOperators.Words);

    private static string Word<T>((T Value, string Word)[] table, T value)
        where T : struct, Enum
    {
        foreach (var entry in table)
        {
            if (EqualityComparer<T>.Default.Equals(entry.Value, value))
            {
                return entry.Word;
            }
        }

        throw new UnreachableException($"{typeof(T).Name}.{value} has no word in the run document.");
    }

    private static T Value<T>((T Value, string Word)[] table, string word, string what)
        where T : struct, Enum
    {
        foreach (var entry in table)
        {
            if (entry.Word == word)
            {
                return entry.Value;
            }
        }

        throw Unknown(word, what, table.Select(entry => entry.Word));
    }

    private static FormatException Unknown(string word, string what, IEnumerable<string> known) => new($"'{word}' is no {what}. Known: {string.Join(", ", known)}.");
}
