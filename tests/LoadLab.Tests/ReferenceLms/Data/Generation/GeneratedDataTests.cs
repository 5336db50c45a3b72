using LoadLab.ReferenceLms.Configuration;
using LoadLab.ReferenceLms.Data.Generation;

namespace LoadLab.Tests.ReferenceLms.Data.Generation;

public sealed class GeneratedDataTests
{
    [Fact]
    public void Same_options_give_the_same_data()
    {
        var (first, second) = (new GeneratedData(Small()), new GeneratedData(Small()));

        first.Users().Should().Equal(second.Users());
        first.Courses().Should().Equal(second.Courses());
        first.Courses().SelectMany(first.Lessons).Should().Equal(second.Courses().SelectMany(second.Lessons));
        Enrolments(first, 50).Should().Equal(Enrolments(second, 50));
    }

    [Fact]
    public void Another_seed_gives_other_data()
    {
        var (first, second) = (new GeneratedData(Small()), new GeneratedData(Small() with { Seed = 2 }));

        first.Users().Select(user => user.Name).Should().NotEqual(second.Users().Select(user => user.Name));
        first.Courses().Select(course => course.Summary).Should().NotEqual(second.Courses().Select(course => course.Summary));
        Enrolments(first, 50).Should().NotEqual(Enrolments(second, 50));
    }

    [Theory]
    [InlineData(50, 40, 1_000)]
    [InlineData(7, 10, 33)] // Does not divide: the first users get one more.
    [InlineData(4, 6, 24)] // Everybody is enrolled everywhere.
    [InlineData(3, 1, 2)]
    [InlineData(1, 1, 0)]
    [InlineData(12, 36, 400)]
    public void Enrolments_are_exactly_as_many_as_asked_and_never_double(int users, int courses, int enrolments)
    {
        var data = new GeneratedData(new DataOptions { Users = users, Courses = courses, Enrolments = enrolments, Seed = 3 });

        var all = Enrolments(data, users).ToArray();

        all.Should().HaveCount(enrolments).And.OnlyHaveUniqueItems();
        all.Should().NotContain(pair => pair.Course < 1 || pair.Course > courses);
        var counts = Enumerable.Range(1, users).Select(user => all.Count(pair => pair.User == user)).ToArray();
        (counts.Max() - counts.Min()).Should().BeLessThanOrEqualTo(1);
    }

    [Fact]
    public void Users_and_courses_can_be_told_apart_and_fit_the_schema()
    {
        var data = new GeneratedData(Small());

        var users = data.Users().ToArray();
        var courses = data.Courses().ToArray();

        users.Should().HaveCount(50);
        users[42].Should().BeEquivalentTo(new { Id = 43, Email = "student00042@lms.example", PasswordGroup = 10 });
        GeneratedData.PasswordOf(42).Should().Be("password-10");
        courses.Select(course => course.Id).Should().Equal(Enumerable.Range(1, 40));
        courses.Select(course => course.Code).Should().OnlyHaveUniqueItems();
        courses.Should().OnlyContain(course => data.Lessons(course).Count() == course.LessonCount && course.LessonCount > 0);
    }

    private static IEnumerable<(int User, int Course)> Enrolments(GeneratedData data, int users) =>
        Enumerable.Range(1, users).SelectMany(user => data.CoursesOf(user).Select(course => (user, course)));

    private static DataOptions Small() => new() { Users = 50, Courses = 40, Enrolments = 500, Seed = 1 };
}
