using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using LoadLab.Stacks.Machine;

namespace LoadLab.Stacks.Processes;

/// <summary>
/// The temporary directory of one stack. Its name holds who owns it (process id, start time, process-id namespace), so that the next
/// LoadLab can tell a leftover from a stack that is in use.
/// </summary>
internal sealed partial class StackDirectory
{
    private StackDirectory(string path) => Path = path;

    /// <summary>Full path.</summary>
    public string Path { get; }

    /// <summary>Makes a directory for this process under <paramref name="root"/>.</summary>
    public static StackDirectory Create(string root)
    {
        var self = Environment.ProcessId;
        var name = string.Create(CultureInfo.InvariantCulture,
            $"loadlab-{self}-{ProcessTable.Find(self)?.StartTicks ?? 0}-{Namespace()}-{RandomNumberGenerator.GetHexString(6, lowercase: true)}");
        var path = System.IO.Path.Combine(root, name);
        // The servers' user may pass through, nobody may look around.
        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        return new StackDirectory(path);
    }

    /// <summary>Ends the processes of stacks whose owner is dead and deletes their directories. Returns the directories.</summary>
    public static IReadOnlyList<string> Sweep(string root)
    {
        var swept = new List<string>();
        foreach (var path in Directory.EnumerateDirectories(root, "loadlab-*"))
        {
            if (!IsLeftover(System.IO.Path.GetFileName(path)))
                continue;
            try
            {
                KillMembers(path);
                Directory.Delete(path, recursive: true);
                swept.Add(path);
            }
            catch (Exception notOurs) when (notOurs is IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception)
            {
                // Another user's leftover, or another LoadLab is sweeping it: not ours to end.
            }
        }

        return swept;
    }

    /// <summary>Sends SIGKILL to every process that works under <paramref name="directory"/> until there is none.</summary>
    public static void KillMembers(string directory)
    {
        using var pause = new ManualResetEventSlim();
        for (var round = 0; round < 100; round++)
        {
            var members = ProcessTable.WorkingUnder(directory).Where(id => ProcessTable.Find(id) is { State: not 'Z' }).ToList();
            if (members.Count == 0)
                return;
            foreach (var member in members)
                Native.Signal(member, UnixSignal.Kill);
            pause.Wait(TimeSpan.FromMilliseconds(20));
        }
    }

    /// <summary>Lets every frozen process that works under <paramref name="directory"/> go on: a frozen one obeys nothing but SIGKILL.</summary>
    public static void ThawMembers(string directory)
    {
        foreach (var member in ProcessTable.WorkingUnder(directory).Where(id => ProcessTable.Find(id) is { State: 'T' }))
            Native.Signal(member, UnixSignal.Cont);
    }

    /// <summary>Makes a directory below, for <paramref name="owner"/> alone.</summary>
    public string Add(string name, Account? owner)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (owner is not null)
            Native.ChangeOwner(path, owner.UserId, owner.GroupId);
        return path;
    }

    /// <summary>Path of a file below.</summary>
    public string File(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    /// <summary>Deletes it; no error when it is gone. Tries again while a dying process still writes into it.</summary>
    public void Delete()
    {
        using var pause = new ManualResetEventSlim();
        for (var attempt = 1; Directory.Exists(Path); attempt++)
        {
            try
            {
                Directory.Delete(Path, recursive: true);
            }
            catch (DirectoryNotFoundException)
            {
                // The watchdog or a second Ctrl-C deletes it at the same time: look again.
            }
            catch (IOException) when (attempt < 20)
            {
                pause.Wait(TimeSpan.FromMilliseconds(50));
            }
        }
    }

    /// <summary>True when the name is of a stack whose owner is dead. Owners in other process-id namespaces cannot be judged from here.</summary>
    internal static bool IsLeftover(string name)
    {
        var match = NamePattern().Match(name);
        if (!match.Success || match.Groups["ns"].Value != Namespace())
            return false;
        if (!int.TryParse(match.Groups["pid"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var owner))
            return false;
        return ProcessTable.Find(owner) is not { State: not 'Z' } alive
            || alive.StartTicks.ToString(CultureInfo.InvariantCulture) != match.Groups["start"].Value;
    }

    private static string Namespace()
    {
        var link = OperatingSystem.IsLinux() ? new FileInfo("/proc/self/ns/pid").LinkTarget ?? "" : "";
        return string.Concat("0", string.Concat(link.Where(char.IsAsciiDigit)));
    }

    [GeneratedRegex("^loadlab-(?<pid>[0-9]+)-(?<start>[0-9]+)-(?<ns>[0-9]+)-[0-9a-f]{6}$", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
