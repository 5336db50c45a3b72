namespace LoadLab.Sdk.Feeds;

/// <summary>Finds where records begin and end, byte by byte: at line breaks, in CSV outside of quotes. Lines without content are none. A mutable struct.</summary>
/// <param name="isCsv">Quotes count, and so do blanks.</param>
/// <param name="start">Where the first byte stands.</param>
internal struct RecordScanner(bool isCsv, long start)
{
    private long _at = start;
    private bool _isQuoted;
    private bool _hasContent;
    private bool _isAtEnd;

    /// <summary>Where the record begins that is being read or was found.</summary>
    public long Start { get; private set; } = start;

    /// <summary>Where the record ends that was found.</summary>
    public long End { get; private set; }

    /// <summary>Takes a byte. True when a record has ended before it.</summary>
    public bool Take(byte next)
    {
        if (_isAtEnd)
        {
            (_isAtEnd, Start) = (false, _at);
        }

        var here = _at++;
        if (_isQuoted || next is not ((byte)'\n' or (byte)'\r'))
        {
            _isQuoted ^= isCsv && next == '"';
            _hasContent |= isCsv || next is not ((byte)' ' or (byte)'\t');
            return false;
        }

        End = here;
        _isAtEnd = true;
        return Found();
    }

    /// <summary>There are no more bytes. True when a record ends with them.</summary>
    public bool TakeEnd()
    {
        End = _at;
        return !_isAtEnd && Found();
    }

    private bool Found()
    {
        var found = _hasContent;
        _hasContent = false;
        return found;
    }
}
