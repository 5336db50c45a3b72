using LoadLab.Cli.Documents;
using LoadLab.Core.Lint;

namespace LoadLab.Cli.Terminal;

/// <summary>Diagnostics as lines for people and editors. Pure.</summary>
internal static class LintOutput
{
    /// <summary>A line a diagnostic, <c>file:line:column: severity rule: entry (source): message</c>, and a last line that counts them.</summary>
    public static IReadOnlyList<string> Lines(IReadOnlyList<Diagnostic> diagnostics)
    {
        int Of(DiagnosticSeverity severity) => diagnostics.Count(diagnostic => diagnostic.Severity == severity);
        var errors = Of(DiagnosticSeverity.Error);
        return
        [
            .. diagnostics.Select(Line),
            diagnostics.Count == 0 ? "No findings."
                : (errors == 0 ? "" : Count(errors, "error") + ", ") + $"{Count(Of(DiagnosticSeverity.Warning), "warning")}, {Count(Of(DiagnosticSeverity.Note), "note")}.",
        ];
    }

    /// <summary>One diagnostic.</summary>
    public static string Line(Diagnostic diagnostic) =>
        $"{diagnostic.Origin}: {VerbWords.Of(diagnostic.Severity)} {diagnostic.Rule}: {diagnostic.Id} ({diagnostic.Source}): {diagnostic.Message}";

    private static string Count(int count, string what) => FormattableString.Invariant($"{count} {what}{(count == 1 ? "" : "s")}");
}
