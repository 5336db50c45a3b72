using System.Text;

namespace LoadLab.K6.Driving;

/// <summary>The lines of what a program prints, in bounded memory: of a line that is longer than <see cref="LongestLine"/>, the rest is left out. Not thread-safe.</summary>
internal sealed class BoundedLines(TextReader reader)
{
    /// <summary>Characters of a line that are kept.</summary>
    public const int LongestLine = 1 << 16;

    private readonly char[] _buffer = new char[8192];
    private readonly StringBuilder _line = new();
    private int _at;
    private int _end;

    /// <summary>The next line without its end; null at the end.</summary>
    public async ValueTask<string?> NextAsync()
    {
        _line.Clear();
        var isLine = false;
        while (true)
        {
            if (_at == _end)
            {
                (_at, _end) = (0, await reader.ReadAsync(_buffer.AsMemory(), CancellationToken.None).ConfigureAwait(false));
                if (_end == 0)
                {
                    return isLine ? Taken() : null;
                }
            }

            isLine = true;
            var rest = _buffer.AsSpan(_at, _end - _at);
            var length = rest.IndexOf('\n');
            var part = length < 0 ? rest : rest[..length];
            _line.Append(part[..Math.Min(part.Length, LongestLine - _line.Length)]);
            _at += length < 0 ? rest.Length : length + 1;
            if (length >= 0)
            {
                return Taken();
            }
        }
    }

    private string Taken()
    {
        if (_line.Length > 0 && _line[^1] == '\r')
        {
            _line.Length--;
        }

        return _line.ToString();
    }
}
