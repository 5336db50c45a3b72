using System.Text.Json;
using System.Text.Json.Serialization;

namespace LoadLab.ReferenceLms.Security;

/// <summary>Bodies of the log-in as JSON, generated at build.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(LoginRequest))]
[JsonSerializable(typeof(LoginAnswer))]
internal sealed partial class AuthJson : JsonSerializerContext;
