using System.Diagnostics;
using System.Text.RegularExpressions;
using LoadLab.Core;
using LoadLab.Core.Runs;

namespace LoadLab.K6.Driving;

/// <summary>The k6 of this machine, or of an image.</summary>
/// <param name="Path">The program; Docker's client for an image.</param>
/// <param name="Version">Its version.</param>
/// <param name="Image">The image that it lies in; null for a program of this machine.</param>
internal sealed partial record K6Program(string Path, K6Version Version, K6Image? Image)
{
    private const string Get = "Install k6 0.50 to 2.x from https://grafana.com/docs/k6/latest/set-up/install-k6/, or leave out driver: k6; LoadLab's own engine runs k6 scripts without it.";

    private static readonly string[] Switches = ["K6_NO_USAGE_REPORT=true", "K6_AUTO_EXTENSION_RESOLUTION=false", "K6_BINARY_PROVISIONING=false"];

    /// <summary>Finds it, and asks for its version.</summary>
    /// <param name="path">The directories to look in, as in <c>PATH</c>.</param>
    /// <param name="image">The image that it lies in; null for a program of this machine.</param>
    /// <exception cref="LoadLabException">It is not there, is none, or is too old or too new (104).</exception>
    public static K6Program Find(string? path, K6Image? image = null)
    {
        image = image?.Found(path);
        var found = image?.Docker ?? OnPath("k6", path) ?? throw new LoadLabException(ExitCode.BadConfiguration, "driver: k6, and there is no k6 on PATH.", Get);
        if (OperatingSystem.IsWindows())
        {
            throw new LoadLabException(ExitCode.BadConfiguration, "driver: k6 needs /bin/sh and setsid, which Windows does not have.", "Run it on Linux, or leave out driver: k6.");
        }

        var program = new K6Program(found, new K6Version("", 0, 0), image);
        var (exit, output, log) = program.Ask(["version"], "", new Dictionary<string, string>(), image?.Folders is [var folder, ..] ? folder : Environment.CurrentDirectory);
        var version = K6Version.Read(output) ?? throw new LoadLabException(
            ExitCode.BadConfiguration, $"'{program.Name} version' does not say a version of k6 (exit code {exit}): {Short(output.Length > 0 ? output : log)}", Get);
        return version.IsDriven
            ? program with { Version = version }
            : throw new LoadLabException(ExitCode.BadConfiguration, $"'{program.Name}' is k6 {version.Text}; the driver k6 takes {K6Version.Oldest} to 2.x.", Get);
    }

    /// <summary>What it is called in messages.</summary>
    public string Name => Image?.Reference ?? Path;

    /// <summary>The driver, as a run's plan and record have it.</summary>
    public ForeignDriver Driver => new("k6", Version.Text, "ndjson", "", HasDistribution: true) { WasRun = true };

    /// <summary>Runs it to its end.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="input">Its standard input.</param>
    /// <param name="variables">What a script sees in <c>__ENV</c>.</param>
    /// <param name="folder">Where it works.</param>
    public (int Exit, string Output, string Log) Ask(IReadOnlyList<string> arguments, string input, IReadOnlyDictionary<string, string> variables, string folder)
    {
        var start = new ProcessStartInfo(Path, Command(arguments, variables, folder, null, [])) { WorkingDirectory = folder };
        SetEnvironment(start, variables);
        return BoundedCall.Run(start, input, Get);
    }

    /// <summary>The arguments of <see cref="Path"/> that run k6 with arguments.</summary>
    /// <param name="arguments">Those of k6.</param>
    /// <param name="variables">What a script sees in <c>__ENV</c>; their values stand in the environment.</param>
    /// <param name="folder">Where it works.</param>
    /// <param name="container">Name of its container; null for any.</param>
    /// <param name="more">More directories that a container finds.</param>
    public IReadOnlyList<string> Command(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> variables, string folder, string? container, IReadOnlyList<string> more) =>
        Image is { } image ? image.Run(container, [.. variables.Keys, .. Switches], folder, more, arguments) : arguments;

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

        foreach (var one in Switches)
        {
            info.Environment[one[..one.IndexOf('=', StringComparison.Ordinal)]] = one[(one.IndexOf('=', StringComparison.Ordinal) + 1)..];
        }
    }

    /// <summary>True for a variable that k6 takes for an option. Those of its browser module say where the browser is, and nothing of the load.</summary>
    public static bool IsOption(string name) => name.StartsWith("K6_", StringComparison.Ordinal) && !name.StartsWith("K6_BROWSER_", StringComparison.Ordinal);

    /// <summary>True for a name that any shell hands on.</summary>
    public static bool IsPlainName(string name) => PlainName().IsMatch(name);

    /// <summary>A program in directories; null when it is in none.</summary>
    internal static string? OnPath(string name, string? path)
    {
        var file = OperatingSystem.IsWindows() ? name + ".exe" : name;
        return (path ?? "").Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(folder => System.IO.Path.Combine(folder, file)).FirstOrDefault(IsProgram);
    }

    /// <summary>One line of what a program printed.</summary>
    internal static string Short(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length > 600 ? line[..600] + "…" : line.Length == 0 ? "it printed nothing" : line;
    }

    private static bool IsProgram(string file) =>
        File.Exists(file) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$", RegexOptions.CultureInvariant)]
    private static partial Regex PlainName();
}
