using LoadLab.Core.Histograms;

namespace LoadLab.Engine.Recording;

/// <summary>The histograms of one series in one recording interval, and its status codes.</summary>
internal sealed class SeriesCell
{
    private (string Code, long Count)[] _codes = new (string, long)[4];
    private int _codeCount;

    public LatencyHistogram Response { get; } = new();

    public LatencyHistogram Service { get; } = new();

    public ReadOnlySpan<(string Code, long Count)> Codes => _codes.AsSpan(0, _codeCount);

    public void CountCode(string code)
    {
        if (code.Length == 0)
        {
            return;
        }

        for (var i = 0; i < _codeCount; i++)
        {
            if (ReferenceEquals(_codes[i].Code, code) || _codes[i].Code == code)
            {
                _codes[i].Count++;
                return;
            }
        }

        AddCode(code);
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

    private void AddCode(string code)
    {
        // A scenario may invent codes; what goes beyond fifty is one row.
        if (_codeCount >= 50)
        {
            code = StepTable.Overflow;
            for (var i = 0; i < _codeCount; i++)
            {
                if (_codes[i].Code == code)
                {
                    _codes[i].Count++;
                    return;
                }
            }
        }

        if (_codeCount == _codes.Length)
        {
            Array.Resize(ref _codes, _codes.Length * 2);
        }

        _codes[_codeCount++] = (code, 1);
    }
}
