using System.Text.RegularExpressions;
using LoadLab.Core.Suites;

namespace LoadLab.Preparation;

/// <summary>
/// The one rule for where runs and baselines are kept when <c>--out</c> does not say: a suite inside the checkout has the checkout's
/// <c>results</c>; any other the nearest <c>results</c> upward from its folder, else <c>results</c> beside it. What reads runs takes the nearest
/// <c>results</c> upward from the working directory, else the checkout's.
/// </summary>
/// <param name="home">The checkout.</param>
/// <param name="here">The working directory.</param>
internal sealed partial class ResultsFolder(string home, string here)
{
    private const string Name = "results";
    private static readonly string[] Marks = ["index.jsonl", "baselines", "noise", "imports"];

    /// <summary>Where commands look that name no suite.</summary>
    public string OfHere() => Nearest(here) ?? OfHome();

    /// <summary>Where the runs of a suite are kept.</summary>
    /// <param name="suite">Its name, or the path of its file.</param>
    public string Of(string suite)
    {
        if (!SuiteCatalog.IsPath(suite))
        {
            return OfHome();
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(suite, here))!;
        return IsBelow(folder, home) ? OfHome() : Nearest(folder) ?? Path.Combine(folder, Name);
    }

    private string OfHome() => Path.Combine(home, Name);

    private static string? Nearest(string start)
    {
        for (var at = new DirectoryInfo(start); at is not null; at = at.Parent)
        {
            if (IsOurs(Path.Combine(at.FullName, Name)))
            {
                return Path.Combine(at.FullName, Name);
            }
        }

        return null;
    }

    /// <summary>Empty, or with LoadLab's files in it: other programs write into folders of this name, too.</summary>
    private static bool IsOurs(string folder)
    {
        try
        {
            return Directory.Exists(folder)
                && (Marks.Any(mark => Path.Exists(Path.Combine(folder, mark)))
                    || !Directory.EnumerateFileSystemEntries(folder).Any()
                    || Directory.EnumerateDirectories(folder).Any(run => RunName().IsMatch(Path.GetFileName(run))));
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool IsBelow(string folder, string root) =>
        (folder + Path.DirectorySeparatorChar).StartsWith(root.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    [GeneratedRegex("^[0-9]{8}T[0-9]{6}Z-", RegexOptions.CultureInvariant)]
    private static partial Regex RunName();
}
