using System.Text;
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
            // Bytes that are no text would be read as U+FFFD, and nobody would hear of it.
            using var reader = new StreamReader(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true);
            text = reader.ReadToEnd();
        }
        catch (DecoderFallbackException fault)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, $"{path}: is not UTF-8: {Where(path, fault)}.", "Save it as UTF-8.", fault);
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

    private static string Where(string path, DecoderFallbackException fault)
    {
        var bytes = File.ReadAllBytes(path);
        var at = 0;
        while (at < bytes.Length)
        {
            if (Rune.DecodeFromUtf8(bytes.AsSpan(at), out _, out var length) != System.Buffers.OperationStatus.Done)
            {
                return FormattableString.Invariant($"line {bytes.AsSpan(0, at).Count((byte)'\n') + 1} has byte 0x{bytes[at]:x2}");
            }

            at += length;
        }

        return fault.Message;
    }

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
            RefuseTag();
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
                RefuseTag();
                if (!parser.TryConsume<Scalar>(out var key))
                {
                    var kind = parser.Current switch { AnchorAlias => "an alias", SequenceStart => "a list", _ => "a mapping" };
                    throw new YamlException(parser.Current!.Start, parser.Current.End, $"a key is a text, not {kind}; write it out");
                }

                if (!key.Anchor.IsEmpty)
                {
                    _anchors[key.Anchor.Value] = new YamlScalar(origin(key.Start), key.Value, key.Style is not ScalarStyle.Plain);
                }

                entries.Add(new YamlEntry(key.Value, origin(key.Start), Read()));
            }

            return new YamlMap(origin(start.Start), entries);
        }

        /// <summary>A tag asks for another reading of what follows. To read it as if it were not there would be another value than the one that was meant.</summary>
        private void RefuseTag()
        {
            if (parser.Accept<NodeEvent>(out var node) && !node.Tag.IsEmpty)
            {
                throw new YamlException(node.Start, node.End, $"the tag '{node.Tag.Value}' is not known here, and no other is. Leave it out; a value of the environment is ${{NAME}}");
            }
        }
    }
}
