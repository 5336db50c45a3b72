using LoadLab.Core.Files;
using LoadLab.Core.Running;
using LoadLab.Core.Text;

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
    public string Text(TSubject subject) => PlainText.Document(Compose(subject));

    /// <summary>The text as it is before <see cref="PlainText"/> has seen it.</summary>
    protected abstract string Compose(TSubject subject);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> WriteAsync(TSubject subject, string path, CancellationToken cancellationToken)
    {
        WholeFile.Write(path, Text(subject));
        return Task.FromResult<IReadOnlyList<string>>([path]);
    }
}
