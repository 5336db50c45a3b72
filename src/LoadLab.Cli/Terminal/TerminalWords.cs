using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;
using Spectre.Console;

namespace LoadLab.Cli.Terminal;

/// <summary>Symbols, colours and tables for a terminal that may know ASCII only.</summary>
internal sealed class TerminalWords(bool unicode)
{
    /// <summary>The mark of a verdict: one column, and never the colour alone.</summary>
    public string Mark(Verdict verdict) => verdict switch
    {
        Verdict.Pass => unicode ? "✓" : "+",
        Verdict.Fail => unicode ? "✗" : "x",
        Verdict.Warn => "!",
        Verdict.Inconclusive => "?",
        Verdict.NotMeasured => unicode ? "–" : "-",
        _ => throw new System.Diagnostics.UnreachableException(verdict.ToString()),
    };

    /// <summary>The colour of a verdict.</summary>
    public static string Colour(Verdict verdict) => verdict switch
    {
        Verdict.Pass => "green",
        Verdict.Fail => "bold red",
        Verdict.Warn or Verdict.Inconclusive => "yellow",
        Verdict.NotMeasured => "grey",
        _ => throw new System.Diagnostics.UnreachableException(verdict.ToString()),
    };

    /// <summary>Text that is no markup, in characters that the terminal knows; one that is very long is cut and says its length.</summary>
    public string Safe(string text) => Markup.Escape(Plain(PlainText.Inline(text)));

    /// <summary>Text in characters that the terminal knows, and none that it obeys.</summary>
    public string Plain(string text) => unicode
        ? PlainText.Inline(text, int.MaxValue)
        : PlainText.Inline(text, int.MaxValue).Replace("–", "-", StringComparison.Ordinal)
            .Replace("…", "..", StringComparison.Ordinal)
            .Replace("≥", ">=", StringComparison.Ordinal)
            .Replace("≤", "<=", StringComparison.Ordinal)
            .Replace("→", "->", StringComparison.Ordinal)
            .Replace("·", "-", StringComparison.Ordinal);

    /// <summary>A table with a rule below its head and nothing else.</summary>
    public Table Table() => new Table { Border = unicode ? TableBorder.Simple : TableBorder.Ascii, UseSafeBorder = !unicode, BorderStyle = new Style(Color.Grey) };

    /// <summary>Writes a table with an empty line above and below: the simple border brings its own, the ASCII one does not.</summary>
    public void Write(IAnsiConsole console, Table table)
    {
        if (!unicode)
        {
            console.WriteLine();
        }

        console.Write(table);
    }

    /// <summary>A column of short things.</summary>
    public TableColumn Column(string title, bool right = false)
    {
        var column = new TableColumn($"[dim]{Safe(title)}[/]").NoWrap();
        return right ? column.RightAligned() : column;
    }
}
