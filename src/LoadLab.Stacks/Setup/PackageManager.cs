using LoadLab.Stacks.Machine;
using LoadLab.Stacks.Processes;

namespace LoadLab.Stacks.Setup;

/// <summary>A system's package manager: how it is called, and what it calls the parts.</summary>
internal sealed record PackageManager
{
    private static readonly PackageManager[] s_known =
    [
        new() { Program = "apt-get", Install = "apt-get install -y --no-install-recommends", Postgres = "postgresql", Redis = "redis-server", Setpriv = "util-linux", Font = "fonts-dejavu-core", MailSink = "python3-aiosmtpd" },
        new() { Program = "dnf", Install = "dnf install -y", Postgres = "postgresql-server postgresql-contrib", Redis = "redis", Setpriv = "util-linux", Font = "dejavu-sans-fonts", MailSink = "python3-aiosmtpd" },
        new() { Program = "apk", Install = "apk add", Postgres = "postgresql17 postgresql17-contrib", Redis = "redis", Setpriv = "setpriv util-linux-misc", Font = "font-dejavu", MailSink = null },
        new() { Program = "brew", Install = "brew install", Postgres = "postgresql@17", Redis = "redis", Setpriv = null, Font = "--cask font-dejavu", MailSink = null, NeedsRoot = false },
    ];

    /// <summary>The program.</summary>
    public required string Program { get; init; }

    /// <summary>What installs packages without asking.</summary>
    public required string Install { get; init; }

    /// <summary>Package with postgres, initdb and pg_stat_statements.</summary>
    public required string Postgres { get; init; }

    /// <summary>Package with redis-server.</summary>
    public required string Redis { get; init; }

    /// <summary>Package with setpriv and setsid; null where there is none.</summary>
    public required string? Setpriv { get; init; }

    /// <summary>Package with a sans font.</summary>
    public required string Font { get; init; }

    /// <summary>Package with the Python package aiosmtpd; null where the distribution has none for certain.</summary>
    public required string? MailSink { get; init; }

    /// <summary>True when only root may install.</summary>
    public bool NeedsRoot { get; init; } = true;

    /// <summary>The first one that is there, or null.</summary>
    public static PackageManager? Find(NativeTools tools) => s_known.FirstOrDefault(manager => tools.Find(manager.Program) is not null);

    /// <summary>The command for packages, with sudo when we are not root.</summary>
    public string CommandFor(IEnumerable<string> packages, bool isRoot) =>
        (NeedsRoot && !isRoot ? "sudo " : "") + Install + " " + string.Join(' ', packages);
}
