using LoadLab.Core.Text;

namespace LoadLab.Cli.Terminal;

/// <summary>Says once a second how much of a file was read, from the third second on.</summary>
/// <param name="error">Where to.</param>
/// <param name="time">The clock.</param>
/// <param name="length">Bytes of the file; null or 0 when that is not known.</param>
internal sealed class ReadProgress(TextWriter error, TimeProvider time, long? length)
{
    private static readonly TimeSpan s_quiet = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_step = TimeSpan.FromSeconds(1);

    private readonly long _started = time.GetTimestamp();
    private TimeSpan _next = s_quiet;
    private long _bytes;
    private bool _isShown;

    /// <summary>So many bytes were read so far.</summary>
    public void OnRead(long bytes)
    {
        _bytes = bytes;
        if (time.GetElapsedTime(_started) is var passed && passed >= _next)
        {
            _next = passed + s_step;
            _isShown = true;
            error.WriteLine($"read {Units.Bytes(bytes)}{(length is > 0 and var all ? $" of {Units.Bytes(all)} ({Units.Percent(Math.Min(1, (double)bytes / all))})" : "")} in {Units.Duration(passed)}");
        }
    }

    /// <summary>The last word, where there was a first one.</summary>
    public void End()
    {
        if (_isShown)
        {
            error.WriteLine($"read {Units.Bytes(_bytes)} in {Units.Duration(time.GetElapsedTime(_started))}; judging …");
        }
    }
}
