using LoadLab.Core.Measurement.Histograms;

namespace LoadLab.Engine.Recording;

/// <summary>The histograms of one series in one recording interval, and its status codes.</summary>
internal sealed class SeriesCell
{
    private const int MostCodes = 50;

    private (string Code, long Count)[] _codes = new (string, long)[4];
    private int _codeCount;

    public LatencyHistogram Response { get; } = new();

    public LatencyHistogram Service { get; } = new();

    public ReadOnlySpan<(string Code, long Count)> Codes => _codes.AsSpan(0, _codeCount);

    /// <summary>Counts a code, the empty one too; true when it is the first of it since the last reset.</summary>
    public bool CountCode(string code)
    {
        for (var i = 0; i < _codeCount; i++)
        {
            if (ReferenceEquals(_codes[i].Code, code) || _codes[i].Code == code)
            {
                return ++_codes[i].Count == 1;
            }
        }

        return AddCode(code);
    }

    public void Reset()
    {
        Response.Reset();
        Service.Reset();
        for (var i = 0; i < _codeCount; i++)
        {
            _codes[i].Count = 0;
        }
    }

    private bool AddCode(string code)
    {
        // A scenario may invent codes; what goes beyond fifty is one row.
        if (_codeCount >= MostCodes)
        {
            code = StepTable.Overflow;
            for (var i = 0; i < _codeCount; i++)
            {
                if (_codes[i].Code == code)
                {
                    return ++_codes[i].Count == 1;
                }
            }
        }

        if (_codeCount == _codes.Length)
        {
            Array.Resize(ref _codes, _codes.Length * 2);
        }

        _codes[_codeCount++] = (code, 1);
        return true;
    }
}
