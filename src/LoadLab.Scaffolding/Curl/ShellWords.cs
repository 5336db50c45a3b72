using System.Text;
using System.Text.RegularExpressions;

namespace LoadLab.Scaffolding.Curl;

/// <summary>The words of a command line, as a POSIX shell splits them; nothing is expanded or run.</summary>
internal static partial class ShellWords
{
    /// <summary>Splits it.</summary>
    /// <returns>The words, and what is wrong; null for nothing.</returns>
    public static (List<string> Words, string? Fault) Split(string line)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var inWord = false;
        for (var at = 0; at < line.Length; at++)
        {
            switch (line[at])
            {
                case '\\' when at + 1 < line.Length:
                    at++;
                    if (line[at] == '\r' && at + 1 < line.Length && line[at + 1] == '\n')
                    {
                        at++;
                    }
                    else if (line[at] != '\n')
                    {
                        word.Append(line[at]);
                        inWord = true;
                    }

                    break;
                case '$' when at + 1 < line.Length && line[at + 1] == '\'':
                    inWord = true;
                    if (!AnsiQuoted(line, ref at, word))
                    {
                        return (words, "a quote $' has no end");
                    }

                    break;
                case '\'':
                    inWord = true;
                    var end = line.IndexOf('\'', at + 1);
                    if (end < 0)
                    {
                        return (words, "a quote ' has no end");
                    }

                    word.Append(line, at + 1, end - at - 1);
                    at = end;
                    break;
                case '"':
                    inWord = true;
                    if (!DoubleQuoted(line, ref at, word))
                    {
                        return (words, "a quote \" has no end");
                    }

                    break;
                case ' ' or '\t' or '\r' or '\n':
                    if (inWord)
                    {
                        words.Add(word.ToString());
                        word.Clear();
                        inWord = false;
                    }

                    break;
                default:
                    word.Append(line[at]);
                    inWord = true;
                    break;
            }
        }

        if (inWord)
        {
            words.Add(word.ToString());
        }

        return (words, null);
    }

    /// <summary>What a shell would have replaced before curl saw it, and what stands here as it is written: variables and commands outside of single quotes.</summary>
    public static IEnumerable<string> Replaced(string line)
    {
        var isQuoted = false;
        for (var at = 0; at < line.Length; at++)
        {
            if (line[at] == '\\')
            {
                at++;
            }
            else if (line[at] == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (!isQuoted && Quoted().Match(line, at) is { Success: true } quoted)
            {
                at += quoted.Length - 1;
            }
            else if (Replaceable().Match(line, at) is { Success: true } found)
            {
                at += found.Length - 1;
                yield return found.Value;
            }
        }
    }

    [GeneratedRegex(@"\G(?:\$'(?:[^'\\]|\\[\s\S])*'|'[^']*')")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\G(?:\$(?:[A-Za-z_][A-Za-z0-9_]*|\{[^}]*\}|\([^)]*\))|`[^`]*`)")]
    private static partial Regex Replaceable();

    private static bool DoubleQuoted(string line, ref int at, StringBuilder word)
    {
        for (at++; at < line.Length; at++)
        {
            if (line[at] == '"')
            {
                return true;
            }

            if (line[at] == '\\' && at + 1 < line.Length && line[at + 1] is '"' or '\\' or '$' or '`' or '\n')
            {
                at++;
                if (line[at] == '\n')
                {
                    continue;
                }
            }

            word.Append(line[at]);
        }

        return false;
    }

    /// <summary>The form that browsers write bodies in.</summary>
    private static bool AnsiQuoted(string line, ref int at, StringBuilder word)
    {
        for (at += 2; at < line.Length; at++)
        {
            if (line[at] == '\'')
            {
                return true;
            }

            if (line[at] != '\\' || at + 1 >= line.Length)
            {
                word.Append(line[at]);
                continue;
            }

            at++;
            switch (line[at])
            {
                case 'n': word.Append('\n'); break;
                case 'r': word.Append('\r'); break;
                case 't': word.Append('\t'); break;
                case 'u' or 'x':
                    var most = line[at] == 'u' ? 4 : 2;
                    var digits = line.AsSpan(at + 1, Math.Min(most, line.Length - at - 1));
                    var count = 0;
                    while (count < digits.Length && char.IsAsciiHexDigit(digits[count]))
                    {
                        count++;
                    }

                    word.Append(count == 0 ? line[at] : (char)Convert.ToInt32(digits[..count].ToString(), 16));
                    at += count;
                    break;
                default: word.Append(line[at]); break;
            }
        }

        return false;
    }
}
