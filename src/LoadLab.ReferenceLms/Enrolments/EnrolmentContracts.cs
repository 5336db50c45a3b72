namespace LoadLab.ReferenceLms.Enrolments;

/// <summary>A course in which a user is enrolled.</summary>
internal sealed record Enrolment(int CourseId, string Title, int Lessons, int Percent);

/// <summary>The courses of a user, in the order of ids.</summary>
internal sealed record EnrolmentList(int Total, IReadOnlyList<Enrolment> Items);

/// <summary>Body of a saved progress.</summary>
/// <param name="Lesson">Number of the lesson, from 1.</param>
/// <param name="Percent">0 to 100.</param>
internal sealed record ProgressRequest(int? Lesson, int? Percent);

/// <summary>Answer to a saved progress.</summary>
internal sealed record ProgressAnswer(int CourseId, int Lesson, int Percent, int CoursePercent);

/// <summary>Answer to an enrolment.</summary>
internal sealed record EnrolmentAnswer(int CourseId, bool Created);
