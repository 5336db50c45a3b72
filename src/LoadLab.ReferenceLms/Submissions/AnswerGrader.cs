namespace LoadLab.ReferenceLms.Submissions;

/// <summary>
/// Grades an answer by its likeness to the model answer: seven tenths for the words (Dice's coefficient over the multisets,
/// 2·|A∩B| / (|A|+|B|)) and three tenths for their order (longest common subsequence over the longer text). Pure.
/// </summary>
internal static class AnswerGrader
{
    /// <summary>Words beyond this are not read: the order costs the product of both lengths.</summary>
    public const int MaxWords = 2_000;

    /// <summary>The score, 0 to 100; 100 for the same words in the same order.</summary>
    public static int Grade(string answer, string modelAnswer)
    {
        var given = Words(answer);
        var model = Words(modelAnswer);
        if (given.Length == 0 || model.Length == 0)
        {
            return 0;
        }

        var words = 2.0 * CommonWords(given, model) / (given.Length + model.Length);
        var order = (double)LongestCommonSubsequence(given, model) / Math.Max(given.Length, model.Length);
        return (int)Math.Round(100 * ((0.7 * words) + (0.3 * order)), MidpointRounding.AwayFromZero);
    }

    private static string[] Words(string text)
    {
        var words = new List<string>();
        var start = -1;
        for (var i = 0; i <= text.Length && words.Count < MaxWords; i++)
        {
            var inside = i < text.Length && char.IsLetterOrDigit(text[i]);
            if (inside && start < 0)
            {
                start = i;
            }
            else if (!inside && start >= 0)
            {
                words.Add(text[start..i].ToLowerInvariant());
                start = -1;
            }
        }

        return [.. words];
    }

    private static int CommonWords(string[] a, string[] b)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var word in a)
        {
            counts[word] = counts.GetValueOrDefault(word) + 1;
        }

        var common = 0;
        foreach (var word in b)
        {
            if (counts.TryGetValue(word, out var left) && left > 0)
            {
                counts[word] = left - 1;
                common++;
            }
        }

        return common;
    }

    private static int LongestCommonSubsequence(string[] a, string[] b)
    {
        var row = new int[b.Length + 1];
        foreach (var word in a)
        {
            var diagonal = 0;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = word == b[j - 1] ? diagonal + 1 : Math.Max(above, row[j - 1]);
                diagonal = above;
            }
        }

        return row[^1];
    }
}
