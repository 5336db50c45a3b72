using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace LoadLab.Monitoring.OpenSlo;

/// <summary>A mapping of somebody else's YAML, read leniently: what is not there is empty.</summary>
internal sealed class OpenSloNode(YamlMappingNode? map)
{
    private const int DeepestLevel = 64;

    /// <summary>True when it is there.</summary>
    public bool Exists => map is not null;

    /// <summary>Its keys.</summary>
    public IEnumerable<string> Keys => map?.Children.Keys.OfType<YamlScalarNode>().Select(key => key.Value ?? "") ?? [];

    /// <summary>All documents of a file.</summary>
    /// <exception cref="YamlException">It is no YAML, or nested too deeply.</exception>
    public static IReadOnlyList<OpenSloNode> Documents(string text)
    {
        var (parser, depth) = (new Parser(new StringReader(text)), 0);
        while (parser.MoveNext())
        {
            depth += parser.Current!.NestingIncrease;
            if (depth > DeepestLevel)
            {
                throw new YamlException(parser.Current.Start, parser.Current.End, "nested too deeply");
            }
        }

        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        return [.. yaml.Documents.Select(document => new OpenSloNode(document.RootNode as YamlMappingNode))];
    }

    /// <summary>A text; empty when it is not there.</summary>
    public string Text(string key) => map is not null && map.Children.TryGetValue(new YamlScalarNode(key), out var node) && node is YamlScalarNode { Value: { } value } ? value : "";

    /// <summary>A mapping inside.</summary>
    public OpenSloNode Map(params ReadOnlySpan<string> path)
    {
        var at = map;
        foreach (var key in path)
        {
            at = at is not null && at.Children.TryGetValue(new YamlScalarNode(key), out var node) ? node as YamlMappingNode : null;
        }

        return new OpenSloNode(at);
    }

    /// <summary>The mappings of a list.</summary>
    public IReadOnlyList<OpenSloNode> List(string key) =>
        map is not null && map.Children.TryGetValue(new YamlScalarNode(key), out var node) && node is YamlSequenceNode list ? [.. list.Select(item => new OpenSloNode(item as YamlMappingNode))] : [];
}
