using System.CommandLine;
using LoadLab.Core;
using LoadLab.Core.Comparison;
using LoadLab.Core.Yaml;

namespace LoadLab.Cli.Options;

/// <summary><c>--margin</c>, of whatever compares runs.</summary>
internal static class MarginOption
{
    public static Option<ComparisonMargin?> Create() => new("--margin")
    {
        Description = "Smallest shift that matters. Default: 5%, and for times at least 1 ms. Errors: 0.1 percentage points.",
        HelpName = "PERCENT",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (PercentValue.TryParse(text, out var ratio) && ratio is > 0 and < 1)
            {
                return ComparisonMargin.Default with { Relative = ratio };
            }

            result.AddError($"--margin '{text}' is not a percentage above 0% and below 100% such as 5%.");
            return null;
        },
    };

    /// <summary>Refuses a margin that nothing is held to.</summary>
    /// <exception cref="LoadLabException">It is given without a baseline (104).</exception>
    public static void Check(ParseResult parsed, Option<ComparisonMargin?> margin, Option<string?> baseline)
    {
        if (parsed.GetValue(margin) is not null && parsed.GetValue(baseline) is null)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, "--margin is the smallest shift from a baseline that matters, and there is no --baseline. Give one, or leave --margin out.", "Nothing was started.");
        }
    }
}
