using LoadLab.Core.Suites;
using LoadLab.Core.Text;

namespace LoadLab.Preparation.Invocations;

/// <summary>
/// <c>LOADLAB_EXTERNAL_URL</c> and its like: what an external stack's options would say, from the environment or an <c>--env-file</c>. They go before
/// the suite and behind <c>--set</c> and the options, and never make a stack external that is not.
/// </summary>
internal sealed class ExternalVariables(Variables variables)
{
    /// <summary>The arguments with what the variables add to them.</summary>
    public RunArguments AddTo(RunArguments arguments, SuiteFile suite)
    {
        var given = arguments.Overrides.ToLookup(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        if ((arguments.Stack ?? given["stack.kind"].LastOrDefault() ?? suite.Written("stack", "kind")) != "external")
        {
            return arguments;
        }

        var added = ExternalKeys.All.Where(key => !given.Contains(key.Key) && !string.IsNullOrEmpty(variables.Find(key.Variable)))
            .Select(key => new KeyValuePair<string, string>(key.Key, "${" + key.Variable + "}"));
        return arguments with { Overrides = [.. arguments.Overrides, .. added] };
    }
}
