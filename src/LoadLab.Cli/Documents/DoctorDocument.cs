namespace LoadLab.Cli.Documents;

/// <summary>The checks of the machine.</summary>
internal sealed record DoctorDocument(int SchemaVersion, bool Ready, IReadOnlyList<DoctorDocument.CheckPart> Checks)
{
    internal sealed record CheckPart(string Name, string Status, string Seen, string Needed, string Advice);
}
