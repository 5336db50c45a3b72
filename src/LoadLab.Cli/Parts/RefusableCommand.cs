using System.CommandLine;
using LoadLab.Core;

namespace LoadLab.Cli.Parts;

/// <summary>A command whose readers must hear of it when it is refused, before it began or on its way: whoever reads its files alone would see those of an earlier one.</summary>
internal sealed class RefusableCommand(string name, string description) : Command(name, description)
{
    /// <summary>Tells them. Its options may be anything, for the command line may be the fault.</summary>
    public required Func<ParseResult, LoadLabException, Task> OnRefused { get; init; }
}
