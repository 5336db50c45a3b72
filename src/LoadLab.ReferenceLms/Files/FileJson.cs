using System.Text.Json;
using System.Text.Json.Serialization;

namespace LoadLab.ReferenceLms.Files;

/// <summary>Body of a stored file's answer as JSON, generated at build.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(StoredFile))]
internal sealed partial class FileJson : JsonSerializerContext;
