using System.Text.Json;
using System.Text.Json.Serialization;
using LoadLab.ReferenceLms.Courses;
using LoadLab.ReferenceLms.Enrolments;
using LoadLab.ReferenceLms.Files;
using LoadLab.ReferenceLms.Health;
using LoadLab.ReferenceLms.Security;
using LoadLab.ReferenceLms.Submissions;

namespace LoadLab.ReferenceLms.Json;

/// <summary>JSON of every body, generated at build.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(LoginRequest))]
[JsonSerializable(typeof(LoginAnswer))]
[JsonSerializable(typeof(CoursePage))]
[JsonSerializable(typeof(CourseSearchAnswer))]
[JsonSerializable(typeof(CourseDetail))]
[JsonSerializable(typeof(EnrolmentList))]
[JsonSerializable(typeof(EnrolmentAnswer))]
[JsonSerializable(typeof(ProgressRequest))]
[JsonSerializable(typeof(ProgressAnswer))]
[JsonSerializable(typeof(SubmissionRequest))]
[JsonSerializable(typeof(Submission))]
[JsonSerializable(typeof(StoredFile))]
[JsonSerializable(typeof(HealthAnswer))]
internal sealed partial class LmsJson : JsonSerializerContext;
