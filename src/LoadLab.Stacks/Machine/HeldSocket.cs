using System.Globalization;

namespace LoadLab.Stacks.Machine;

/// <summary>An open file of a process that is a socket.</summary>
/// <param name="Path">The file: <c>/proc/20/fd/6</c>.</param>
/// <param name="Link">What it leads to: <c>socket:[4711]</c>.</param>
internal sealed record HeldSocket(string Path, string Link)
{
    private const string Prefix = "socket:[";

    /// <summary>Inode of the socket; null when it is none.</summary>
    public long? Inode => Link.StartsWith(Prefix, StringComparison.Ordinal) && long.TryParse(Link.AsSpan(Prefix.Length).TrimEnd(']'), NumberStyles.None, CultureInfo.InvariantCulture, out var inode) ? inode : null;

    /// <summary>True while the file still leads there.</summary>
    public bool IsHeld
    {
        get
        {
            try
            {
                return new FileInfo(Path).LinkTarget == Link;
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }
    }
}
