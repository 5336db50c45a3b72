using System.CommandLine;
using LoadLab.Core;
using LoadLab.Core.Production;
using LoadLab.Core.Text;

namespace LoadLab.Cli.Options;

/// <summary>The options that name a period: one of <c>--quarter</c>, <c>--month</c>, <c>--week</c>, <c>--day</c>, or <c>--from</c> with <c>--to</c>.</summary>
internal sealed class PeriodOptions
{
    private readonly Option<string?> _quarter = new("--quarter") { Description = "A calendar quarter in UTC: 2026-Q4.", HelpName = "QUARTER" };
    private readonly Option<string?> _month = new("--month") { Description = "A calendar month in UTC: 2026-10.", HelpName = "MONTH" };
    private readonly Option<string?> _week = new("--week") { Description = "A week of ISO 8601, from Monday on: 2026-W41.", HelpName = "WEEK" };
    private readonly Option<string?> _day = new("--day") { Description = "A day: 2026-10-03.", HelpName = "DAY" };
    private readonly Option<string?> _from = new("--from") { Description = "Beginning of any period, with --to: 2026-10-04T02:00Z, or a date for its midnight in UTC.", HelpName = "MOMENT" };
    private readonly Option<string?> _to = new("--to") { Description = "End of that period, no part of it.", HelpName = "MOMENT" };

    public void AddTo(Command command)
    {
        foreach (var option in new[] { _quarter, _month, _week, _day, _from, _to })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The period that was asked for.</summary>
    /// <exception cref="LoadLabException">None was, more than one, or one that is none (104).</exception>
    public AttainmentPeriod Read(ParseResult parsed)
    {
        var (quarter, month, week, day, from, to) = (parsed.GetValue(_quarter), parsed.GetValue(_month), parsed.GetValue(_week), parsed.GetValue(_day), parsed.GetValue(_from), parsed.GetValue(_to));
        var ways = new[] { quarter, month, week, day, from ?? to }.Count(text => text is not null);
        if (ways != 1 || from is null != to is null)
        {
            throw new LoadLabException(
                ExitCode.BadConfiguration,
                ways == 0 ? "There is no period." : from is null != to is null ? "--from and --to need each other." : "There is more than one period.",
                "Give one of: --quarter 2026-Q4, --month 2026-10, --week 2026-W41, --day 2026-10-03, or --from 2026-10-01 --to 2026-10-15");
        }

        if (from is not null)
        {
            return AttainmentPeriod.Range(Moment("--from", from), Moment("--to", to!));
        }

        return (quarter, month, week, day) switch
        {
            ({ } text, _, _, _) => AttainmentPeriod.Quarter(text) ?? throw Fault("--quarter", text, "a quarter such as 2026-Q4"),
            (_, { } text, _, _) => AttainmentPeriod.Month(text) ?? throw Fault("--month", text, "a month such as 2026-10"),
            (_, _, { } text, _) => AttainmentPeriod.Week(text) ?? throw Fault("--week", text, "a week of that year such as 2026-W41"),
            (_, _, _, { } text) => AttainmentPeriod.Day(text) ?? throw Fault("--day", text, "a day such as 2026-10-03"),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static DateTimeOffset Moment(string option, string text) => MomentText.TryParse(text, out var moment) ? moment : throw Fault(option, text, MomentText.Allowed);

    private static LoadLabException Fault(string option, string text, string allowed) => new(ExitCode.BadConfiguration, $"{option} '{text}' is not {allowed}.");
}
