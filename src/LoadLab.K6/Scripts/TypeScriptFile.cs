using System.Diagnostics;
using System.Globalization;
using LoadLab.Core;

namespace LoadLab.K6.Scripts;

/// <summary>
/// Makes JavaScript of TypeScript. The Node on PATH blanks the types out, so that each line and column stays where it was; nothing is checked, as in k6.
/// </summary>
internal static class TypeScriptFile
{
    /// <summary>What to do without a Node that can.</summary>
    public const string Other = "Install Node 22.13 or newer, or make JavaScript of it first, for example: npx esbuild script.ts --bundle --format=esm --platform=neutral --external:k6 '--external:k6/*' --outfile=script.js";

    private const int IsTooOld = 3;

    private const string Program = """
        const strip = require('node:module').stripTypeScriptTypes;
        if (!strip) process.exit(3);
        let text = '';
        process.stdin.setEncoding('utf8').on('data', (part) => { text += part; }).on('end', () => {
          try { process.stdout.write(strip(text)); } catch (e) { process.stderr.write(((/^[^\n]*:(\d+)\n/.exec(e.stack) || [])[1] || '0') + '\n' + e.message); process.exitCode = 2; }
        });
        """;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    public static bool Is(string path) => path.EndsWith(".ts", StringComparison.OrdinalIgnoreCase);

    /// <summary>The same file without its types.</summary>
    /// <param name="shown">The file as it is shown.</param>
    /// <param name="source">Its text.</param>
    /// <param name="programs">Folders with programs, as in <c>PATH</c>.</param>
    /// <exception cref="LoadLabException">There is no Node that can, or the file is no TypeScript that becomes JavaScript so (104).</exception>
    public static string Strip(string shown, string source, string? programs)
    {
        var node = (programs ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "node.exe" : "node")).FirstOrDefault(File.Exists)
            ?? throw Refused($"'{shown}' is TypeScript, and there is no node on PATH that could take its types out.", Other);
        var (exit, output, log) = Ask(node, source, shown);
        return exit switch
        {
            0 => output,
            IsTooOld => throw Refused($"'{shown}' is TypeScript, and '{node}' is too old to take its types out.", Other),
            2 when log.IndexOf('\n', StringComparison.Ordinal) is > 0 and var end && int.TryParse(log[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var line) => throw Refused(
                $"{(line > 0 ? ScriptFaults.At(shown, source, line) : shown)}\n  The types cannot be taken out: {log[(end + 1)..].Trim()}",
                "Mend the line. What is more than types (enum, namespace, parameter properties, <T>value) is not there: write it as JavaScript, or bundle the script first."),
            _ => throw Refused($"'{node}' failed on '{shown}' (exit code {exit.ToString(CultureInfo.InvariantCulture)}): {log.Trim()}", Other),
        };
    }

    private static (int Exit, string Output, string Log) Ask(string node, string source, string shown)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(node, ["--no-warnings", "-e", Program])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardInputEncoding = new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
                StandardOutputEncoding = System.Text.Encoding.UTF8,
            },
        };
        process.Start();
        var (output, log) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        try
        {
            process.StandardInput.Write(source);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading: its exit code says why.
        }

        if (!process.WaitForExit(s_limit))
        {
            process.Kill(entireProcessTree: true);
            throw Refused(FormattableString.Invariant($"'{node}' did not take the types out of '{shown}' within {s_limit.TotalSeconds:0} s."), Other);
        }

        process.WaitForExit();
        return (process.ExitCode, output.GetAwaiter().GetResult(), log.GetAwaiter().GetResult());
    }

    private static LoadLabException Refused(string message, string todo) => new(ExitCode.BadConfiguration, message, "Nothing was started. " + todo);
}
