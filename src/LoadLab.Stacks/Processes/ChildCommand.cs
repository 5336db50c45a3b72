using System.Diagnostics;
using System.Globalization;
using LoadLab.Stacks.Machine;

namespace LoadLab.Stacks.Processes;

/// <summary>How to start and how to stop one child of a stack.</summary>
internal sealed record ChildCommand
{
    /// <summary>Role: <c>postgres</c>, <c>redis</c>, <c>api</c>, <c>worker</c>, <c>smtp</c>.</summary>
    public required string Role { get; init; }

    /// <summary>Path of the program.</summary>
    public required string FileName { get; init; }

    /// <summary>Its arguments.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Where it works; inside the stack's directory.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>File that takes stdout and stderr.</summary>
    public required string LogPath { get; init; }

    /// <summary>True to add to the log that is there, for a child that is started again.</summary>
    public bool AppendsToLog { get; init; }

    /// <summary>Port on 127.0.0.1 that it listens on; null for none.</summary>
    public int? Port { get; init; }

    /// <summary>Environment variables to set.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The user to become; null to stay who we are.</summary>
    public Account? Account { get; init; }

    /// <summary>What the kernel sends it when LoadLab dies.</summary>
    public required UnixSignal DeathSignal { get; init; }

    /// <summary>What asks it to stop, in order, each with the time it gets; after the last comes SIGKILL.</summary>
    public required IReadOnlyList<(UnixSignal Signal, TimeSpan Grace)> StopSteps { get; init; }

    /// <summary>What ends it at once. SIGQUIT makes Postgres remove its shared memory, which SIGKILL would leave behind.</summary>
    public UnixSignal KillSignal { get; init; } = UnixSignal.Kill;

    /// <summary>By how much its priority is lower than LoadLab's (nice(1)): 0 for the same, 19 for the lowest.</summary>
    public int Nice { get; init; }

    /// <summary>Higher tiers stop first: the API before what it depends on.</summary>
    public int Tier { get; init; }

    /// <summary>
    /// The start info. The chain <c>sh → setsid → nice → setpriv → program</c> only execs, so the id stays one and the same.
    /// setsid: a Ctrl-C in the terminal goes to LoadLab's process group, and the stack must outlive it while LoadLab drains.
    /// setpriv comes last because the kernel clears the death signal when the user changes; setpriv sets it after that.
    /// The log is a file, not a pipe: nobody has to read it, and it is there when LoadLab is not.
    /// </summary>
    public ProcessStartInfo ToStartInfo()
    {
        var info = new ProcessStartInfo("/bin/sh")
        {
            WorkingDirectory = WorkingDirectory,
            UseShellExecute = false,
            // All three, or .NET takes the terminal's settings for the child's.
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        IEnumerable<string> user = Account is null
            ? []
            : [Invariant($"--reuid={Account.UserId}"), Invariant($"--regid={Account.GroupId}"), "--clear-groups"];
        foreach (var argument in (string[])["-c", $"exec \"$@\" </dev/null {(AppendsToLog ? ">>" : ">")}\"$0\" 2>&1", LogPath, "setsid", .. Niceness.Prefix(Nice), "setpriv",
                     .. user, "--pdeathsig", DeathSignal.ToString().ToUpperInvariant(), "--", FileName, .. Arguments])
            info.ArgumentList.Add(argument);
        foreach (var inherited in info.Environment.Keys.Where(ConfiguresTheStack).ToList())
            info.Environment.Remove(inherited);
        foreach (var (name, value) in Environment)
            info.Environment[name] = value;
        return info;
    }

    // What the caller's shell happens to export must not decide what is measured: the plan does.
    private static bool ConfiguresTheStack(string name) =>
        name.StartsWith("PG", StringComparison.Ordinal)
        || name.StartsWith("ASPNETCORE_", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("ConnectionStrings__", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("Lms__", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("Kestrel__", StringComparison.OrdinalIgnoreCase)
        || name is "URLS" or "DOTNET_URLS" or "DOTNET_ENVIRONMENT";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
