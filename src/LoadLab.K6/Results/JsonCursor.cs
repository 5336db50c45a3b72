namespace LoadLab.K6.Results;

/// <summary>
/// Walks over one line of JSON without making anything of it. It looks at what it needs and not at all that a parser would: k6 writes the lines, and what
/// breaks off or is no JSON fails here too.
/// </summary>
internal ref struct JsonCursor(ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> _text = text;

    /// <summary>Where it stands.</summary>
    public int At { get; private set; }

    /// <summary>What is left.</summary>
    public readonly ReadOnlySpan<byte> Rest => _text[At..];

    /// <summary>True when nothing but blanks is left.</summary>
    public bool IsAtEnd
    {
        get
        {
            SkipBlanks();
            return At == _text.Length;
        }
    }

    /// <summary>What lies between two places.</summary>
    public readonly ReadOnlySpan<byte> From(int start) => _text[start..At];

    /// <summary>Goes on by some bytes that are known.</summary>
    public void Skip(int bytes) => At += bytes;

    /// <summary>Takes a sign, if it comes next.</summary>
    public bool Take(byte sign)
    {
        if (At < _text.Length && _text[At] == sign)
        {
            At++;
            return true;
        }

        SkipBlanks();
        if (At < _text.Length && _text[At] == sign)
        {
            At++;
            return true;
        }

        return false;
    }

    /// <summary>Takes a string as it is written, without its quotes.</summary>
    public bool TakeString(out ReadOnlySpan<byte> raw)
    {
        raw = default;
        if (!Take((byte)'"'))
        {
            return false;
        }

        var start = At;
        while (true)
        {
            var next = _text[At..].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0)
            {
                return false;
            }

            At += next;
            if (_text[At] == '"')
            {
                raw = _text[start..At];
                At++;
                return true;
            }

            At = Math.Min(At + 2, _text.Length);
        }
    }

    /// <summary>Takes what stands for a number or a word, or a whole string with its quotes.</summary>
    public bool TakeScalar(out ReadOnlySpan<byte> raw)
    {
        SkipBlanks();
        var start = At;
        if (At < _text.Length && _text[At] == '"')
        {
            var isString = TakeString(out _);
            raw = _text[start..At];
            return isString;
        }

        var length = _text[At..].IndexOfAny(",}] \t"u8);
        if (length <= 0)
        {
            raw = default;
            return false;
        }

        raw = _text.Slice(At, length);
        At += length;
        return true;
    }

    /// <summary>Passes over a value of any kind.</summary>
    public bool SkipValue()
    {
        SkipBlanks();
        if (At >= _text.Length)
        {
            return false;
        }

        if (_text[At] is not ((byte)'{' or (byte)'['))
        {
            return TakeScalar(out _);
        }

        var depth = 0;
        do
        {
            var next = _text[At..].IndexOfAny("{}[]\""u8);
            if (next < 0)
            {
                return false;
            }

            At += next;
            switch (_text[At])
            {
                case (byte)'"':
                    if (!TakeString(out _))
                    {
                        return false;
                    }

                    break;
                case (byte)'{' or (byte)'[':
                    depth++;
                    At++;
                    break;
                default:
                    depth--;
                    At++;
                    break;
            }
        }
        while (depth > 0);
        return true;
    }

    /// <summary>Goes to the next sign that is none.</summary>
    public void SkipBlanks()
    {
        while (At < _text.Length && _text[At] is (byte)' ' or (byte)'\t')
        {
            At++;
        }
    }
}
