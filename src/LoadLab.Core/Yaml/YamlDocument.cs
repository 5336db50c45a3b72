using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace LoadLab.Core.Yaml;

/// <summary>Parses one YAML document into nodes that know where they stand. Anchors work; tags and several documents do not.</summary>
internal static class YamlDocument
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="LoadLabException">It is not there, cannot be read, or is not YAML.</exception>
    public static YamlMap Load(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, $"{path}: cannot be read: {fault.Message}", inner: fault);
        }

        return Parse(text, path);
    }

    /// <summary>Reads <paramref name="text"/>; <paramref name="file"/> is for messages.</summary>
    public static YamlMap Parse(string text, string file)
    {
        var node = ParseNode(text, mark => FormattableString.Invariant($"{file}:{mark.Line}:{mark.Column}"), file);
        return node as YamlMap
            ?? throw new LoadLabException(ExitCode.BadConfiguration, $"{node?.Origin ?? file}: the file must hold a mapping (key: value), not {node?.Kind ?? "nothing"}.");
    }

    /// <summary>Reads a value given on the command line: a list or mapping in YAML's flow style, or else text as it stands.</summary>
    public static YamlNode ParseValue(string text, string origin) =>
        text.StartsWith('[') || text.StartsWith('{')
            ? ParseNode(text, _ => origin, origin)!
            : new YamlScalar(origin, text, Quoted: true);

    private static YamlNode? ParseNode(string text, Func<Mark, string> origin, string file)
    {
        try
        {
            var parser = new Parser(new StringReader(text));
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _))
            {
                return null;
            }

            parser.Consume<DocumentStart>();
            var node = new Builder(parser, origin).Read();
            parser.Consume<DocumentEnd>();
            return parser.Accept<StreamEnd>(out _)
                ? node
                : throw new LoadLabException(ExitCode.BadConfiguration, $"{origin(parser.Current!.Start)}: a second document starts here; one file holds one document.");
        }
        catch (YamlException fault)
        {
            var where = fault.Start.Line > 0 ? origin(fault.Start) : file;
            throw new LoadLabException(ExitCode.BadConfiguration, $"{where}: not well-formed YAML: {fault.Message}", "Check the indentation and the quotes around this place.", fault);
        }
    }

    private sealed class Builder(Parser parser, Func<Mark, string> origin)
    {
        private const int DeepestLevel = 64;
        private readonly Dictionary<string, YamlNode> _anchors = new(StringComparer.Ordinal);
        private int _depth;

        public YamlNode Read()
        {
            if (++_depth > DeepestLevel)
            {
                throw new YamlException(parser.Current!.Start, parser.Current.End, "nested too deeply");
            }

            var node = ReadOne(out var anchor);
            if (!anchor.IsEmpty)
            {
                _anchors[anchor.Value] = node;
            }

            _depth--;
            return node;
        }

        private YamlNode ReadOne(out AnchorName anchor)
        {
            anchor = AnchorName.Empty;
            if (parser.TryConsume<Scalar>(out var scalar))
            {
                anchor = scalar.Anchor;
                return new YamlScalar(origin(scalar.Start), scalar.Value, scalar.Style is not ScalarStyle.Plain);
            }

            if (parser.TryConsume<SequenceStart>(out var list))
            {
                anchor = list.Anchor;
                var items = new List<YamlNode>();
                while (!parser.TryConsume<SequenceEnd>(out _))
                {
                    items.Add(Read());
                }

                return new YamlList(origin(list.Start), items);
            }

            if (parser.TryConsume<MappingStart>(out var map))
            {
                anchor = map.Anchor;
                return ReadMap(map);
            }

            var alias = parser.Consume<AnchorAlias>();
            return _anchors.TryGetValue(alias.Value.Value, out var known)
                ? known
                : throw new YamlException(alias.Start, alias.End, $"'*{alias.Value.Value}' stands for nothing before it");
        }

        private YamlMap ReadMap(MappingStart start)
        {
            var entries = new List<YamlEntry>();
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                var key = parser.Consume<Scalar>();
                entries.Add(new YamlEntry(key.Value, origin(key.Start), Read()));
            }

            return new YamlMap(origin(start.Start), entries);
        }
    }
}
