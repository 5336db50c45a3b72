using System.Diagnostics;
using System.Text;
using LoadLab.Cli.Invocations;

namespace LoadLab.IntegrationTests.Outside;

/// <summary>
/// A user's own directory outside the checkout, with LoadLab's command line run from within it as a process of its own. Everything that is printed is
/// kept, and so are the command lines of all processes that were alive meanwhile and held one of <see cref="Watched"/>.
/// </summary>
internal sealed class OutsideCli : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly StringBuilder _printed = new();
    private readonly HashSet<string> _seen = [];
    private byte[][] _watched = [];
    private byte[] _command = new byte[1 << 14];

    public OutsideCli(string name = "user")
    {
        Root = Directory.CreateTempSubdirectory("loadlab-outside-").FullName;
        Home = Directory.CreateDirectory(Path.Combine(Root, name)).FullName;
        Launcher = Path.Combine(Root, "loadlab");
        File.WriteAllText(Launcher, $"#!/bin/sh\nexec dotnet '{Built.Dll("src", "LoadLab.Cli")}' \"$@\"\n");
        using var permit = Process.Start("chmod", ["+x", Launcher]);
        permit.WaitForExit();
    }

    /// <summary>All of it; deleted at the end.</summary>
    public string Root { get; }

    /// <summary>The user's directory, the working directory of what is run.</summary>
    public string Home { get; }

    /// <summary>Starts LoadLab, as the checkout's launcher does.</summary>
    public string Launcher { get; }

    /// <summary>Variables of the user's shell.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>Texts to look for in the command lines of all processes.</summary>
    public IReadOnlyList<string> Watched
    {
        get;
        init => _watched = [.. (field = value).Select(Encoding.UTF8.GetBytes)];
    } = [];

    /// <summary>What stands before each program: one that runs it in surroundings of its own; nothing by default.</summary>
    public IReadOnlyList<string> Prefix { get; set; } = [];

    /// <summary>All that was printed.</summary>
    public string Printed => _printed.ToString();

    /// <summary>Command lines with a watched text in them, that of LoadLab itself left out where the user gave it there.</summary>
    public IReadOnlyCollection<string> SeenCommands => _seen;

    public void Dispose() => Directory.Delete(Root, recursive: true);

    public string Write(string file, string text)
    {
        var path = Path.Combine(Home, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Puts the scenarios of these tests into a folder, as a link.</summary>
    public void LinkScenarios(string folder) =>
        Directory.CreateSymbolicLink(Path.Combine(Home, folder), Path.GetDirectoryName(Built.Dll("tests", "LoadLab.TestProcesses"))!);

    /// <summary>Runs LoadLab with these arguments.</summary>
    public Task<(int Code, string Out, string Error)> RunAsync(params string[] arguments) => StartAsync(Launcher, arguments);

    /// <summary>Runs a line in a shell, as a person would who copied it.</summary>
    public Task<(int Code, string Out, string Error)> ShellAsync(string line) => StartAsync("/bin/sh", "-c", line);

    private async Task<(int Code, string Out, string Error)> StartAsync(string program, params string[] arguments)
    {
        string[] words = [.. Prefix, program, .. arguments];
        var start = new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Home };
        foreach (var (name, value) in Variables)
        {
            start.Environment[name] = value;
        }

        start.Environment[LoadLab.Preparation.Home.Variable] = Built.Home;
        start.Environment[CommandEnvironment.LauncherVariable] = Launcher;
        var older = _watched.Length > 0 ? Processes().ToHashSet(StringComparer.Ordinal) : [];
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Patience);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        var ending = process.WaitForExitAsync(limit.Token);
        var own = string.Join(' ', arguments);
        while (_watched.Length > 0 && !ending.IsCompleted)
        {
            // What was there before is no process of LoadLab's.
            Look(own, Processes().Where(path => !older.Contains(path)));
            await Task.WhenAny(ending, Task.Delay(20, limit.Token));
        }

        await ending;
        if (_watched.Length > 0)
        {
            Look(own, Processes());
        }

        _printed.Append(await output).Append(await error);
        return (process.ExitCode, await output, await error);
    }

    private static IEnumerable<string> Processes() => Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0]));

    /// <param name="own">What the user wrote: the line of LoadLab itself, and for a moment of what its shell has forked.</param>
    /// <param name="processes">Directories of the processes to look at.</param>
    private void Look(string own, IEnumerable<string> processes)
    {
        // Many processes, fifty times a second: only what has a watched text in it becomes a string.
        foreach (var directory in processes)
        {
            try
            {
                var read = Read(Path.Combine(directory, "cmdline"));
                if (!_watched.Any(watched => read.Span.IndexOf(watched) >= 0))
                {
                    continue;
                }

                var command = Encoding.UTF8.GetString(read.Span).Replace('\0', ' ');
                if (!command.TrimEnd().EndsWith(own, StringComparison.Ordinal))
                {
                    _seen.Add(command);
                }
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // It has ended meanwhile.
            }
        }
    }

    private ReadOnlyMemory<byte> Read(string path)
    {
        using var file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
        var length = 0;
        while (RandomAccess.Read(file, _command.AsSpan(length), length) is > 0 and var more)
        {
            length += more;
            if (length == _command.Length)
            {
                Array.Resize(ref _command, 2 * length);
            }
        }

        return _command.AsMemory(0, length);
    }
}
