using System.Text.Json;
using System.Text.Json.Serialization;

namespace LoadLab.ReferenceLms.Enrolments;

/// <summary>Bodies of enrolments and progress as JSON, generated at build.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(EnrolmentList))]
[JsonSerializable(typeof(EnrolmentAnswer))]
[JsonSerializable(typeof(ProgressRequest))]
[JsonSerializable(typeof(ProgressAnswer))]
internal sealed partial class EnrolmentJson : JsonSerializerContext;
