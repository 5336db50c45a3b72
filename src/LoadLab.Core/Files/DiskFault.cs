namespace LoadLab.Core.Files;

/// <summary>What a disk may refuse, which is no fault of LoadLab.</summary>
public static class DiskFault
{
    private const int NoSpaceUnix = 28;
    private const int NoSpaceWindows = unchecked((int)0x80070070);
    private const int ReadOnlyUnix = 30;
    private const int QuotaUnix = 122;

    /// <summary>True for faults of the disk.</summary>
    public static bool Is(Exception fault) => fault is IOException or UnauthorizedAccessException;

    /// <summary>What went wrong, in plain words.</summary>
    public static string Explain(Exception fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return fault switch
        {
            FileNotWrittenException { InnerException: { } cause } => Explain(cause),
            IOException { HResult: NoSpaceUnix or NoSpaceWindows } => "the disk is full",
            IOException { HResult: QuotaUnix } => "the disk quota is used up",
            IOException { HResult: ReadOnlyUnix } => "the file system is read-only",
            UnauthorizedAccessException { InnerException: IOException { HResult: ReadOnlyUnix } } => "the file system is read-only",
            UnauthorizedAccessException => "this user may not write there",
            _ => fault.Message.TrimEnd('.'),
        };
    }
}
