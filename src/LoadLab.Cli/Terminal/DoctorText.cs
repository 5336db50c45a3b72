using LoadLab.Cli.Documents;
using LoadLab.Stacks.Doctor;

namespace LoadLab.Cli.Terminal;

/// <summary>The doctor's checks as lines for people and as a document for scripts. Pure.</summary>
internal static class DoctorText
{
    /// <summary>True when a run can be made with a stack that LoadLab starts.</summary>
    public static bool IsReady(IReadOnlyList<DoctorCheck> checks) => checks.All(check => check.Name != MachineDoctor.StackCheck || check.Status != DoctorStatus.Fail);

    /// <summary>A line a check; what is needed and what to do below those that are not well; a last line that says the whole.</summary>
    public static IReadOnlyList<string> Lines(IReadOnlyList<DoctorCheck> checks)
    {
        var lines = new List<string>();
        foreach (var check in checks)
        {
            lines.Add($"{Word(check.Status),-4}  {check.Name,-12}  {check.Seen}");
            if (check.Status is DoctorStatus.Warn or DoctorStatus.Fail)
            {
                lines.Add($"{"",20}needed: {check.Needed}");
                lines.Add($"{"",20}{check.Advice}");
            }
        }

        lines.Add("");
        var warnings = checks.Count(check => check.Status == DoctorStatus.Warn);
        lines.Add(!IsReady(checks) ? "NOT READY: no stack can be started here. Only --external-url works."
            : warnings == 0 ? "READY." : FormattableString.Invariant($"READY, with {warnings} warning{(warnings == 1 ? "" : "s")}: runs work, their figures may suffer."));
        return lines;
    }

    /// <summary>One JSON document.</summary>
    public static string Json(IReadOnlyList<DoctorCheck> checks) => JsonText.Of(
        new DoctorDocument(1, IsReady(checks), [.. checks.Select(check => new DoctorDocument.CheckPart(check.Name, Word(check.Status), check.Seen, check.Needed, check.Advice))]),
        JsonText.Context.DoctorDocument);

    private static string Word(DoctorStatus status) => status switch
    {
        DoctorStatus.Ok => "ok",
        DoctorStatus.Info => "info",
        DoctorStatus.Warn => "warn",
        _ => "fail",
    };
}
