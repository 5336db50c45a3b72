using System.Diagnostics;

namespace LoadLab.Core.Verdicts;

/// <summary>The words of the tiers. Pure, thread-safe.</summary>
public static class SloTiers
{
    private static readonly SloTier[] All = [SloTier.Sla, SloTier.Slo];

    /// <summary>The words of all of them.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. All.Select(Word)];

    /// <summary>As catalogues and documents write it: <c>slo</c>.</summary>
    public static string Word(this SloTier tier) => tier switch
    {
        SloTier.Sla => "sla",
        SloTier.Slo => "slo",
        _ => throw new UnreachableException($"There is no tier {tier}."),
    };

    /// <summary>For people: <c>SLO</c>.</summary>
    public static string Label(this SloTier tier) => tier.Word().ToUpperInvariant();

    /// <summary>The tier of a word; null when there is none.</summary>
    public static SloTier? OfWord(string? word)
    {
        foreach (var tier in All)
        {
            if (tier.Word() == word)
            {
                return tier;
            }
        }

        return null;
    }
}
