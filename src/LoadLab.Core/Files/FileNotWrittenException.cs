namespace LoadLab.Core.Files;

/// <summary>A file that the disk refused. The message says which and why.</summary>
public sealed class FileNotWrittenException(string path, Exception cause) : IOException($"'{path}' cannot be written: {DiskFault.Explain(cause)}", cause);
