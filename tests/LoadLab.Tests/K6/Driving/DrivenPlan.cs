using LoadLab.Core.Runs;
using LoadLab.Core.Suites;
using LoadLab.K6;
using LoadLab.K6.Driving;
using LoadLab.K6.Loads;
using LoadLab.K6.Metrics;

namespace LoadLab.Tests.K6.Driving;

/// <summary>Phases of a suite whose script exports <c>read</c> and <c>write</c>, as k6 runs them.</summary>
internal static class DrivenPlan
{
    private static readonly string[] s_functions = ["default", "read", "write", "setup"];

    public static (RunPlan Plan, IReadOnlyList<DrivenPhase> Phases) Of(string phases, string more = "")
    {
        var options = ScriptOptionsReader.Read("{}", new LoadOverrides(), needsLoad: false, s_functions, new MetricTable(), _ => { });
        var scenarios = ScriptScenarios.Of(options, s_functions);
        var suite = SuiteFile.Parse($"suite: driven\nscenarios: s.js\ncatalogue: c\ndriver: k6\nstack: {{kind: external, external: {{baseUrl: http://127.0.0.1:1}}}}\n{more}\nphases: {phases}", "driven.yaml");
        var plan = Planner.Plan(suite, [.. scenarios.Names.Select(name => LoadLab.Sdk.Scenario.Create(name, _ => throw new InvalidOperationException()))], new PlanOptions
        {
            Script = new ScriptLoad(new ScriptPlan("s.js", []), scenarios.Phases, scenarios.Own),
            Driver = new ForeignDriver("k6", "2.2.0", "ndjson", "", HasDistribution: true) { WasRun = true },
        });
        return (plan, DrivenPhase.Of(plan, scenarios));
    }

    public static IReadOnlyList<string> Faults(string phases, string more = "")
    {
        var (plan, driven) = Of(phases, more);
        return [.. DrivenLoadCheck.Faults(plan, driven)];
    }

    public static string Module(string phases) => WrapperModule.Write("/tests/s.js", s_functions, Of(phases).Phases, "{}", "{}");
}
