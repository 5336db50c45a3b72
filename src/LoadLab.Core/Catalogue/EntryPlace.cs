using LoadLab.Core.Yaml;

namespace LoadLab.Core.Catalogue;

/// <summary>Where an entry stands in the catalogue's file.</summary>
/// <param name="Origin"><c>file:line:column</c>; empty when it was not read from a file.</param>
/// <param name="Keys">The same for each of its keys.</param>
public sealed record EntryPlace(string Origin, IReadOnlyDictionary<string, string> Keys)
{
    /// <summary>Of what was not read from a file.</summary>
    public static EntryPlace None { get; } = new("", new Dictionary<string, string>());

    /// <summary>Where <paramref name="key"/> stands; where the entry begins when it does not have the key.</summary>
    public string Of(string key) => Keys.GetValueOrDefault(key, Origin);

    internal static EntryPlace Of(YamlReader row) => new(row.Origin, row.Origins);
}
