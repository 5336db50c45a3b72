namespace LoadLab.Core.Lint;

/// <summary>Whether something is wrong, or only worth knowing.</summary>
public enum DiagnosticSeverity
{
    /// <summary>What the document leaves open, and what the catalogue takes instead.</summary>
    Note,

    /// <summary>Figures that do not agree, or cannot be reached.</summary>
    Warning,

    /// <summary>What no run can be made with: <c>loadlab run</c> refuses it before the load.</summary>
    Error,
}

/// <summary>One thing in a catalogue that does not add up, with the arithmetic.</summary>
/// <param name="Rule">The rule that found it: <c>uptime</c>, <c>alert</c> …</param>
/// <param name="Severity">Refused, wrong, or worth knowing.</param>
/// <param name="Origin"><c>file:line:column</c>.</param>
/// <param name="Id">The entry.</param>
/// <param name="Source">Where the document says it.</param>
/// <param name="Message">Sentences for people.</param>
public sealed record Diagnostic(string Rule, DiagnosticSeverity Severity, string Origin, string Id, string Source, string Message);
