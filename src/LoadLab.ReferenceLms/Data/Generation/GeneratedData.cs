using System.Globalization;
using LoadLab.ReferenceLms.Configuration;

namespace LoadLab.ReferenceLms.Data.Generation;

/// <summary>A generated user.</summary>
internal readonly record struct GeneratedUser(int Id, string Email, string Name, int PasswordGroup);

/// <summary>A generated course.</summary>
internal sealed record GeneratedCourse(
    int Id, string Code, string Title, string Category, string Summary, int LessonCount, string Assignment, string ModelAnswer);

/// <summary>A generated lesson.</summary>
internal readonly record struct GeneratedLesson(int CourseId, int Number, string Title, int Minutes);

/// <summary>
/// The data that the service starts with: a pure function of its options. User <c>n</c> (from 0) has id <c>n + 1</c>, e-mail
/// <c>student0000n@lms.example</c> and the password <see cref="PasswordOf"/>; courses are numbered from 1.
/// </summary>
internal sealed class GeneratedData(DataOptions options)
{
    /// <summary>Five digits in the e-mail address.</summary>
    public const int MaxUsers = 99_999;

    /// <summary>
    /// Users with the same remainder share password, salt and hash: 5,000 slow hashes would take longer than all other set-up together. A real
    /// system never shares salts; the cost of a login is the same, for it reads one row and computes one hash.
    /// </summary>
    public const int PasswordGroups = 16;

    /// <summary>The users.</summary>
    public IEnumerable<GeneratedUser> Users()
    {
        var random = new Random(options.Seed);
        for (var n = 0; n < options.Users; n++)
        {
            var name = $"{Pick(random, Vocabulary.GivenNames)} {Pick(random, Vocabulary.FamilyNames)}";
            yield return new GeneratedUser(n + 1, EmailOf(n), name, n % PasswordGroups);
        }
    }

    /// <summary>The courses.</summary>
    public IEnumerable<GeneratedCourse> Courses()
    {
        for (var id = 1; id <= options.Courses; id++)
        {
            var random = new Random(HashCodeOf(options.Seed, id));
            var (subject, category) = Vocabulary.Subjects[(id - 1) % Vocabulary.Subjects.Length];
            var level = Vocabulary.Levels[(id - 1) / Vocabulary.Subjects.Length % Vocabulary.Levels.Length];
            var title = string.Format(CultureInfo.InvariantCulture, level, subject);
            yield return new GeneratedCourse(
                id,
                string.Create(CultureInfo.InvariantCulture, $"{category[..3].ToUpperInvariant()}-{id:D4}"),
                title,
                category,
                $"{title}: {Sentences(random, 4)}",
                random.Next(6, 17),
                $"Explain in your own words what {subject} is about and where it is used.",
                $"{subject} {Sentences(random, 8)}");
        }
    }

    /// <summary>The lessons of a course.</summary>
    public IEnumerable<GeneratedLesson> Lessons(GeneratedCourse course)
    {
        var random = new Random(HashCodeOf(options.Seed, -course.Id));
        for (var number = 1; number <= course.LessonCount; number++)
        {
            var title = $"{Pick(random, Vocabulary.Openings)} {Pick(random, Vocabulary.Words)} and {Pick(random, Vocabulary.Words)}";
            yield return new GeneratedLesson(course.Id, number, title, random.Next(1, 13) * 5);
        }
    }

    /// <summary>
    /// Courses of a user, in no order and without doubles: from a random start in steps that share no factor with the number of courses,
    /// so that as many steps as there are courses visit each once.
    /// </summary>
    /// <param name="userId">From 1.</param>
    public IEnumerable<int> CoursesOf(int userId)
    {
        var count = options.Enrolments / options.Users + (userId <= options.Enrolments % options.Users ? 1 : 0);
        var random = new Random(HashCodeOf(options.Seed + 1, userId));
        var course = random.Next(options.Courses);
        var step = random.Next(1, options.Courses + 1);
        while (GreatestCommonDivisor(step, options.Courses) != 1)
        {
            step++;
        }

        for (var i = 0; i < count; i++)
        {
            yield return course + 1;
            course = (int)(((long)course + step) % options.Courses);
        }
    }

    /// <summary>E-mail address of user <paramref name="number"/>, from 0.</summary>
    public static string EmailOf(int number) => string.Create(CultureInfo.InvariantCulture, $"student{number:D5}@lms.example");

    /// <summary>Password of user <paramref name="number"/>, from 0: <c>password-00</c> to <c>password-15</c>.</summary>
    public static string PasswordOf(int number) => string.Create(CultureInfo.InvariantCulture, $"password-{number % PasswordGroups:D2}");

    private static string Sentences(Random random, int count)
    {
        var sentences = new string[count];
        for (var i = 0; i < count; i++)
        {
            sentences[i] = $"{Pick(random, Vocabulary.Verbs)} {Pick(random, Vocabulary.Words)} with {Pick(random, Vocabulary.Words)} for {Pick(random, Vocabulary.Words)}.";
        }

        return string.Join(' ', sentences);
    }

    private static string Pick(Random random, string[] from) => from[random.Next(from.Length)];

    /// <summary>A mix of two numbers that, unlike <see cref="HashCode"/>, is the same in every process.</summary>
    private static int HashCodeOf(int a, int b) => unchecked((int)(((uint)a * 2_654_435_761) ^ (((uint)b * 2_246_822_519) + 374_761_393)));

    private static int GreatestCommonDivisor(int a, int b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);
}
