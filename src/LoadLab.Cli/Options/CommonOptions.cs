using System.CommandLine;
using System.CommandLine.Parsing;

namespace LoadLab.Cli.Options;

/// <summary>Options that several commands have.</summary>
internal static class CommonOptions
{
    public const string JsonName = "--json";

    public static Option<bool> Json(string what) => new(JsonName) { Description = $"Print {what} as one JSON document on stdout; everything else goes to stderr." };

    public static Option<string?> Out() => new("--out", "--results")
    {
        Description = "Directory of the runs. Default: 'results' of the checkout, or beside a suite that lies outside of it.",
        HelpName = "DIR",
    };

    /// <summary>For all commands. Read before any of them runs.</summary>
    public static Option<string[]> EnvFile() => new("--env-file")
    {
        Description = "A file of NAME=VALUE lines for the ${NAME} in suites, catalogues and options. Repeatable. A variable of the environment overrides the file.",
        HelpName = "FILE",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
        Recursive = true,
    };

    public static Option<string?> Catalogue() => new("--catalogue")
    {
        Description = "The name of a catalogue in scenarios/catalogue, or the path of a .yaml file. Default: the only one there is, else lms",
        HelpName = "FILE",
    };

    /// <summary>A repeatable <c>key=value</c>.</summary>
    public static Option<KeyValuePair<string, string>[]> Pairs(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "key=value",
        Arity = ArgumentArity.OneOrMore,
        DefaultValueFactory = _ => [],
        CustomParser = result => [.. result.Tokens.Select(token => Pair(name, token.Value, result)).OfType<KeyValuePair<string, string>>()],
    };

    /// <summary>The pairs by key; the last of a key counts.</summary>
    public static Dictionary<string, string> ToDictionary(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in pairs)
        {
            values[key] = value;
        }

        return values;
    }

    private static KeyValuePair<string, string>? Pair(string name, string text, ArgumentResult result)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        if (at > 0)
        {
            return new KeyValuePair<string, string>(text[..at].Trim(), text[(at + 1)..].Trim());
        }

        result.AddError($"{name} '{text}' is not key=value. Write for example {name} {(name == "--set" ? "lms.delay=700ms" : "build=1234")}");
        return null;
    }
}
