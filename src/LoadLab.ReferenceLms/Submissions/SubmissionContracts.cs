namespace LoadLab.ReferenceLms.Submissions;

/// <summary>Body of a submission.</summary>
internal sealed record SubmissionRequest(string? Answer);

/// <summary>A submission: <c>queued</c>, <c>graded</c> with a score from 0 to 100, or <c>failed</c>.</summary>
internal sealed record Submission(long Id, int CourseId, string State, int? Score);

/// <summary>What a worker grades, how long it has waited for one, and who is told.</summary>
internal sealed record GradingJob(string Answer, string ModelAnswer, TimeSpan Waited, string Email, string Course);
