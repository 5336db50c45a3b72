using LoadLab.Core.Running;

namespace LoadLab.Reporting.Figures;

/// <summary>A report that is one file of text. Stateless, thread-safe.</summary>
/// <typeparam name="TSubject">What it reports on.</typeparam>
public abstract class TextReport<TSubject> : ITextReport<TSubject>
{
    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public abstract string Summary { get; }

    /// <inheritdoc/>
    public abstract string FileName { get; }

    /// <inheritdoc/>
    public abstract string Text(TSubject subject);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> WriteAsync(TSubject subject, string path, CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(path, Text(subject), cancellationToken).ConfigureAwait(false);
        return [path];
    }
}
