using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lms.Scenarios.Contracts;

internal sealed record LoginBody(string Email, string Password);

internal sealed record LoginAnswer(string Token, int UserId);

internal sealed record CourseSummary(int Id, string Title, int Lessons);

internal sealed record CoursePage(int Page, int PageSize, int Total, IReadOnlyList<CourseSummary> Items);

internal sealed record SearchAnswer(string Query, int Total, IReadOnlyList<CourseSummary> Items);

internal sealed record LessonAnswer(int Number, string Title);

internal sealed record CourseDetail(int Id, string Title, IReadOnlyList<LessonAnswer> Lessons);

internal sealed record Enrolment(int CourseId, int Lessons, int Percent);

internal sealed record EnrolmentList(int Total, IReadOnlyList<Enrolment> Items);

internal sealed record ProgressBody(int Lesson, int Percent);

internal sealed record ProgressAnswer(int CourseId, int Lesson, int Percent, int CoursePercent);

internal sealed record SubmissionBody(string Answer);

internal sealed record SubmissionAnswer(long Id, int CourseId, string State);

internal sealed record UploadAnswer(string Name, long Bytes, string Sha256);

/// <summary>JSON of the bodies, generated at build: reflection would cost the generator CPU that is missing elsewhere.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(LoginBody))]
[JsonSerializable(typeof(LoginAnswer))]
[JsonSerializable(typeof(CoursePage))]
[JsonSerializable(typeof(SearchAnswer))]
[JsonSerializable(typeof(CourseDetail))]
[JsonSerializable(typeof(EnrolmentList))]
[JsonSerializable(typeof(ProgressBody))]
[JsonSerializable(typeof(ProgressAnswer))]
[JsonSerializable(typeof(SubmissionBody))]
[JsonSerializable(typeof(SubmissionAnswer))]
[JsonSerializable(typeof(UploadAnswer))]
internal sealed partial class LmsJson : JsonSerializerContext;
