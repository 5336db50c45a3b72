using System.CommandLine;

namespace LoadLab.Cli.Options;

/// <summary>Options of commands that make several runs.</summary>
internal static class SeriesOptions
{
    /// <summary>Most runs of a side: more is a typing error.</summary>
    private const int Most = 1_000;

    /// <summary><c>-n</c>: a number of runs.</summary>
    public static Option<int?> Count(string description, int least) => NumberOption.Whole(description, least, Most, "--runs", "-n");
}
