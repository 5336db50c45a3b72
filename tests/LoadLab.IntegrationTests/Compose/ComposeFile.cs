using YamlDotNet.RepresentationModel;

namespace LoadLab.IntegrationTests.Compose;

/// <summary>YAML files of the lab, as they are written: variables are not replaced.</summary>
internal static class ComposeFile
{
    /// <summary>The services of <c>docker-compose.yml</c>.</summary>
    public static IReadOnlyDictionary<string, YamlMappingNode> Services { get; } =
        ((YamlMappingNode)Read("docker-compose.yml")["services"]).ToDictionary(pair => Text(pair.Key), pair => (YamlMappingNode)pair.Value);

    /// <summary>A YAML file of this checkout.</summary>
    public static YamlMappingNode Read(params string[] path)
    {
        using var text = File.OpenText(Path.Combine([Built.Home, .. path]));
        var yaml = new YamlStream();
        yaml.Load(text);
        return (YamlMappingNode)yaml.Documents.Single().RootNode;
    }

    /// <summary>The text of a scalar.</summary>
    public static string Text(YamlNode node) => ((YamlScalarNode)node).Value!;

    /// <summary>The texts of a list; none when the key is not there.</summary>
    public static IReadOnlyList<string> Texts(this YamlMappingNode map, string key) =>
        map.Children.TryGetValue(key, out var list) ? [.. ((YamlSequenceNode)list).Select(Text)] : [];
}
