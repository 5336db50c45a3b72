using LoadLab.Core.Runs;
using LoadLab.Core.Text;

namespace LoadLab.Cli.Invocations;

/// <summary>Passwords that stand on the command line, where every user of the machine can read them.</summary>
internal static class CommandLineSecrets
{
    /// <summary>What to say about it; null when there is none.</summary>
    public static string? Hint(RunArguments arguments)
    {
        var keys = arguments.Overrides
            .Where(pair => RunRedaction.ConnectionKeys.Contains(pair.Key) && SecretText.HasPassword(pair.Value))
            .Select(pair => ExternalKeys.All.First(key => key.Key == pair.Key))
            .Distinct()
            .ToList();
        return keys.Count == 0
            ? null
            : $"hint: {string.Join(" and ", keys.Select(key => key.Option))}: `ps` shows the password to every user of this machine. "
                + $"Put it into {string.Join(" and ", keys.Select(key => key.Variable))}, or give @FILE or '${{NAME}}'.";
    }
}
