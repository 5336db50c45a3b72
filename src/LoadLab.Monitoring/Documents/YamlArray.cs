using System.Collections;

namespace LoadLab.Monitoring.Documents;

/// <summary>A list to write; comments stand between its items.</summary>
internal sealed class YamlArray : IEnumerable<YamlItem>
{
    private readonly List<YamlItem> _items = [];

    /// <summary>An empty list.</summary>
    public YamlArray()
    {
    }

    /// <summary>A list of these.</summary>
    public YamlArray(IEnumerable<object> values) => _items.AddRange(values.Select(value => new YamlItem(null, value)));

    /// <summary>Items, without comments.</summary>
    public int Count => _items.Count(item => !item.IsComment);

    /// <summary>Adds an item.</summary>
    public void Add(object value) => _items.Add(new YamlItem(null, value));

    /// <summary>Adds a comment, which may have several lines.</summary>
    public void Comment(string text) => _items.Add(new YamlItem(null, text) { IsComment = true });

    /// <inheritdoc/>
    public IEnumerator<YamlItem> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
