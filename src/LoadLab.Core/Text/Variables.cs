namespace LoadLab.Core.Text;

/// <summary>
/// The variables that suites, catalogues and options may name: the environment's, and below them those of <c>--env-file</c>. Remembers what
/// it gave out and what else is secret, so that <see cref="Hide"/> can keep it out of everything that is shown. Thread-safe.
/// </summary>
/// <param name="environment">Reads a variable of the environment; null when it is not set.</param>
public sealed class Variables(Func<string, string?> environment)
{
    /// <summary>A shorter value is a word or a number that would be found everywhere.</summary>
    private const int ShortestValue = 6;

    /// <summary>A shorter secret hides nothing from anybody.</summary>
    internal const int ShortestSecret = 4;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _files = new(StringComparer.Ordinal);
    private readonly List<string> _paths = [];
    private readonly Dictionary<string, string> _hidden = new(StringComparer.Ordinal);

    /// <summary>No variables at all.</summary>
    public static Variables None => new(_ => null);

    /// <summary>The files that were added.</summary>
    public IReadOnlyList<string> Files
    {
        get
        {
            lock (_gate)
            {
                return [.. _paths];
            }
        }
    }

    /// <summary>Adds the variables of a file; a name that an earlier file has is replaced. The environment's own go first.</summary>
    /// <exception cref="LoadLabException">It cannot be read, or is no list of NAME=VALUE (104); with every fault and its line.</exception>
    public void AddFile(string path)
    {
        var read = EnvFile.Load(path);
        lock (_gate)
        {
            _paths.Add(path);
            foreach (var (name, value) in read)
            {
                _files[name] = value;
            }
        }
    }

    /// <summary>The value of a variable; null when it is not set.</summary>
    public string? Find(string name)
    {
        lock (_gate)
        {
            return environment(name) ?? _files.GetValueOrDefault(name);
        }
    }

    /// <summary>A text with its variables replaced; their values are hidden from now on.</summary>
    /// <param name="text">The text as written.</param>
    /// <param name="where">Where it stands, for faults: <c>suite.yaml:4:10: settings.token</c>.</param>
    /// <param name="faults">Gets a fault for each variable that is not set.</param>
    public string Expand(string text, string where, ICollection<string> faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        return VariableText.Expand(
            text,
            Use,
            name => faults.Add($"{where}: the variable {name} is not set.{NearestName.Sentence(name, Known())} Set it in the environment or with --env-file FILE, or write ${{{name}:-VALUE}}."),
            piece => faults.Add($"{where}: '{piece}' is no variable. Write ${{NAME}} or ${{NAME:-VALUE}}; a literal ${{ is written $${{."));
    }

    /// <summary>From now on <paramref name="value"/> is shown as <paramref name="shown"/>, wherever it comes from.</summary>
    public void Conceal(string? value, string shown)
    {
        if (value is { Length: >= ShortestSecret })
        {
            lock (_gate)
            {
                _hidden.TryAdd(value, shown);
            }
        }
    }

    /// <summary>The text with no value in it that came from a variable, and nothing that was concealed.</summary>
    public string Hide(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        lock (_gate)
        {
            foreach (var (value, shown) in _hidden.OrderByDescending(pair => pair.Key.Length))
            {
                text = text.Replace(value, shown, StringComparison.Ordinal);
            }

            return text;
        }
    }

    private string? Use(string name)
    {
        var value = Find(name);
        if (value is { Length: >= ShortestValue } && !IsAddress(value))
        {
            Conceal(value, $"${{{name}}}");
        }

        return value;
    }

    /// <summary>Where a target is, is a fact about the run and no secret.</summary>
    private static bool IsAddress(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address is { UserInfo.Length: 0, Query.Length: 0 };

    private List<string> Known()
    {
        lock (_gate)
        {
            return [.. _files.Keys];
        }
    }
}
