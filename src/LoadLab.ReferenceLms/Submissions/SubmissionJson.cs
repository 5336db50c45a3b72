using System.Text.Json;
using System.Text.Json.Serialization;

namespace LoadLab.ReferenceLms.Submissions;

/// <summary>Bodies of submissions as JSON, generated at build.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(SubmissionRequest))]
[JsonSerializable(typeof(Submission))]
internal sealed partial class SubmissionJson : JsonSerializerContext;
