using LoadLab.Core;

namespace LoadLab.Cli;

/// <summary>Stands in for the composition root while the parts that it wires are on other branches; goes at the merge.</summary>
internal static class Composition
{
    public static CliParts Create() => new()
    {
        Out = Console.Out,
        Error = Console.Error,
        Results = Path.Combine(Home.Find(Environment.GetEnvironmentVariable(Home.Variable), AppContext.BaseDirectory), "results"),
        Setup = (_, _) => throw Missing(),
        Prepare = _ => throw Missing(),
        Runner = (_, _) => throw Missing(),
        Judge = (_, _) => throw Missing(),
        Observer = () => throw Missing(),
        Report = (_, _, _, _) => throw Missing(),
        ShowVerdicts = (_, _, _) => throw Missing(),
        Kill = () => { },
    };

    private static LoadLabException Missing() => new(ExitCode.InternalFault, "This build is of one branch alone and cannot run.");
}
