namespace LoadLab.ReferenceLms.Mails;

/// <summary>A mail to a user.</summary>
/// <param name="To">Address.</param>
/// <param name="Subject">Subject, one line.</param>
/// <param name="Text">Plain text.</param>
internal sealed record Mail(string To, string Subject, string Text)
{
    /// <summary>To a student whose work has a score.</summary>
    public static Mail OfGrade(string to, string course, int score) => new(
        to, $"Your work in {course} was graded",
        FormattableString.Invariant($"Hello,\n\nyour work in the course \"{course}\" was graded: {score} of 100 points.\n\nYour LMS\n"));

    /// <summary>To a student who has enrolled.</summary>
    public static Mail OfEnrolment(string to, string course) => new(
        to, $"Welcome to {course}", $"Hello,\n\nyou are enrolled in the course \"{course}\". Its lessons are open to you.\n\nYour LMS\n");
}
