using LoadLab.Core.Budgets;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Catalogue.Document;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Lint;

/// <summary>Healing that can never begin, whose success nobody could see, or that a shell would read.</summary>
internal sealed class HealingRule : LintRule
{
    private static readonly string[] s_shells = ["sh", "bash", "dash", "zsh", "ash", "ksh", "fish", "cmd", "cmd.exe", "powershell", "pwsh"];

    public override string Name => "healing";

    public override IEnumerable<Diagnostic> Check(SloCatalogue catalogue)
    {
        var slice = catalogue.Document.OfType<AttainmentEntry>().FirstOrDefault()?.Slice ?? ErrorBudget.DefaultSlice;
        foreach (var entry in catalogue.Document.OfType<HealingEntry>())
        {
            if (!CanBegin(catalogue, entry))
            {
                yield return Warning(entry, "on", $"Production does not measure what starts it ({entry.On}), so no alert of it can come. Give the row production:.");
            }

            if (entry.RecoversSlo.Length > 0 && !IsMeasured(catalogue, entry.RecoversSlo))
            {
                yield return Warning(entry, "recovers", $"Production does not measure '{entry.RecoversSlo}', so nobody can tell whether it recovered, and every action counts as one that did not help. Give the row production:, or take recovers: {{url: …}}.");
            }
            else if (entry.RecoversSlo.Length > 0 && entry.Within < 2 * slice)
            {
                yield return Warning(entry, "recovers", $"Within {DurationValue.Format(entry.Within)} there is no whole slice after the action: a slice is {DurationValue.Format(slice)}, so that even a perfect action counts as one that did not help. Give at least {DurationValue.Format(2 * slice)}.");
            }

            if (entry.Command.Count > 0 && s_shells.Contains(Path.GetFileName(entry.Command[0]), StringComparer.OrdinalIgnoreCase))
            {
                yield return Warning(entry, "command", $"'{Path.GetFileName(entry.Command[0])}' is a shell. Nothing of an alert ever reaches it, but what it is told to do is hard to limit. Name the program itself, with its arguments as a list.");
            }

            if (entry.PerHour > TimeSpan.FromHours(1) / entry.CoolDown)
            {
                yield return Note(entry, "limits", $"perHour {entry.PerHour} is never reached: coolDown {DurationValue.Format(entry.CoolDown)} allows {Math.Ceiling(TimeSpan.FromHours(1) / entry.CoolDown):0} at most.");
            }
        }
    }

    private static bool CanBegin(SloCatalogue catalogue, HealingEntry entry) => entry.Slo.Length > 0
        ? IsMeasured(catalogue, entry.Slo)
        : catalogue.Document.OfType<AlertEntry>().Where(alert => alert.Id == entry.Alert).SelectMany(alert => alert.Watches).Any(id => IsMeasured(catalogue, id));

    private static bool IsMeasured(SloCatalogue catalogue, string id) => catalogue.Slos.Any(slo => slo.Id == id && slo.Production is { NotMeasured.Length: 0 });
}
