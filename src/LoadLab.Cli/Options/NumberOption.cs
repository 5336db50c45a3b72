using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace LoadLab.Cli.Options;

/// <summary>Options that take a number. What is none is told with what is allowed, in people's words and not in those of a type.</summary>
internal static class NumberOption
{
    /// <summary>A whole number from <paramref name="least"/> on, at most <paramref name="most"/>.</summary>
    public static Option<int?> Whole(string description, int least, int most, string name, params string[] aliases) => new(name, aliases)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            {
                return number;
            }

            result.AddError($"{Written(result, name)} '{text}' is not a whole number from {least} {(most == int.MaxValue ? "on" : string.Create(CultureInfo.InvariantCulture, $"to {most:#,0}"))}.");
            return null;
        },
    };

    /// <summary>A number above 0.</summary>
    public static Option<double?> Positive(string description, string name) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) && number > 0)
            {
                return number;
            }

            result.AddError($"{Written(result, name)} '{text}' is not a number above 0.");
            return null;
        },
    };

    /// <summary>The option as it was written: <c>-n</c> for <c>--runs</c>.</summary>
    private static string Written(ArgumentResult result, string name) => (result.Parent as OptionResult)?.IdentifierToken?.Value ?? name;
}
