using System.Diagnostics;

namespace LoadLab.Core.Text;

/// <summary>The words and signs of the comparisons, and what each asks. Pure, thread-safe.</summary>
public static class ComparisonOperators
{
    private static readonly (ComparisonOperator Operator, string Word, string Sign, string CodeSign)[] All =
    [
        (ComparisonOperator.LessThan, "lt", "<", "<"),
        (ComparisonOperator.LessThanOrEqual, "lte", "≤", "<="),
        (ComparisonOperator.GreaterThan, "gt", ">", ">"),
        (ComparisonOperator.GreaterThanOrEqual, "gte", "≥", ">="),
        (ComparisonOperator.Equal, "eq", "=", "=="),
        (ComparisonOperator.NotEqual, "ne", "≠", "!="),
    ];

    /// <summary>The words of all of them.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. All.Select(one => one.Word)];

    /// <summary>The four that have a better side; an objective of the catalogue is one of them.</summary>
    public static IReadOnlyList<ComparisonOperator> OneSided { get; } = [.. All.Select(one => one.Operator).Where(one => one.WantsLess() is not null)];

    /// <summary>As catalogues and documents write it: <c>lte</c>.</summary>
    public static string Word(this ComparisonOperator comparison) => Row(comparison).Word;

    /// <summary>For people: <c>≤</c>.</summary>
    public static string Sign(this ComparisonOperator comparison) => Row(comparison).Sign;

    /// <summary>As code writes it: <c>&lt;=</c>.</summary>
    public static string CodeSign(this ComparisonOperator comparison) => Row(comparison).CodeSign;

    /// <summary>The comparison of a word; null when there is none.</summary>
    public static ComparisonOperator? OfWord(string word) => Find(row => row.Word == word);

    /// <summary>The comparison of a sign as code writes it; null when there is none.</summary>
    public static ComparisonOperator? OfCodeSign(string sign) => Find(row => row.CodeSign == sign);

    /// <summary>True when a smaller value is better, false when a larger one is; null for equality, which has no better side.</summary>
    public static bool? WantsLess(this ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.LessThan or ComparisonOperator.LessThanOrEqual => true,
        ComparisonOperator.GreaterThan or ComparisonOperator.GreaterThanOrEqual => false,
        ComparisonOperator.Equal or ComparisonOperator.NotEqual => null,
        _ => throw Unknown(comparison),
    };

    /// <summary>True when a value keeps the limit.</summary>
    public static bool Holds(this ComparisonOperator comparison, double value, double limit) => comparison switch
    {
        ComparisonOperator.LessThan => value < limit,
        ComparisonOperator.LessThanOrEqual => value <= limit,
        ComparisonOperator.GreaterThan => value > limit,
        ComparisonOperator.GreaterThanOrEqual => value >= limit,
        ComparisonOperator.Equal => value == limit,
        ComparisonOperator.NotEqual => value != limit,
        _ => throw Unknown(comparison),
    };

    /// <summary>True when a value lies on the wrong side of the limit. A value that is the limit is on neither side.</summary>
    public static bool IsPast(this ComparisonOperator comparison, double value, double limit) => comparison switch
    {
        ComparisonOperator.LessThan or ComparisonOperator.LessThanOrEqual => value > limit,
        ComparisonOperator.GreaterThan or ComparisonOperator.GreaterThanOrEqual => value < limit,
        ComparisonOperator.Equal => value != limit,
        ComparisonOperator.NotEqual => value == limit,
        _ => throw Unknown(comparison),
    };

    private static (ComparisonOperator Operator, string Word, string Sign, string CodeSign) Row(ComparisonOperator comparison)
    {
        foreach (var row in All)
        {
            if (row.Operator == comparison)
            {
                return row;
            }
        }

        throw Unknown(comparison);
    }

    private static ComparisonOperator? Find(Predicate<(ComparisonOperator Operator, string Word, string Sign, string CodeSign)> has)
    {
        foreach (var row in All)
        {
            if (has(row))
            {
                return row.Operator;
            }
        }

        return null;
    }

    private static UnreachableException Unknown(ComparisonOperator comparison) => new($"There is no comparison {comparison}.");
}
