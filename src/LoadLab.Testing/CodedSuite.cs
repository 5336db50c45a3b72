using System.Text.Json;
using LoadLab.Core;
using LoadLab.Core.Suites;
using LoadLab.Preparation;
using LoadLab.Sdk;

namespace LoadLab.Testing;

/// <summary>The suite around a scenario in code: one phase, whose load is the scenario's own.</summary>
internal static class CodedSuite
{
    /// <summary>Makes it.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="catalogue">Name or path of its catalogue; null for none.</param>
    /// <param name="home">Where relative paths start.</param>
    /// <exception cref="LoadLabException">It says no load, or nothing that could be judged (104); both at once.</exception>
    public static CodedRun Of(ScenarioProps scenario, string? catalogue, string home)
    {
        List<string> faults =
        [
            .. scenario.LoadSimulations.Count == 0 ? [$"Scenario '{scenario.Name}' says no load. Add .WithLoad(Simulation.Inject(50, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20)))."] : Array.Empty<string>(),
            .. scenario.Thresholds.Count == 0 && catalogue is null ? [$"Scenario '{scenario.Name}' says no SLO, so that nothing could pass or fail. Add .Expect(Threshold.ResponseTime(95, TimeSpan.FromMilliseconds(300))), or .JudgedBy(\"CATALOGUE\")."] : Array.Empty<string>(),
        ];
        if (faults.Count > 0)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, faults, "See the README of LoadLab.Testing.");
        }

        // Of a scenario with a setup it is the Sdk's code that calls the test's.
        var assembly = scenario.Run.Method.Module.Assembly;
        var code = assembly == typeof(ScenarioProps).Assembly ? null : assembly.GetName().Name;
        var text = $$"""
            suite: {{scenario.Name}}
            description: {{JsonSerializer.Serialize($"Scenario {scenario.Name} of {(code is null ? "a test" : "the tests in " + code)}")}}
            scenarios: {{JsonSerializer.Serialize(code ?? scenario.Name)}}
            catalogue: none
            stack: {kind: external}
            phases:
              - name: load
                scenarios: {{{JsonSerializer.Serialize(scenario.Name)}}: 1}
            """;
        return new CodedRun(SuiteFile.Parse(text, Path.Combine(home, scenario.Name + ".yaml")), [scenario], catalogue is not null && SuiteCatalog.IsPath(catalogue) ? Path.GetFullPath(catalogue, home) : catalogue);
    }
}
