using System.Globalization;
using LoadLab.Core.Runs;
using LoadLab.K6;

namespace LoadLab.Preparation.Invocations;

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
        line.AddIf("--config", load.Config is { } config ? environment.PathOf(config) : null);
        foreach (var (key, value) in load.Tags)
        {
            line.Add("--tag", $"{key}={value}");
        }

        line.AddIf("--summary-trend-stats", load.TrendStatistics);
        line.AddIf("--summary-export", script.Summary.Export is { } export ? environment.PathOf(export) : null);
        foreach (var (option, isSet) in new[] { ("--no-setup", load.NoSetup), ("--no-teardown", load.NoTeardown), ("--no-thresholds", load.NoThresholds) })
        {
            if (isSet)
            {
                line.Add(option);
            }
        }

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
