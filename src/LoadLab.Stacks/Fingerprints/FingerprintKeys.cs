namespace LoadLab.Stacks.Fingerprints;

/// <summary>Keys of a stack's fingerprint that are not settings of a server.</summary>
public static class FingerprintKeys
{
    /// <summary>Kind of the stack.</summary>
    public const string Kind = "stack.kind";

    /// <summary>What lies between generator and target: <c>loopback</c> or <c>network</c>.</summary>
    public const string NetworkPath = "network.path";

    /// <summary>File system of the data directory.</summary>
    public const string DiskFileSystem = "disk.filesystem";

    /// <summary>Median of 200 fsynced writes of 8 KiB on the data directory's file system.</summary>
    public const string DiskFsyncMicros = "disk.fsync.micros";

    /// <summary>API instances; only there when there are several.</summary>
    public const string ApiInstances = "api.instances";

    /// <summary>By how much the stack's priority is lower than the generator's (nice(1)); <c>none</c> for containers, which have the engine's. Only there when the suite asks for it.</summary>
    public const string Nice = "stack.nice";

    /// <summary>What the SMTP server says of itself; <c>none</c> when the stack has none, and the LMS then sends no mail.</summary>
    public const string SmtpServer = "smtp.server";
}
