using LoadLab.Core.Text;

namespace LoadLab.Core.Measurement;

/// <summary>The measures that there can be: those that LoadLab knows, and those that a suite's <c>metrics:</c> names. Immutable.</summary>
public sealed class KnownMeasures
{
    private readonly SortedDictionary<string, MeasureDeclaration> _byName = new(StringComparer.Ordinal);

    /// <summary>With the names of a suite.</summary>
    /// <param name="metrics">The suite's <c>metrics:</c>: measure name to selector.</param>
    public KnownMeasures(IReadOnlyDictionary<string, string> metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        foreach (var declared in DeclaredMeasures.All)
        {
            _byName[declared.Name] = declared;
        }

        foreach (var (name, selector) in metrics)
        {
            // A name that LoadLab knows keeps its unit and its meaning, wherever its values come from.
            var own = _byName.GetValueOrDefault(name) ?? MeasureFamilies.Own(name, selector);
            _byName.TryAdd(name, own);
            if (own.Kind == MeasureKind.Times)
            {
                var count = MeasureFamilies.CountOf(name);
                _byName.TryAdd(count.Name, count);
            }
        }
    }

    /// <summary>Those that LoadLab knows by itself.</summary>
    public static KnownMeasures BuiltIn { get; } = new(new Dictionary<string, string>());

    /// <summary>The measure of this name; null when there is none.</summary>
    public MeasureDeclaration? Find(string name) => _byName.GetValueOrDefault(name) ?? MeasureFamilies.Find(name);

    /// <summary>
    /// Up to three names that an unknown one was probably meant to be: those a few letters away, else those with one of its parts
    /// (<c>postgres.sessions</c>: <c>db.sessions</c>), the last part first. Empty when there is none.
    /// </summary>
    public IReadOnlyList<string> Nearest(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var names = _byName.Keys.Concat(DeclaredMeasures.Roles.SelectMany(role => new[] { MeasureFamilies.Cpu(role).Name, MeasureFamilies.Memory(role).Name })).Distinct().ToList();
        var near = NearestName.Suggest(name, names);
        return near.Count > 0 ? near :
        [
            .. name.Split('.', StringSplitOptions.RemoveEmptyEntries).Reverse().Where(part => part.Length > 2)
                .SelectMany(part => names.Where(known => known.Split('.').Contains(part, StringComparer.OrdinalIgnoreCase))).Distinct().Take(3),
        ];
    }

    /// <summary>The same as a sentence with a space before it; empty when nothing is near.</summary>
    internal string NearestSentence(string name) => Nearest(name) is { Count: > 0 } near ? " Did you mean " + string.Join(" or ", near.Select(known => $"'{known}'")) + "?" : "";
}
