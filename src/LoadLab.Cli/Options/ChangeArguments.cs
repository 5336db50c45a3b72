using System.CommandLine;
using LoadLab.Core;
using LoadLab.Core.Evaluation.Decisions;
using LoadLab.Core.Runs;

namespace LoadLab.Cli.Options;

/// <summary>The options that say which decision a run is made for: <c>--change</c>, <c>--approved-by</c>, <c>--approval</c>.</summary>
internal sealed class ChangeArguments
{
    private readonly Option<string?> _change = new("--change")
    {
        Description = "The decision that it is for, from the catalogue: feature-release, infrastructure-change, emergency-change … Default: go-no-go.",
        HelpName = "ID",
    };

    private readonly Option<string?> _by = new("--approved-by") { Description = "Who approves that SLOs may be violated; with --approval, for a change that takes one.", HelpName = "NAME" };
    private readonly Option<string?> _why = new("--approval") { Description = "Why, or the ticket. Kept with the run.", HelpName = "TEXT" };

    public ChangeArguments() => _change.CompletionSources.Add("go-no-go", "feature-release", "infrastructure-change", "emergency-change");

    /// <summary>In the order of the help.</summary>
    public IEnumerable<Option> All => [_change, _by, _why];

    /// <summary>What was asked for.</summary>
    /// <exception cref="LoadLabException">An approval lacks a half of it (104).</exception>
    public ChangeOptions Read(ParseResult parsed)
    {
        var (by, why) = (parsed.GetValue(_by)?.Trim(), parsed.GetValue(_why)?.Trim());
        if (by is null && why is null)
        {
            return new ChangeOptions { Id = parsed.GetValue(_change) };
        }

        return string.IsNullOrEmpty(by) || string.IsNullOrEmpty(why)
            ? throw new LoadLabException(ExitCode.BadConfiguration, "An approval needs both --approved-by NAME and --approval TEXT, and neither is empty.", "Nothing was started.")
            : new ChangeOptions { Id = parsed.GetValue(_change), Approval = new Approval(by, why, TimeProvider.System.GetUtcNow()) };
    }
}
