using LoadLab.Core.Text;

namespace LoadLab.Cli.Parts;

/// <summary>Where a command writes, and what must not stand there.</summary>
/// <param name="Out">Results and documents.</param>
/// <param name="Error">Progress, logs and faults.</param>
/// <param name="Variables">The variables that suites, catalogues and options may name; knows which values are secret.</param>
internal sealed record CliConsole(TextWriter Out, TextWriter Error, Variables Variables);
