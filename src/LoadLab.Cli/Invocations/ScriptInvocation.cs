using System.Globalization;
using LoadLab.Core.Runs;
using LoadLab.K6;

namespace LoadLab.Cli.Invocations;

/// <summary>The options of a k6 script that make the same run.</summary>
internal static class ScriptInvocation
{
    public static void Add(InvocationLine line, K6Arguments script, CommandEnvironment environment)
    {
        var load = script.Load;
        line.AddIf("--vus", load.Users?.ToString(CultureInfo.InvariantCulture));
        line.AddIf("--duration", load.Duration);
        line.AddIf("--iterations", load.Iterations?.ToString(CultureInfo.InvariantCulture));
        foreach (var stage in load.Stages)
        {
            line.Add("--stage", stage);
        }

        line.AddIf("--rps", load.RequestsPerSecond?.ToString(CultureInfo.InvariantCulture));
        foreach (var (name, value) in script.Environment)
        {
            line.Add("--env", $"{name}={(RunRedaction.Shown(name, value) == value ? value : line.Unstored(InvocationLine.Name(name), $"the variable {name}"))}");
        }

        foreach (var (address, file) in script.ModuleCopies)
        {
            line.Add("--module", $"{address}={environment.PathOf(file)}");
        }
    }
}
