namespace LoadLab.Stacks.Setup;

/// <summary>
/// Keeps Debian from creating a database cluster and from starting the servers that it installs: LoadLab wants the programs only.
/// Both files are the documented ways, and both are removed on dispose; a file of that name that was there before is left alone.
/// See https://people.debian.org/~hmh/invokerc.d-policyrc.d-specification.txt and pg_createcluster(1), createcluster.d.
/// </summary>
internal sealed class ServiceStartPolicy : IDisposable
{
    private readonly List<string> _written = [];

    private ServiceStartPolicy()
    {
    }

    /// <summary>Writes the files below <paramref name="systemRoot"/>.</summary>
    public static ServiceStartPolicy Take(string systemRoot)
    {
        var hold = new ServiceStartPolicy();
        const UnixFileMode readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        const UnixFileMode executable = readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        // 101: the action is forbidden by policy.
        hold.Write(Path.Combine(systemRoot, "usr/sbin/policy-rc.d"), "#!/bin/sh\n# LoadLab's setup, for as long as it runs: install, but start nothing.\nexit 101\n", executable);
        hold.Write(Path.Combine(systemRoot, "etc/postgresql-common/createcluster.d/loadlab.conf"), "create_main_cluster = false\n", readable);
        return hold;
    }

    public void Dispose()
    {
        foreach (var path in _written)
            File.Delete(path);
        _written.Clear();
    }

    private void Write(string path, string text, UnixFileMode mode)
    {
        if (File.Exists(path))
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, mode);
        _written.Add(path);
    }
}
