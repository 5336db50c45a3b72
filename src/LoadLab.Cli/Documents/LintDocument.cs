using LoadLab.Core.Lint;

namespace LoadLab.Cli.Documents;

/// <summary>The diagnostics of a catalogue.</summary>
internal sealed record LintDocument(int SchemaVersion, IReadOnlyList<LintDocument.DiagnosticPart> Diagnostics)
{
    public static LintDocument Of(IReadOnlyList<Diagnostic> diagnostics) => new(1,
        [.. diagnostics.Select(one => new DiagnosticPart(one.Rule, VerbWords.Of(one.Severity), one.Id, one.Source, one.Origin, one.Message))]);

    internal sealed record DiagnosticPart(string Rule, string Severity, string Id, string Source, string Origin, string Message);
}
