using System.CommandLine;
using System.Globalization;

namespace LoadLab.Cli.Options;

/// <summary>Options of commands that make several runs.</summary>
internal static class SeriesOptions
{
    /// <summary>Most runs of a side: more is a typing error.</summary>
    private const int Most = 1_000;

    /// <summary><c>-n</c>: a number of runs.</summary>
    public static Option<int?> Count(string description, int least) => new("--runs", "-n")
    {
        Description = description,
        HelpName = "N",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= least && count <= Most)
            {
                return count;
            }

            result.AddError(string.Create(CultureInfo.InvariantCulture, $"-n '{text}' is not a number of runs from {least} to {Most}."));
            return null;
        },
    };
}
