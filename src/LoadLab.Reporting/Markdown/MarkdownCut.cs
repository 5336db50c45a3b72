using System.Text;

namespace LoadLab.Reporting.Markdown;

/// <summary>Cuts Markdown to the size that its reader takes. Pure.</summary>
public static class MarkdownCut
{
    private const string Cut = "\n\n_Cut: the rest does not fit. All of it stands in the run's report._\n";

    /// <summary>The text, or as many whole lines as fit and a note. A code block that is cut is closed.</summary>
    /// <param name="text">Markdown.</param>
    /// <param name="mostBytes">Its UTF-8 is no longer than this; 0 or more.</param>
    public static string Shorten(string text, int mostBytes)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Encoding.UTF8.GetByteCount(text) <= mostBytes)
        {
            return text;
        }

        const string Fence = "\n```";
        var room = mostBytes - Encoding.UTF8.GetByteCount(Cut) - Fence.Length;
        var kept = new StringBuilder();
        var open = false;
        foreach (var line in text.Split('\n'))
        {
            room -= Encoding.UTF8.GetByteCount(line) + 1;
            if (room < 0)
            {
                break;
            }

            open ^= line.StartsWith("```", StringComparison.Ordinal);
            kept.Append(line).Append('\n');
        }

        return kept.Length == 0 ? "" : kept.ToString().TrimEnd() + (open ? Fence : "") + Cut;
    }
}
