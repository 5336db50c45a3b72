using LoadLab.Core.Runs;
using LoadLab.Core.Text;
using LoadLab.Sdk;

namespace LoadLab.Core.Running;

/// <summary>Looks for the secrets that a plan's scenarios name, before anything is started.</summary>
internal static class RunnerSecrets
{
    /// <summary>Does it.</summary>
    /// <exception cref="LoadLabException">One is not there (104); with every such one.</exception>
    public static void Check(RunPlan plan, IReadOnlyList<ScenarioProps> scenarios)
    {
        var used = plan.Phases.SelectMany(phase => phase.Mix).Select(share => share.Scenario).ToHashSet(StringComparer.Ordinal);
        var wanted = scenarios.Where(scenario => used.Contains(scenario.Name)).SelectMany(scenario => scenario.Secrets.Select(name => (scenario.Name, name)));
        var faults = new SecretSource(plan.Hidden ?? new Variables(Environment.GetEnvironmentVariable)).Faults(wanted);
        if (faults.Count > 0)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, faults, "Nothing was started.");
        }
    }
}
