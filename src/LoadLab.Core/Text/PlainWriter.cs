using System.Text;

namespace LoadLab.Core.Text;

/// <summary>A writer that passes everything through <see cref="PlainText"/>: what people and pipes read. As thread-safe as the writer below.</summary>
/// <param name="inner">The writer below; it stays its owner's.</param>
public sealed class PlainWriter(TextWriter inner) : TextWriter
{
    /// <inheritdoc/>
    public override Encoding Encoding => inner.Encoding;

    /// <inheritdoc/>
    [System.Diagnostics.CodeAnalysis.AllowNull]
    public override string NewLine
    {
        get => inner.NewLine;
        set => inner.NewLine = value;
    }

    /// <inheritdoc/>
    public override void Write(char value) => inner.Write(char.IsSurrogate(value) ? value.ToString() : Plain(value.ToString()));

    /// <inheritdoc/>
    public override void Write(string? value) => inner.Write(Plain(value));

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => inner.Write(Plain(new string(buffer, index, count)));

    /// <inheritdoc/>
    public override void WriteLine() => inner.WriteLine();

    /// <inheritdoc/>
    public override void WriteLine(string? value) => inner.WriteLine(Plain(value));

    /// <inheritdoc/>
    public override Task WriteAsync(string? value) => inner.WriteAsync(Plain(value));

    /// <inheritdoc/>
    public override Task WriteLineAsync(string? value) => inner.WriteLineAsync(Plain(value));

    /// <inheritdoc/>
    public override void Flush() => inner.Flush();

    /// <inheritdoc/>
    public override Task FlushAsync() => inner.FlushAsync();

    private static string? Plain(string? text) => text is null ? null : PlainText.Document(text);
}
