namespace LoadLab.Core.Text;

/// <summary>Writes command lines that a POSIX shell reads back as they were.</summary>
internal static class ShellText
{
    private const string Plain = "-_./:=%+,@";

    /// <summary>One argument, in single quotes where it needs them.</summary>
    public static string Quote(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || Plain.Contains(c, StringComparison.Ordinal))
            ? text
            : "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
    }

    /// <summary>The arguments, each quoted.</summary>
    public static string Line(IEnumerable<string> arguments) => string.Join(' ', arguments.Select(Quote));
}
