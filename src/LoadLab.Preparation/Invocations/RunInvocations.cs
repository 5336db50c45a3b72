using System.Globalization;
using LoadLab.Core.Evaluation.Decisions;
using LoadLab.Core.Runs;
using LoadLab.Core.Suites;
using LoadLab.Core.Text;

namespace LoadLab.Preparation.Invocations;

/// <summary>How <c>run</c> and its like were asked for.</summary>
/// <param name="environment">Where they were asked.</param>
internal sealed class RunInvocations(CommandEnvironment environment)
{
    /// <summary>The arguments that make the same run.</summary>
    /// <param name="arguments">What was asked for, variables as they were written.</param>
    /// <param name="plan">What came of it.</param>
    public RunInvocation Of(RunArguments arguments, RunPlan plan)
    {
        var line = new InvocationLine(environment.Program);
        line.Add("run", SuiteCatalog.IsPath(arguments.Suite) || ScriptPlan.IsScript(arguments.Suite) ? environment.PathOf(arguments.Suite) : arguments.Suite);
        line.Add("--seed", plan.Seed.ToString(CultureInfo.InvariantCulture));
        if (arguments.Script is { } script)
        {
            ScriptInvocation.Add(line, script, environment);
        }

        if (!ScriptPlan.IsScript(arguments.Suite))
        {
            line.Add("--stack", plan.Stack.Kind);
        }

        environment.AddCommon(line, arguments.Results);
        if (plan.Change is { } change && change.Id != ChangePlanner.DefaultId)
        {
            line.Add("--change", change.Id);
            if (change.Approval is not null)
            {
                line.Say("An approval is given anew each time: add --approved-by NAME --approval TEXT");
            }
        }

        // The last of a key counts, as in the suite.
        foreach (var (key, value) in arguments.Overrides.GroupBy(pair => pair.Key, StringComparer.Ordinal).Select(group => group.Last()))
        {
            AddOverride(line, key, value);
        }

        foreach (var (key, value) in arguments.Labels)
        {
            line.Add("--label", key + "=" + (RunRedaction.Shown(key, value) == value ? value : line.Unstored(InvocationLine.Name(key), $"the label {key}")));
        }

        arguments.Publish.AddTo(line);
        line.AddIf("--heal-listen", arguments.HealListen);
        if (arguments.Shard.IsPart)
        {
            line.Add("--shard", arguments.Shard.ToString());
        }

        if (arguments.StartAt is not null)
        {
            line.Say("The time of the common start is over: add --start-at TIME to each shard");
        }

        return line.Build();
    }

    private void AddOverride(InvocationLine line, string key, string value)
    {
        var external = ExternalKeys.All.FirstOrDefault(one => one.Key == key);
        var shown = RunRedaction.Shown(key, value);
        var isShown = shown == value || (shown.Contains("${", StringComparison.Ordinal) && !shown.Contains(SecretText.Redacted, StringComparison.Ordinal));
        shown = !isShown ? line.Unstored(external?.Variable ?? InvocationLine.Name(key), external?.Option ?? key)
            : RunRedaction.ConnectionKeys.Contains(key) && shown.StartsWith('@') ? "@" + environment.PathOf(shown[1..]) : shown;
        if (key == DriverWords.Key)
        {
            line.Add("--driver", shown);
        }
        else if (key == TraceRatio.Key)
        {
            line.Add(TraceRatio.Option, shown);
        }
        else if (external is null)
        {
            line.Add("--set", $"{key}={shown}");
        }
        else
        {
            line.Add(external.Option, shown);
        }
    }
}
