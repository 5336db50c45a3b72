using LoadLab.Core;
using LoadLab.Core.Text;

namespace LoadLab.Cli.Parts;

/// <summary>Where a command writes, what must not stand there, and what it could not write.</summary>
/// <param name="output">Results and documents.</param>
/// <param name="error">Progress, logs and faults.</param>
/// <param name="variables">The variables that suites, catalogues and options may name; knows which values are secret.</param>
internal sealed class CliConsole(TextWriter output, TextWriter error, Variables variables)
{
    /// <summary>Results and documents. Nothing that a terminal obeys gets through: see <see cref="PlainText"/>.</summary>
    public TextWriter Out { get; } = new PlainWriter(output);

    /// <summary>Progress, logs and faults; the same goes for it.</summary>
    public TextWriter Error { get; } = new PlainWriter(error);

    /// <summary>The variables that suites, catalogues and options may name; knows which values are secret.</summary>
    public Variables Variables { get; } = variables;

    /// <summary>What the process ends with when nothing else speaks against it, because a file that was promised could not be written; null while all were.</summary>
    public ExitCode? Unwritten { get; private set; }

    /// <summary>Notes that a file is not there, after it was told.</summary>
    public void NotWritten(ExitCode exitCode) => Unwritten ??= exitCode;
}
