namespace LoadLab.K6.Requests;

/// <summary>Header names as Go, and so k6, spells them: <c>Content-Type</c>.</summary>
internal static class HeaderNames
{
    public static string Canonical(string name)
    {
        var isRight = true;
        var upper = true;
        foreach (var letter in name)
        {
            isRight &= upper ? !char.IsAsciiLetterLower(letter) : !char.IsAsciiLetterUpper(letter);
            upper = letter == '-';
        }

        return isRight ? name : string.Join('-', name.Split('-').Select(part => part.Length == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..].ToLowerInvariant()));
    }
}
