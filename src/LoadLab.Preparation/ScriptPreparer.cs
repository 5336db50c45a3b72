using LoadLab.Preparation.Invocations;
using LoadLab.Core;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;
using LoadLab.Engine;
using LoadLab.K6;
using LoadLab.Stacks.Clients;

namespace LoadLab.Preparation;

/// <summary>Makes a run of a k6 script that is given by path: its own options are the load, its thresholds the limits.</summary>
internal sealed class ScriptPreparer(Variables variables, CommandEnvironment environment, string? searchPath)
{
    private const string K6Image = "stack.images.k6";

    /// <exception cref="LoadLabException">Something in the script or the options is wrong (104), or the script threw while it was read (107).</exception>
    public PreparedRun Prepare(RunArguments arguments)
    {
        var (external, driver, image, traceSample) = External(arguments);
        var asked = new ScriptVariables(variables).AddTo(arguments.Script ?? new K6Arguments());
        arguments = arguments with { Script = asked };
        SuiteScript.Conceal(asked.Environment, variables);
        var script = SuiteScript.Load(arguments.Suite, asked with { HasTarget = external is not null, Image = image, Root = Environment.CurrentDirectory }, driver, searchPath);
        var plan = new RunPlan
        {
            Suite = Path.GetFileNameWithoutExtension(arguments.Suite),
            Description = $"k6 script {Path.GetFileName(arguments.Suite)}",
            Seed = arguments.Seed ?? 1,
            ScenarioAssembly = "",
            Stack = new StackPlan { Kind = ScriptStackProvider.StackKind, External = external },
            MetricsOff = external?.MetricsPath is null,
            Phases = script.Phases,
            Catalogue = "",
            Labels = arguments.Labels,
            TraceSample = traceSample,
            Hidden = variables,
            Script = script.Plan,
            Driver = script.Driver,
            SuiteDirectory = Path.GetDirectoryName(Path.GetFullPath(arguments.Suite))!,
            Shard = arguments.Shard,
            StartAt = arguments.StartAt,
        };
        foreach (var connection in new[] { external?.Postgres, external?.Redis }.OfType<string>())
        {
            Redaction.Secrets(connection).ToList().ForEach(secret => variables.Conceal(secret, SecretText.Redacted));
        }

        script.Check(plan);
        plan = plan with { Invocation = new RunInvocations(environment).Of(arguments, plan) };
        EngineProcess.Tune(script.Scenarios);
        return new PreparedRun(plan, script.Scenarios, SloCatalogue.None, AdHocEvaluator.Evaluate) { Script = script };
    }

    /// <summary>The target's address and what the probes need, where they were given; the driver, the image that k6 lies in, and the share of requests that are sampled.</summary>
    private static (ExternalStackPlan? External, string Driver, string? Image, double TraceSample) External(RunArguments arguments)
    {
        var given = arguments.Overrides.GroupBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Last().Value, StringComparer.Ordinal);
        string? Take(string key) => given.Remove(key, out var value) ? value : null;
        var (url, postgres, redis, metrics) = (Take(ExternalKeys.BaseUrl.Key), Take(ExternalKeys.Postgres.Key), Take(ExternalKeys.Redis.Key), Take(ExternalKeys.MetricsPath.Key));
        var image = Take(K6Image);
        given.Remove("metrics");
        var driver = Take(DriverWords.Key) ?? DriverWords.Own;
        var sample = Take(TraceRatio.Key);
        var faults = given.Keys.Select(key => $"--set {key}: a k6 script has no suite whose key could be set. Name the script in a suite: scenarios: {Path.GetFileName(arguments.Suite)}").ToList();
        if (arguments.Stack is not (null or ScriptStackProvider.StackKind))
        {
            faults.Add($"--stack {arguments.Stack}: a k6 script drives a target that runs already. Give --external-url, or name the script in a suite.");
        }

        var traceSample = TraceRatio.Read(sample, faults);
        Uri? address = null;
        if (url is not null && !Uri.TryCreate(url, UriKind.Absolute, out address))
        {
            faults.Add($"--external-url '{SecretText.UnreadableAddress(url)}' is not an address such as http://127.0.0.1:8080.");
        }

        if (url is null && (postgres ?? redis ?? metrics) is not null)
        {
            faults.Add("Probes need --external-url too.");
        }

        if (!DriverWords.All.Contains(driver))
        {
            faults.Add($"--driver '{driver}' is not one of: {string.Join(", ", DriverWords.All)}.");
        }

        if (arguments.Shard.IsPart)
        {
            faults.Add($"--shard {arguments.Shard}: the metrics and thresholds of a k6 script are those of the whole test, and the parts of several machines are not put together. Run it on one machine.");
        }

        if (faults.Count > 0)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, faults, "See: loadlab run --help");
        }

        return (address is null ? null : new ExternalStackPlan { BaseUrl = address, Postgres = postgres, Redis = redis, MetricsPath = metrics }, driver, image, traceSample);
    }
}
