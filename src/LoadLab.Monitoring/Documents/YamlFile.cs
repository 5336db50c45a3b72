using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace LoadLab.Monitoring.Documents;

/// <summary>
/// Writes YAML by the library's emitter, which knows when to quote. Text that another reader would take for a number, a truth value or nothing is always quoted.
/// </summary>
internal static class YamlFile
{
    private static readonly string[] s_words = ["null", "~", "true", "false", "yes", "no", "on", "off", "y", "n"];

    /// <summary>One file of one or more documents.</summary>
    /// <param name="head">Comment at the top; may have several lines.</param>
    /// <param name="documents">The documents.</param>
    public static string Text(string head, params IEnumerable<YamlObject> documents)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        foreach (var line in Lines(head))
        {
            writer.WriteLine("# " + line);
        }

        var isFirst = true;
        foreach (var document in documents)
        {
            if (!isFirst)
            {
                writer.WriteLine("---");
            }

            isFirst = false;
            var emitter = new Emitter(writer, new EmitterSettings(2, int.MaxValue, false, 1024));
            emitter.Emit(new StreamStart());
            emitter.Emit(new DocumentStart(null, null, isImplicit: true));
            Write(emitter, document);
            emitter.Emit(new DocumentEnd(isImplicit: true));
            emitter.Emit(new StreamEnd());
        }

        return writer.ToString().ReplaceLineEndings("\n");
    }

    private static void Write(Emitter emitter, object value)
    {
        switch (value)
        {
            case YamlObject map:
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, true, map.IsEmpty ? MappingStyle.Flow : MappingStyle.Block));
                foreach (var item in map)
                {
                    emitter.Emit(Scalar(item.Key!));
                    Write(emitter, item.Value);
                }

                emitter.Emit(new MappingEnd());
                break;
            case YamlArray list:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, true, list.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var item in list)
                {
                    if (!item.IsComment)
                    {
                        Write(emitter, item.Value);
                        continue;
                    }

                    foreach (var line in Lines((string)item.Value))
                    {
                        emitter.Emit(new Comment(line, isInline: false));
                    }
                }

                emitter.Emit(new SequenceEnd());
                break;
            case string text:
                emitter.Emit(Scalar(text));
                break;
            case bool flag:
                emitter.Emit(new Scalar(flag ? "true" : "false"));
                break;
            default:
                emitter.Emit(new Scalar(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture)));
                break;
        }
    }

    private static Scalar Scalar(string text)
    {
        var style = text.Contains('\n', StringComparison.Ordinal) ? ScalarStyle.Literal : NeedsQuotes(text) ? ScalarStyle.DoubleQuoted : ScalarStyle.Any;
        return new Scalar(AnchorName.Empty, TagName.Empty, text, style, true, true);
    }

    private static bool NeedsQuotes(string text) =>
        text.Length == 0 || s_words.Contains(text, StringComparer.OrdinalIgnoreCase) || char.IsAsciiDigit(text[0]) || text[0] is '+' or '-' or '.' or '=' or '<' or '>';

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").Split('\n');
}
