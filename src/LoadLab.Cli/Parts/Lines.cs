namespace LoadLab.Cli.Parts;

/// <summary>Writes each line as it comes; <see cref="Progress{T}"/> would hand them to the thread pool and lose their order.</summary>
internal sealed class Lines(TextWriter writer) : IProgress<string>
{
    public void Report(string value) => writer.WriteLine(value);
}
