using System.Text;

namespace LoadLab.K6.Modules;

/// <summary>The text of a selector: its parts, and names with <c>*</c> and <c>?</c>. Pure.</summary>
internal static class JsonSelectorParts
{
    /// <summary>Cuts at a sign, but not inside brackets or quotes, nor after a backslash.</summary>
    public static IEnumerable<string> Split(string text, char at)
    {
        var (start, depth, isQuoted) = (0, 0, false);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == '"' && depth > 0)
            {
                isQuoted = !isQuoted;
            }
            else if (!isQuoted && text[i] is '(' or '{' or '[')
            {
                depth++;
            }
            else if (!isQuoted && text[i] is ')' or '}' or ']')
            {
                depth--;
            }
            else if (text[i] == at && depth == 0)
            {
                yield return text[start..i];
                start = i + 1;
            }
        }

        yield return text[start..];
    }

    public static bool IsPattern(string part)
    {
        for (var i = 0; i < part.Length; i++)
        {
            if (part[i] == '\\')
            {
                i++;
            }
            else if (part[i] is '*' or '?')
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A name without its backslashes.</summary>
    public static string Plain(string part)
    {
        if (!part.Contains('\\', StringComparison.Ordinal))
        {
            return part;
        }

        var plain = new StringBuilder();
        for (var i = 0; i < part.Length; i++)
        {
            i += part[i] == '\\' && i + 1 < part.Length ? 1 : 0;
            plain.Append(part[i]);
        }

        return plain.ToString();
    }

    /// <summary>Whether a text is of a pattern: <c>*</c> stands for any text, <c>?</c> for one letter. In time that grows with the product of their lengths at most.</summary>
    public static bool Fits(string text, string pattern)
    {
        var (at, from, star, after) = (0, 0, -1, 0);
        while (at < text.Length)
        {
            var isEscaped = from + 1 < pattern.Length && pattern[from] == '\\';
            if (from < pattern.Length && pattern[from] == '*')
            {
                (star, after) = (from++, at);
            }
            else if (from < pattern.Length && (isEscaped ? pattern[from + 1] == text[at] : pattern[from] == '?' || pattern[from] == text[at]))
            {
                from += isEscaped ? 2 : 1;
                at++;
            }
            else if (star >= 0)
            {
                (from, at) = (star + 1, ++after);
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(from).TrimStart('*').IsEmpty;
    }
}
