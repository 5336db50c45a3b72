namespace LoadLab.Stacks.Machine;

/// <summary>Where the programs of the native stack are looked for.</summary>
internal sealed record NativeTools
{
    /// <summary>Directories of programs, in the order of PATH.</summary>
    public required IReadOnlyList<string> SearchPath { get; init; }

    /// <summary>Patterns of directories with Postgres binaries that distributions keep off PATH; the highest version wins.</summary>
    public IReadOnlyList<string> PostgresPatterns { get; init; } =
        ["/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/libexec/postgresql*", "/usr/local/pgsql/bin"];

    /// <summary>The system's Python, which the distribution's Python packages are for.</summary>
    public string Python { get; init; } = "/usr/bin/python3";

    /// <summary>Patterns of directories where distributions keep the Python package aiosmtpd.</summary>
    public IReadOnlyList<string> MailSinkPatterns { get; init; } =
        ["/usr/lib/python3/dist-packages/aiosmtpd", "/usr/lib/python3.*/site-packages/aiosmtpd"];

    /// <summary>PATH of this process, and the places that a PATH of a plain user may lack.</summary>
    public static NativeTools OfThisMachine() => new()
    {
        SearchPath = [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Concat(["/usr/local/bin", "/usr/bin", "/bin", "/usr/local/sbin", "/usr/sbin", "/sbin"]).Distinct(StringComparer.Ordinal)],
    };

    /// <summary>Path of a program, or null.</summary>
    public string? Find(string program) =>
        SearchPath.Select(directory => Path.Combine(directory, program)).FirstOrDefault(IsExecutable);

    /// <summary>Directory that has both <c>postgres</c> and <c>initdb</c>, or null.</summary>
    public string? FindPostgres() =>
        SearchPath.Concat(PostgresPatterns.SelectMany(Expand))
            .Where(directory => IsExecutable(Path.Combine(directory, "postgres")) && IsExecutable(Path.Combine(directory, "initdb")))
            // A link on PATH leads to the real place, and its extensions lie beside that.
            .Select(directory => Path.GetDirectoryName(Resolve(Path.Combine(directory, "postgres"))))
            .FirstOrDefault();

    /// <summary>The Python that has the mail sink, or null.</summary>
    public string? FindMailSink() =>
        IsExecutable(Python) && MailSinkPatterns.SelectMany(Expand).Any(directory => File.Exists(Path.Combine(directory, "__main__.py"))) ? Python : null;

    private static string Resolve(string path) => File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;

    // A link that leads nowhere exists too: what a package left behind is no program.
    private static bool IsExecutable(string path) =>
        File.Exists(path) && Resolve(path) is var real && File.Exists(real) && (File.GetUnixFileMode(real) & UnixFileMode.OtherExecute) != 0;

    // One level of '*', highest version first.
    private static IEnumerable<string> Expand(string pattern)
    {
        var star = pattern.IndexOf('*', StringComparison.Ordinal);
        if (star < 0)
            return Directory.Exists(pattern) ? [pattern] : [];
        var slash = pattern.IndexOf('/', star);
        var (head, tail) = slash < 0 ? (pattern, "") : (pattern[..slash], pattern[(slash + 1)..]);
        var parent = Path.GetDirectoryName(head)!;
        if (!Directory.Exists(parent))
            return [];
        return Directory.EnumerateDirectories(parent, Path.GetFileName(head)).OrderByDescending(Version).Select(found => Path.Combine(found, tail)).Where(Directory.Exists);
    }

    private static int Version(string path)
    {
        var digits = new string([.. Path.GetFileName(path).SkipWhile(letter => !char.IsAsciiDigit(letter)).TakeWhile(char.IsAsciiDigit)]);
        return int.TryParse(digits, System.Globalization.CultureInfo.InvariantCulture, out var version) ? version : 0;
    }
}
