using System.Text.Json;
using LoadLab.Core;

namespace LoadLab.K6.Driving;

/// <summary>What k6 itself reads in a script: nothing is sent.</summary>
/// <param name="Functions">The functions that it exports.</param>
/// <param name="Options">The options that it exports, as JSON; null for none.</param>
internal sealed record ScriptInspection(IReadOnlyList<string> Functions, string? Options)
{
    private const string Sign = "loadlab-inspection:";
    private static readonly string[] Foreign = ["at go.k6.io/", "at <internal/", "at file:///-:"];

    /// <exception cref="LoadLabException">k6 cannot read it: a fault of syntax, a module that is not there (104), or its own lines threw (107).</exception>
    public static ScriptInspection Of(K6Program program, string path, IReadOnlyDictionary<string, string> variables, IReadOnlyList<string> flags)
    {
        var module = $$"""
            import * as script from {{Js.Text(Js.Address(path))}};
            export const options = {};
            console.log('{{Sign}}' + JSON.stringify({ functions: Object.keys(script).filter((name) => typeof script[name] === 'function'), options: script.options }));
            export default function () {}
            """;
        var (exit, output, log) = program.Ask(["inspect", "--no-color", "--log-format", "json", .. flags, "-"], module, variables, System.IO.Path.GetDirectoryName(path)!);
        var lines = new K6Log();
        string? found = null;
        foreach (var line in (log + "\n" + output).Split('\n'))
        {
            found = lines.Add(line.TrimEnd('\r')) is { } text && text.StartsWith(Sign, StringComparison.Ordinal) ? text[Sign.Length..] : found;
        }

        if (exit != 0 || found is null)
        {
            throw Refuse(program, path, exit, lines.Fault.Length > 0 ? lines.Fault : K6Program.Short(log));
        }

        using var document = JsonDocument.Parse(found);
        var root = document.RootElement;
        return new ScriptInspection(
            [.. root.GetProperty("functions").EnumerateArray().Select(one => one.GetString()!)],
            root.TryGetProperty("options", out var options) && options.ValueKind == JsonValueKind.Object ? options.GetRawText() : null);
    }

    /// <summary>Without the lines of the stack that are k6's, and those of the module around the script.</summary>
    private static string Own(string fault) => string.Join('\n', fault.Split('\n').Where(line => !Foreign.Any(start => line.TrimStart().StartsWith(start, StringComparison.Ordinal))));

    private static LoadLabException Refuse(K6Program program, string path, int exit, string fault)
    {
        var isExtension = fault.Contains("unknown module", StringComparison.OrdinalIgnoreCase) && fault.Contains("k6/x/", StringComparison.Ordinal);
        return new LoadLabException(
            exit == 107 && fault.Contains("Error:", StringComparison.Ordinal) && !fault.StartsWith("SyntaxError", StringComparison.Ordinal) && !isExtension ? ExitCode.ScenarioInitFailed : ExitCode.BadConfiguration,
            $"k6 {program.Version.Text} cannot read '{path}': {K6Program.Short(Own(fault))}",
            isExtension
                ? $"'{program.Name}' was not built with that extension, and LoadLab lets k6 download none. Put a k6 that has it (xk6 build --with …) first on PATH, or name an image of one in stack.images.k6. Nothing was started."
                : "Nothing was started. Mend the script, or what it imports.");
    }
}
