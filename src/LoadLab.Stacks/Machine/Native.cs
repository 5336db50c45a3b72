using System.ComponentModel;
using System.Runtime.InteropServices;

namespace LoadLab.Stacks.Machine;

/// <summary>Signals by their Linux numbers.</summary>
internal enum UnixSignal
{
    Int = 2,
    Quit = 3,
    Kill = 9,
    Term = 15,
    Cont = 18,
    Stop = 19,
}

/// <summary>The calls of libc that .NET has no name for.</summary>
internal static class Native
{
    /// <summary>True when this process may become another user.</summary>
    public static bool IsRoot => OperatingSystem.IsLinux() && GetEffectiveUserId() == 0;

    /// <summary>Effective user id of this process.</summary>
    public static uint UserId => GetEffectiveUserId();

    /// <summary>Sends a signal. A process that is already gone is no error.</summary>
    public static void Signal(int processId, UnixSignal signal)
    {
        const int noSuchProcess = 3;
        if (Kill(processId, (int)signal) != 0 && Marshal.GetLastPInvokeError() is not noSuchProcess and var error)
            throw new Win32Exception(error, $"Cannot send signal {signal} to process {processId}: {Marshal.GetPInvokeErrorMessage(error)}.");
    }

    /// <summary>Gives a file or directory to another user.</summary>
    public static void ChangeOwner(string path, uint user, uint group)
    {
        if (Chown(path, user, group) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError(), $"Cannot give '{path}' to user {user}: {Marshal.GetLastPInvokeErrorMessage()}.");
    }

    /// <summary>Removes a segment of System V shared memory. One that is already gone is no error.</summary>
    public static void RemoveSharedMemory(int id)
    {
        const int remove = 0, invalid = 22, removed = 43;
        if (ControlSharedMemory(id, remove, 0) != 0 && Marshal.GetLastPInvokeError() is not (invalid or removed) and var error)
            throw new Win32Exception(error, $"Cannot remove shared memory segment {id}: {Marshal.GetPInvokeErrorMessage(error)}.");
    }

    [DllImport("libc", EntryPoint = "shmctl", SetLastError = true)]
    private static extern int ControlSharedMemory(int id, int command, nint buffer);

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int processId, int signal);

    [DllImport("libc", EntryPoint = "chown", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int Chown([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint user, uint group);

    [DllImport("libc", EntryPoint = "geteuid")]
    private static extern uint GetEffectiveUserId();
}
