namespace LoadLab.Core.Running;

/// <summary>One format of a report on a run, a gate, a comparison or a period. A pure reader: it decides nothing.</summary>
/// <typeparam name="TSubject">What it reports on.</typeparam>
public interface IReport<in TSubject>
{
    /// <summary>Its name on the command line: <c>junit</c> is the option <c>--junit</c>.</summary>
    string Name { get; }

    /// <summary>What it is, as one sentence of the help.</summary>
    string Summary { get; }

    /// <summary>Name of its file where it stands in a folder: <c>report.html</c>.</summary>
    string FileName { get; }

    /// <summary>Refuses a path that it cannot be written to, before anything takes long.</summary>
    /// <exception cref="LoadLabException">The path is none for this format (104).</exception>
    void Check(string path)
    {
    }

    /// <summary>Writes it.</summary>
    /// <param name="subject">What it reports on.</param>
    /// <param name="path">Its file; the directory exists.</param>
    /// <param name="cancellationToken">Stops early.</param>
    /// <returns>Its file, then what it has put beside it.</returns>
    Task<IReadOnlyList<string>> WriteAsync(TSubject subject, string path, CancellationToken cancellationToken);
}
