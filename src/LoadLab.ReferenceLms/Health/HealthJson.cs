using System.Text.Json;
using System.Text.Json.Serialization;

namespace LoadLab.ReferenceLms.Health;

/// <summary>Body of the health routes as JSON, generated at build.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(HealthAnswer))]
internal sealed partial class HealthJson : JsonSerializerContext;
