using System.CommandLine;
using System.CommandLine.Parsing;
using LoadLab.Cli.Terminal;
using LoadLab.Core.Comparison;
using LoadLab.Core.Store;
using LoadLab.Core.Yaml;
using LoadLab.Reporting.Charts;

namespace LoadLab.Cli.Commands;

/// <summary><c>loadlab compare BEFORE AFTER</c>: what has moved between two runs, or two sets of runs, and whether it matters.</summary>
internal static class CompareCommand
{
    public static Command Create(CliParts parts)
    {
        var before = new Argument<string>("before") { Description = $"What it was: {RunReferences.Words}." };
        var after = new Argument<string>("after") { Description = "What it is now, in the same words." };
        var margin = Margin();
        var all = new Option<bool>("--all") { Description = "Show every step, not only whole phases and what has moved." };
        var chart = new Option<string?>("--chart") { Description = "Draw both sides on one clock into this file: .png or .svg.", HelpName = "FILE" };
        var json = CommonOptions.Json("the comparison");
        var output = CommonOptions.Out();
        var command = new Command("compare", "Compare two runs, or two sets of runs, of one suite. Exit code 98 when something has become worse, else 0.")
        {
            before, after, margin, all, chart, json, output,
        };
        UsageFaults.RefuseOptions(before, command);
        UsageFaults.RefuseOptions(after, command);
        HelpExamples.Install(command,
        [
            "loadlab compare latest~1 latest",
            "loadlab compare 4f2a 91bc --margin 10% --chart overlay.png",
            "loadlab compare '20261123T08*' '20261123T09*'        # sets: 4 runs or more each",
            "loadlab compare latest~1 latest --json | jq '.figures[] | select(.verdict == \"regressed\")'",
        ]);
        command.SetAction(async (parsed, _) =>
        {
            var store = new RunStore(parsed.GetValue(output) ?? parts.Results);
            if (parsed.GetValue(chart) is { } file)
            {
                ComparisonChart.Check(file);
            }

            var sides = References.ReadBoth(store, parsed.GetRequiredValue(before), parsed.GetRequiredValue(after), parts);
            var comparison = Comparer.Compare(sides.Before, sides.After, parsed.GetValue(margin));
            if (parsed.GetValue(json))
            {
                await parts.Out.WriteLineAsync(ComparisonJson.Of(comparison)).ConfigureAwait(false);
            }
            else
            {
                foreach (var line in ComparisonText.Lines(comparison, parsed.GetValue(all)))
                {
                    await parts.Out.WriteLineAsync(line).ConfigureAwait(false);
                }
            }

            if (parsed.GetValue(chart) is { } path)
            {
                ComparisonChart.Write([.. sides.Before.Select(run => run.Record)], [.. sides.After.Select(run => run.Record)], path);
                await parts.Error.WriteLineAsync($"Chart  {Path.GetFullPath(path)}").ConfigureAwait(false);
            }

            return (int)comparison.ExitCode;
        });
        return command;
    }

    internal static Option<ComparisonMargin?> Margin() => new("--margin")
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
}
