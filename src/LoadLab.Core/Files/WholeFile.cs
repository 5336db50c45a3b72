using System.Globalization;
using System.Text;

namespace LoadLab.Core.Files;

/// <summary>
/// Writes a file whole or not at all: beside its place, brought to the disk, then moved there. A reader sees the old one or the new one, and a disk that
/// is full leaves no part of it. Every file of LoadLab's that is not a journal goes through here. Thread-safe.
/// </summary>
public static class WholeFile
{
    private static int s_drafts;

    /// <summary>Writes bytes.</summary>
    /// <exception cref="IOException">The disk refuses. What was there before stays.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not write there.</exception>
    public static void Write(string path, ReadOnlyMemory<byte> bytes) => Write(path, Create, stream => stream.Write(bytes.Span));

    /// <summary>Writes text as UTF-8. Half a surrogate pair becomes U+FFFD: there is no other way to write it.</summary>
    /// <inheritdoc cref="Write(string, ReadOnlyMemory{byte})" path="/exception"/>
    public static void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    /// <summary>A file that is written from its start, without a buffer of its own: what was flushed survives a kill.</summary>
    public static Stream Create(string path) => new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);

    /// <summary>Writes what <paramref name="write"/> gives. Two that write at once each have a draft of their own, so the file is that of the one or of the other.</summary>
    /// <param name="path">Its place.</param>
    /// <param name="create">Makes the draft, so that a test can fill the disk.</param>
    /// <param name="write">Writes the draft.</param>
    /// <inheritdoc cref="Write(string, ReadOnlyMemory{byte})" path="/exception"/>
    public static void Write(string path, Func<string, Stream> create, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(create);
        ArgumentNullException.ThrowIfNull(write);
        Write(path, draft =>
        {
            using var stream = create(draft);
            write(stream);
            stream.Flush();
            (stream as FileStream)?.Flush(flushToDisk: true);
        });
    }

    /// <summary>The same for a writer that makes the file at the path that it is given.</summary>
    /// <inheritdoc cref="Write(string, ReadOnlyMemory{byte})" path="/exception"/>
    public static void Write(string path, Action<string> write)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(write);

        // A link stays a link: the file that it means is the one that is written.
        var place = new FileInfo(path) is { LinkTarget: not null } link ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName : path;
        if (IsDevice(place))
        {
            write(place); // /dev/stdout and the like: nothing to keep whole, and nothing that may be moved over them.
            return;
        }

        var draft = DraftOf(place);
        try
        {
            write(draft);
            File.Move(draft, place, overwrite: true);
        }
        catch (Exception fault)
        {
            Delete(draft);
            if (DiskFault.Is(fault))
            {
                throw new FileNotWrittenException(path, fault);
            }

            throw;
        }
    }

    /// <summary>Tries whether a file can be written, and leaves nothing: a file that is there stays as it is.</summary>
    /// <returns>Why it cannot; null when it can.</returns>
    public static string? WhyNot(string path)
    {
        try
        {
            if (string.IsNullOrWhiteSpace(path))
            {
                return "the name is empty";
            }

            if (Directory.Exists(path))
            {
                return "it is a directory";
            }

            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            if (IsDevice(path))
            {
                return null;
            }

            if (File.Exists(path))
            {
                using var there = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            }

            var draft = DraftOf(Path.GetFullPath(path));
            Create(draft).Dispose();
            File.Delete(draft);
            return null;
        }
        catch (Exception fault) when (DiskFault.Is(fault) || fault is ArgumentException or NotSupportedException)
        {
            return DiskFault.Explain(fault);
        }
    }

    private static string DraftOf(string place) => string.Create(CultureInfo.InvariantCulture, $"{place}.{Environment.ProcessId}-{Interlocked.Increment(ref s_drafts)}.tmp");

    /// <summary>True for what is there and is no plain file: a pipe, a terminal, a device.</summary>
    private static bool IsDevice(string path) =>
        path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal)
        || (File.Exists(path) && File.GetAttributes(path).HasFlag(FileAttributes.Device));

    private static void Delete(string draft)
    {
        try
        {
            File.Delete(draft);
        }
        catch (Exception second) when (DiskFault.Is(second))
        {
            // What refused the draft refuses this too, and the first fault is the one to tell.
        }
    }
}
