using LoadLab.Core.Running;

namespace LoadLab.Cli.Parts;

/// <summary>A report that was asked for.</summary>
/// <param name="Report">The report.</param>
/// <param name="Path">The file that it goes into.</param>
internal sealed record ReportFile<TSubject>(IReport<TSubject> Report, string Path);
