namespace LoadLab.Monitoring;

/// <summary>A file that an export makes.</summary>
/// <param name="Path">Relative to the directory of the export, with forward slashes.</param>
/// <param name="Text">All of it; lines end with a line feed.</param>
public sealed record ExportedFile(string Path, string Text);
