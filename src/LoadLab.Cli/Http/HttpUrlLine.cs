namespace LoadLab.Cli.Http;

/// <summary>A line of a file of requests.</summary>
/// <param name="Method">The method; null when it names none.</param>
/// <param name="Address">Where to.</param>
/// <param name="Path">The path as it was written, without its query: it may hold variables.</param>
/// <param name="Weight">Its share.</param>
internal sealed record HttpUrlLine(string? Method, Uri Address, string Path, double Weight)
{
    /// <summary>The row of the report that it counts in.</summary>
    public string StepOf(string method) => $"{method} {Path}";
}
