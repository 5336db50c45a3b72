using System.Collections;

namespace LoadLab.Monitoring.Documents;

/// <summary>A mapping to write, in the order in which its keys were added. A null value is left out.</summary>
internal sealed class YamlObject : IEnumerable<YamlItem>
{
    private readonly List<YamlItem> _items = [];

    /// <summary>True when it has neither key nor comment.</summary>
    public bool IsEmpty => _items.Count == 0;

    /// <summary>Adds a key.</summary>
    /// <param name="key">Free text.</param>
    /// <param name="value">Text, a number, a truth value, a <see cref="YamlObject"/> or a <see cref="YamlArray"/>; null for none.</param>
    public void Add(string key, object? value)
    {
        if (value is not null)
        {
            _items.Add(new YamlItem(key, value));
        }
    }

    /// <inheritdoc/>
    public IEnumerator<YamlItem> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
