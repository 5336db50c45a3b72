using System.Diagnostics;
using System.Text.RegularExpressions;
using LoadLab.Core;
using LoadLab.Core.Runs;

namespace LoadLab.K6.Driving;

/// <summary>The k6 of this machine.</summary>
/// <param name="Path">The program.</param>
/// <param name="Version">Its version.</param>
internal sealed partial record K6Program(string Path, K6Version Version)
{
    private const string Get = "Install k6 0.50 to 2.x from https://grafana.com/docs/k6/latest/set-up/install-k6/, or leave out driver: k6; LoadLab's own engine runs k6 scripts without it.";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Finds it, and asks for its version.</summary>
    /// <param name="path">The directories to look in, as in <c>PATH</c>.</param>
    /// <exception cref="LoadLabException">It is not there, is none, or is too old or too new (104).</exception>
    public static K6Program Find(string? path)
    {
        var name = OperatingSystem.IsWindows() ? "k6.exe" : "k6";
        var found = (path ?? "").Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(folder => System.IO.Path.Combine(folder, name)).FirstOrDefault(IsProgram)
            ?? throw new LoadLabException(ExitCode.BadConfiguration, "driver: k6, and there is no k6 on PATH.", Get);
        if (OperatingSystem.IsWindows())
        {
            throw new LoadLabException(ExitCode.BadConfiguration, "driver: k6 needs /bin/sh and setsid, which Windows does not have.", "Run it on Linux, or leave out driver: k6.");
        }

        var (exit, output, log) = Ask(found, ["version"], "", new Dictionary<string, string>(), Environment.CurrentDirectory);
        var version = K6Version.Read(output) ?? throw new LoadLabException(
            ExitCode.BadConfiguration, $"'{found} version' does not say a version of k6 (exit code {exit}): {Short(output.Length > 0 ? output : log)}", Get);
        return version.IsDriven
            ? new K6Program(found, version)
            : throw new LoadLabException(ExitCode.BadConfiguration, $"'{found}' is k6 {version.Text}; the driver k6 takes {K6Version.Oldest} to 2.x.", Get);
    }

    /// <summary>The driver, as a run's plan and record have it.</summary>
    public ForeignDriver Driver => new("k6", Version.Text, "ndjson", "", HasDistribution: true) { WasRun = true };

    /// <summary>Runs it to its end.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="input">Its standard input.</param>
    /// <param name="variables">What a script sees in <c>__ENV</c>.</param>
    /// <param name="folder">Where it works.</param>
    public (int Exit, string Output, string Log) Ask(IReadOnlyList<string> arguments, string input, IReadOnlyDictionary<string, string> variables, string folder) => Ask(Path, arguments, input, variables, folder);

    /// <summary>Puts the environment of a k6 into a start: nothing that the caller's shell happens to export decides the load.</summary>
    public static void SetEnvironment(ProcessStartInfo info, IReadOnlyDictionary<string, string> variables)
    {
        foreach (var name in info.Environment.Keys.Where(IsOption).ToList())
        {
            info.Environment.Remove(name);
        }

        foreach (var (name, value) in variables)
        {
            info.Environment[name] = value;
        }

        info.Environment["K6_NO_USAGE_REPORT"] = "true";
        info.Environment["K6_AUTO_EXTENSION_RESOLUTION"] = "false";
        info.Environment["K6_BINARY_PROVISIONING"] = "false";
    }

    /// <summary>True for a variable that k6 takes for an option. Those of its browser module say where the browser is, and nothing of the load.</summary>
    public static bool IsOption(string name) => name.StartsWith("K6_", StringComparison.Ordinal) && !name.StartsWith("K6_BROWSER_", StringComparison.Ordinal);

    /// <summary>True for a name that any shell hands on.</summary>
    public static bool IsPlainName(string name) => PlainName().IsMatch(name);

    /// <summary>One line of what a program printed.</summary>
    internal static string Short(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length > 600 ? line[..600] + "…" : line.Length == 0 ? "it printed nothing" : line;
    }

    private static (int Exit, string Output, string Log) Ask(string program, IReadOnlyList<string> arguments, string input, IReadOnlyDictionary<string, string> variables, string folder)
    {
        var info = new ProcessStartInfo(program) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            info.ArgumentList.Add(argument);
        }

        SetEnvironment(info, variables);
        try
        {
            using var process = Process.Start(info) ?? throw new InvalidOperationException("the system gave no process");
            var (output, log) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            Write(process, input);
            if (!process.WaitForExit(Limit))
            {
                process.Kill(entireProcessTree: true);
                throw new LoadLabException(ExitCode.BadConfiguration, FormattableString.Invariant($"'{program} {string.Join(' ', arguments)}' did not end within {Limit.TotalSeconds:0} s and was ended."), "Nothing was started. See what it does in a terminal.");
            }

            return (process.ExitCode, output.GetAwaiter().GetResult(), log.GetAwaiter().GetResult());
        }
        catch (Exception fault) when (fault is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, $"'{program}' cannot be run: {fault.Message}", Get, fault);
        }
    }

    private static void Write(Process process, string input)
    {
        try
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended before it read: its exit code says why.
        }
    }

    private static bool IsProgram(string file) =>
        File.Exists(file) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$", RegexOptions.CultureInvariant)]
    private static partial Regex PlainName();
}
