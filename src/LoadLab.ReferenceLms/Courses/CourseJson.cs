using System.Text.Json;
using System.Text.Json.Serialization;

namespace LoadLab.ReferenceLms.Courses;

/// <summary>Bodies of the catalogue as JSON, generated at build.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(CoursePage))]
[JsonSerializable(typeof(CourseSearchAnswer))]
[JsonSerializable(typeof(CourseDetail))]
internal sealed partial class CourseJson : JsonSerializerContext;
