using LoadLab.Core;
using LoadLab.Stacks.Machine;
using LoadLab.Stacks.Processes;

namespace LoadLab.Stacks.Setup;

/// <summary>
/// Finds what this machine lacks for a native stack and its reports, and installs it when told to. Nothing else in LoadLab installs anything.
/// </summary>
public sealed class MachineSetup
{
    private const string Postgres = "postgres (with initdb)";
    private const string Redis = "redis-server";
    private const string Setpriv = "setpriv and setsid of util-linux";
    internal const string Font = "a font";
    internal const string MailSink = "aiosmtpd, a mail sink for the system's Python,";

    private static readonly string[] s_fontDirectories = ["/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "/System/Library/Fonts"];

    private readonly NativeTools _tools;
    private readonly IReadOnlyList<string> _fontDirectories;
    private readonly ICommandRunner _runner;
    private readonly string _systemRoot;
    private readonly bool _isRoot;

    /// <summary>The set-up of this machine.</summary>
    public MachineSetup()
        : this(NativeTools.OfThisMachine())
    {
    }

    internal MachineSetup(
        NativeTools tools, IReadOnlyList<string>? fontDirectories = null, ICommandRunner? runner = null, string systemRoot = "/", bool? isRoot = null)
    {
        _tools = tools;
        _fontDirectories = fontDirectories ?? [.. s_fontDirectories, .. HomeFonts()];
        _runner = runner ?? new CommandRunner();
        _systemRoot = systemRoot;
        _isRoot = isRoot ?? Native.IsRoot;
    }

    /// <summary>What is missing; empty when the machine is ready. Changes nothing.</summary>
    public IReadOnlyList<MissingPart> FindMissing()
    {
        var missing = new List<MissingPart>();
        var manager = PackageManager.Find(_tools);
        if (_tools.FindPostgres() is null)
            Add(Postgres, "the database of the native stack", manager?.Postgres, isForStack: true);
        if (_tools.Find("redis-server") is null)
            Add(Redis, "the cache and queue of the native stack", manager?.Redis, isForStack: true);
        if (_tools.Find("setpriv") is null || _tools.Find("setsid") is null || IsBusyBox("setpriv"))
            Add(Setpriv, "they let the stack's processes end with LoadLab", manager?.Setpriv, isForStack: true);
        if (_tools.FindMailSink() is null)
            Add(MailSink, "the stack has no mail server without one, and rows on e-mail are not measured", manager?.MailSink, isForStack: false);
        if (!HasFont())
            Add(Font, "charts have no text without one", manager?.Font, isForStack: false);
        return missing;

        void Add(string name, string purpose, string? package, bool isForStack) =>
            missing.Add(new MissingPart(name, purpose, manager is null || package is null
                ? "with your system's package manager (apt-get, dnf, apk and brew are known, and none of them was found with a package for it)"
                : manager.CommandFor([package], _isRoot), isForStack));
    }

    /// <summary>Installs what is missing, with apt-get as root on Debian and Ubuntu. Each command is reported before it runs.</summary>
    /// <param name="progress">Gets each command as <c>$ command</c>, and what is already there.</param>
    /// <param name="cancellationToken">Stops before the next command.</param>
    /// <exception cref="LoadLabException">104: another system, no root, or a command that failed.</exception>
    public async Task InstallAsync(IProgress<string> progress, CancellationToken cancellationToken)
    {
        var missing = FindMissing();
        if (missing.Count == 0)
        {
            progress.Report("setup: nothing is missing");
            return;
        }

        var manager = PackageManager.Find(_tools);
        if (manager?.Program != "apt-get" || !_isRoot)
            throw CannotInstall(missing, manager);

        using (ServiceStartPolicy.Take(_systemRoot))
        {
            await RunAsync(["apt-get", "update"], progress, cancellationToken).ConfigureAwait(false);
            var needed = missing.Where(part => part.Name != MailSink).ToList();
            if (needed.Count > 0)
                await RunAsync([.. manager.Install.Split(' '), .. Packages(needed, manager)], progress, cancellationToken).ConfigureAwait(false);
            if (needed.Count < missing.Count)
                await InstallMailSinkAsync(manager, progress, cancellationToken).ConfigureAwait(false);
        }

        var still = FindMissing().Where(part => part.Name != MailSink).ToList();
        if (still.Count > 0)
            throw new LoadLabException(ExitCode.BadConfiguration, [.. still.Select(part => $"setup: apt-get ended well, but {part.Name} is still missing ({part.Purpose}).")],
                "Check that the package sources of this system are complete.");
        progress.Report(_tools.FindMailSink() is null ? "setup: everything else is there" : "setup: everything is there");
    }

    // By itself: where the distribution does not have it, the stack must still get the rest.
    private async Task InstallMailSinkAsync(PackageManager manager, IProgress<string> progress, CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync([.. manager.Install.Split(' '), manager.MailSink!], progress, cancellationToken).ConfigureAwait(false);
        }
        catch (LoadLabException fault)
        {
            progress.Report($"{fault.Faults[0]}{Environment.NewLine}setup: stacks of processes come up without a mail server, and rows on e-mail are not measured");
        }
    }

    private LoadLabException CannotInstall(IReadOnlyList<MissingPart> missing, PackageManager? manager)
    {
        var reason = manager?.Program == "apt-get" ? "setup needs root to run apt-get" : "setup installs only with apt-get, on Debian and Ubuntu";
        var packages = manager is null ? [] : Packages(missing, manager);
        var command = packages.Count > 0 ? $"Run: {manager!.CommandFor(packages, _isRoot)}" : "Install them with your system's package manager.";
        return new LoadLabException(ExitCode.BadConfiguration, [.. missing.Select(part => part.ToString())], $"{reason}. {command}");
    }

    private static List<string> Packages(IReadOnlyList<MissingPart> missing, PackageManager manager) =>
        [.. missing.Select(part => part.Name switch
        {
            Postgres => manager.Postgres,
            Redis => manager.Redis,
            Setpriv => manager.Setpriv ?? "",
            MailSink => manager.MailSink ?? "",
            _ => manager.Font,
        }).SelectMany(names => names.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Distinct(StringComparer.Ordinal)];

    private async Task RunAsync(IReadOnlyList<string> command, IProgress<string> progress, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        progress.Report("$ " + string.Join(' ', command));
        var (exitCode, output) = await _runner.RunAsync(command, cancellationToken).ConfigureAwait(false);
        if (exitCode != 0)
            throw new LoadLabException(ExitCode.BadConfiguration,
                $"setup: '{string.Join(' ', command)}' ended with exit code {exitCode}. Last lines of its output:{Environment.NewLine}{output}",
                "Run the command by hand, or check the network and the package sources.");
    }

    private bool HasFont() => _fontDirectories.Where(Directory.Exists).Any(directory =>
        Directory.EnumerateFiles(directory, "*.*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true })
            .Any(file => Path.GetExtension(file).ToUpperInvariant() is ".TTF" or ".OTF" or ".TTC"));

    // BusyBox has a setpriv of that name without --reuid and --pdeathsig.
    private bool IsBusyBox(string program) =>
        _tools.Find(program) is { } path && (new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.Name.StartsWith("busybox", StringComparison.Ordinal) ?? false);

    private static IEnumerable<string> HomeFonts()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return home.Length == 0 ? [] : [Path.Combine(home, ".fonts"), Path.Combine(home, ".local/share/fonts"), Path.Combine(home, "Library/Fonts")];
    }
}
