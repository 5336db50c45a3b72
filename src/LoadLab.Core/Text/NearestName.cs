namespace LoadLab.Core.Text;

/// <summary>Finds the known names that a misspelt one was probably meant to be.</summary>
public static class NearestName
{
    private const int MostSuggestions = 3;

    /// <summary>
    /// Up to three of <paramref name="known"/>, the nearest first; empty when none is near. Near is: within a third of the
    /// name's length in edits (Damerau 1964, adjacent swaps count once), or one begins with the other. Case does not count.
    /// </summary>
    public static IReadOnlyList<string> Suggest(string given, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(given);
        ArgumentNullException.ThrowIfNull(known);
        var sought = given.ToUpperInvariant();
        if (sought.Length == 0)
        {
            return [];
        }

        return
        [
            .. known.Distinct(StringComparer.Ordinal)
                .Select(name => (Name: name, Distance: Rank(sought, name.ToUpperInvariant())))
                .Where(candidate => candidate.Distance is not null)
                .OrderBy(candidate => candidate.Distance)
                .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
                .Take(MostSuggestions)
                .Select(candidate => candidate.Name),
        ];
    }

    /// <summary>The suggestion as a sentence with a space before it: <c> Did you mean 'hold'?</c>; empty when nothing is near.</summary>
    public static string Sentence(string given, IEnumerable<string> known)
    {
        var names = Suggest(given, known);
        return names.Count == 0 ? "" : " Did you mean " + string.Join(" or ", names.Select(name => $"'{name}'")) + "?";
    }

    private static int? Rank(string sought, string name)
    {
        var edits = Edits(sought, name);
        var longer = Math.Max(sought.Length, name.Length);
        if (edits < longer && edits <= Math.Max(1, longer / 3))
        {
            return edits;
        }

        // A part of a long name is a likely abbreviation, but a worse guess than a slip of the keyboard.
        return sought.Length >= 3 && (name.StartsWith(sought, StringComparison.Ordinal) || sought.StartsWith(name, StringComparison.Ordinal))
            ? 100 + edits
            : null;
    }

    private static int Edits(string a, string b)
    {
        var before = new int[b.Length + 1];
        var above = new int[b.Length + 1];
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            above[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(above[j] + 1, row[j - 1] + 1), above[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }

            (before, above, row) = (above, row, before);
        }

        return above[b.Length];
    }
}
