namespace LoadLab.ReferenceLms.Courses;

/// <summary>A course in a list.</summary>
internal sealed record CourseSummary(int Id, string Code, string Title, string Category, int Lessons);

/// <summary>A page of the catalogue, in the order of ids.</summary>
internal sealed record CoursePage(int Page, int PageSize, int Total, IReadOnlyList<CourseSummary> Items);

/// <summary>What a search found, best first.</summary>
internal sealed record CourseSearchAnswer(string Query, int Total, IReadOnlyList<CourseSummary> Items);

/// <summary>A course with its lessons.</summary>
internal sealed record CourseDetail(
    int Id, string Code, string Title, string Category, string Summary, string Assignment, IReadOnlyList<Lesson> Lessons);

/// <summary>A lesson.</summary>
internal sealed record Lesson(int Number, string Title, int Minutes);
