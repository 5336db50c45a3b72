using LoadLab.Core.Measurement;

namespace LoadLab.Core.Runs;

/// <summary>A finding in one sentence, the same wherever one is written.</summary>
public static class FindingText
{
    /// <summary>What was seen and what is allowed: <c>3 arrivals dropped, allowed 0: …</c>. Without a full stop at the end, whether or not its parts have one.</summary>
    public static string Fact(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return $"{Part(finding.Seen)}, allowed {Part(finding.Allowed)}";
    }

    /// <summary>The same as whole sentences, with what to do.</summary>
    public static string Sentence(Finding finding) => $"{Fact(finding)}. {finding?.Advice}".TrimEnd();

    /// <summary>What was seen or is allowed, to stand inside a sentence: it comes from many hands, and some are whole sentences.</summary>
    public static string Part(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.TrimEnd(' ', '.');
    }
}
