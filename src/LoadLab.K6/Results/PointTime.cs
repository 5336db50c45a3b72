using System.Buffers.Text;

namespace LoadLab.K6.Results;

/// <summary>Reads the times of points, in units of 100 ns since 1970. Points of one second share what is dear about it. Not thread-safe.</summary>
internal sealed class PointTime
{
    private const int SecondLength = 19;
    private static readonly long s_earliest = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
    private static readonly long s_latest = new DateTimeOffset(2200, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();

    private readonly byte[] _known = new byte[SecondLength];
    private long _knownSeconds = -1;

    /// <summary>RFC 3339 with up to nine decimals and an offset, as k6 writes it; false for anything else, and for years that cannot be.</summary>
    public bool TryParse(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        if (text.Length <= SecondLength || !TrySecond(text[..SecondLength], out var seconds))
        {
            return false;
        }

        var at = SecondLength;
        long fraction = 0;
        if (text[at] == '.')
        {
            var digits = 0;
            for (at++; at < text.Length && text[at] is >= (byte)'0' and <= (byte)'9'; at++)
            {
                if (digits < 7)
                {
                    fraction = (fraction * 10) + (text[at] - '0');
                    digits++;
                }
            }

            for (; digits < 7; digits++)
            {
                fraction *= 10;
            }
        }

        if (!TryOffset(text[at..], out var offset))
        {
            return false;
        }

        ticks = ((seconds - offset) * TimeSpan.TicksPerSecond) + fraction;
        return true;
    }

    /// <summary>As CSV has it: whole units since 1970 (seconds, or by their size milli-, micro- or nanoseconds), or RFC 3339.</summary>
    /// <param name="text">The time.</param>
    /// <param name="ticks">Units of 100 ns since 1970.</param>
    /// <param name="isWholeSecond">True for seconds: nothing finer is known.</param>
    public bool TryParseStamp(ReadOnlySpan<byte> text, out long ticks, out bool isWholeSecond)
    {
        (ticks, isWholeSecond) = (0, false);
        if (!Utf8Parser.TryParse(text, out long number, out var read) || read != text.Length)
        {
            return TryParse(text, out ticks);
        }

        foreach (var (perSecond, isWhole) in ((long, bool)[])[(1L, true), (1_000L, false), (1_000_000L, false), (1_000_000_000L, false)])
        {
            if (number / perSecond >= s_earliest && number / perSecond < s_latest)
            {
                isWholeSecond = isWhole;
                ticks = perSecond <= TimeSpan.TicksPerSecond ? number * (TimeSpan.TicksPerSecond / perSecond) : number / (perSecond / TimeSpan.TicksPerSecond);
                return true;
            }
        }

        return false;
    }

    private bool TrySecond(ReadOnlySpan<byte> text, out long seconds)
    {
        seconds = _knownSeconds;
        if (seconds >= 0 && text.SequenceEqual(_known))
        {
            return true;
        }

        if (text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':'
            || !TryDigits(text[..4], out var year) || !TryDigits(text[5..7], out var month) || !TryDigits(text[8..10], out var day)
            || !TryDigits(text[11..13], out var hour) || !TryDigits(text[14..16], out var minute) || !TryDigits(text[17..19], out var second)
            || year is < 2000 or >= 2200 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 60)
        {
            return false;
        }

        _knownSeconds = seconds = new DateTimeOffset(year, month, day, hour, minute, 0, TimeSpan.Zero).ToUnixTimeSeconds() + second;
        text.CopyTo(_known);
        return true;
    }

    private static bool TryOffset(ReadOnlySpan<byte> text, out long seconds)
    {
        seconds = 0;
        if (text is [(byte)'Z'])
        {
            return true;
        }

        if (text is not [(byte)'+' or (byte)'-', _, _, (byte)':', _, _] || !TryDigits(text[1..3], out var hours) || !TryDigits(text[4..6], out var minutes) || hours > 23 || minutes > 59)
        {
            return false;
        }

        seconds = ((hours * 3600L) + (minutes * 60L)) * (text[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool TryDigits(ReadOnlySpan<byte> text, out int number)
    {
        number = 0;
        foreach (var digit in text)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            number = (number * 10) + (digit - '0');
        }

        return true;
    }
}
