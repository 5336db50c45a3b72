using Grpc.Core;
using Jint.Native;

namespace LoadLab.K6.Modules.Grpc;

/// <summary>Metadata between scripts and gRPC. Names that end in <c>-bin</c> are binary.</summary>
internal static class MetadataReader
{
    public static Metadata Read(JsEngine engine, JsValue value)
    {
        Metadata metadata = [];
        foreach (var (name, text) in Js.Properties(value))
        {
            // gRPC's own check is of names in lower case; what is no name is told by it.
            if (name.EndsWith("-bin", StringComparison.OrdinalIgnoreCase))
            {
                metadata.Add(name, Js.IsBinary(text) ? Js.Bytes(text) : throw Js.Error(engine, $"invalid metadata param: \"{name}\" value must be binary"));
            }
            else
            {
                metadata.Add(name, text.Type == Jint.Runtime.Types.String ? text.ToString() : throw Js.Error(engine, $"invalid metadata param: \"{name}\" value must be a string"));
            }
        }

        return metadata;
    }

    /// <summary>As the script sees it: a list of texts for each name. Bytes are one character each.</summary>
    public static JsObject Show(JsEngine engine, Metadata metadata)
    {
        var all = new JsObject(engine);
        foreach (var entries in metadata.GroupBy(entry => entry.Key, StringComparer.Ordinal))
        {
            all.FastSetDataProperty(entries.Key, new JsArray(engine, [.. entries.Select(entry => (JsValue)JsString.Create(entry.IsBinary ? System.Text.Encoding.Latin1.GetString(entry.ValueBytes) : entry.Value))]));
        }

        return all;
    }
}
