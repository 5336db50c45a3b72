using LoadLab.Core;
using LoadLab.Core.Runs;
using LoadLab.Core.Suites;
using LoadLab.Core.Text;
using LoadLab.K6;
using LoadLab.Stacks.Containers;

namespace LoadLab.Preparation;

/// <summary>Reads the k6 script of a suite, and says what of the command line does not go with a suite.</summary>
internal static class SuiteScript
{
    /// <summary>The script; null where the suite's scenarios are an assembly.</summary>
    /// <param name="suite">The suite.</param>
    /// <param name="asked">What the command line says of a script; null for nothing.</param>
    /// <param name="variables">Get the secrets that must not be shown.</param>
    /// <param name="searchPath">Where k6 is looked for.</param>
    /// <exception cref="LoadLabException">Something in the script or the options is wrong (104), or the script threw while it was read (107).</exception>
    public static IScript? Read(SuiteFile suite, K6Arguments? asked, Variables variables, string? searchPath)
    {
        var isScript = ScriptPlan.IsScript(suite.ScenarioAssembly);
        if (!isScript && asked is not null)
        {
            throw new LoadLabException(
                ExitCode.BadConfiguration, $"Options of k6 scripts were given, and suite '{suite.Name}' runs the scenarios of an assembly, '{suite.ScenarioAssembly}'.", "A suite's load stands in its phases; --set changes it.");
        }

        if (asked?.Load is { Decides: true } or { Users: not null } or { RequestsPerSecond: not null } or { Config: not null })
        {
            throw new LoadLabException(
                ExitCode.BadConfiguration, $"--vus, --duration, --iterations, --stage, --rps and --config are for a script that is run by itself; suite '{suite.Name}' says the load.", "Change its phases by --set phases.NAME.KEY=VALUE, or run the script: loadlab run " + suite.ScenarioAssembly);
        }

        if (!isScript && suite.Driver == DriverWords.K6)
        {
            throw new LoadLabException(
                ExitCode.BadConfiguration, $"Suite '{suite.Name}': driver: k6 runs k6 scripts, and its scenarios are an assembly, '{suite.ScenarioAssembly}'.", "Name a script: scenarios: script.js. 'loadlab export k6' writes a skeleton of one.");
        }

        if (!isScript)
        {
            return null;
        }

        var arguments = asked ?? new K6Arguments();
        var environment = new Dictionary<string, string>(suite.Settings, StringComparer.Ordinal);
        foreach (var (name, value) in arguments.Environment)
        {
            environment[name] = value;
        }

        Conceal(environment, variables);
        arguments = arguments with { Environment = environment, HasTarget = true, IsInSuite = true, Image = suite.K6Image, Root = suite.Folder };
        return Load(Path.GetFullPath(suite.ScenarioAssembly, suite.Folder), arguments, suite.Driver, searchPath);
    }

    /// <summary>Reads a script for a driver.</summary>
    public static IScript Load(string path, K6Arguments arguments, string driver, string? searchPath) =>
        driver == DriverWords.K6 ? DrivenScript.Load(path, arguments with { ContainerLabels = ContainerLabels.Of("loadlab-k6", DriverWords.K6) }, searchPath) : K6Script.Load(path, arguments);

    /// <summary>Keeps variables whose names say that they are secrets out of whatever is shown.</summary>
    public static void Conceal(IReadOnlyDictionary<string, string> environment, Variables variables)
    {
        foreach (var (_, value) in environment.Where(pair => SecretText.Redacted == RunRedaction.Shown(pair.Key, pair.Value)))
        {
            variables.Conceal(value, SecretText.Redacted);
        }
    }
}
