using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LoadLab.Monitoring.Documents;

/// <summary>JSON as people read it.</summary>
internal static class JsonFile
{
    private static readonly JsonSerializerOptions s_options = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The file, with a line feed at its end.</summary>
    public static string Text(JsonNode node) => node.ToJsonString(s_options) + "\n";
}
