namespace LoadLab.K6.Results;

/// <summary>Bounds how many names of one kind there are: what comes after that is counted under one name.</summary>
internal sealed class NameLimit(int most)
{
    /// <summary>The name of all that are too many.</summary>
    public const string Other = "(other)";

    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public string Of(string name)
    {
        if (_known.Contains(name))
        {
            return name;
        }

        if (_known.Count >= most)
        {
            return Other;
        }

        _known.Add(name);
        return name;
    }
}
