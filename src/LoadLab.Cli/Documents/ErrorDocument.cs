namespace LoadLab.Cli.Documents;

/// <summary>What went wrong, in place of any other document.</summary>
internal sealed record ErrorDocument(ErrorDocument.ErrorPart Error)
{
    internal sealed record ErrorPart(int ExitCode, string Message, IReadOnlyList<string> Faults, string? Hint);
}
