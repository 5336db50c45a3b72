using Lms.Scenarios;
using Lms.Scenarios.Contracts;
using LoadLab.Sdk;

namespace LoadLab.Tests.LmsScenarios;

public sealed class CatalogueTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(20, 1)]
    [InlineData(21, 2)]
    [InlineData(200, 10)]
    public void Pages_hold_all_courses(int courses, int pages)
    {
        var catalogue = Of(courses);
        var random = new SeededRandom(1);

        catalogue.Pages.Should().Be(pages);
        Enumerable.Range(0, 1_000).Select(_ => catalogue.PickPage(random)).Should().OnlyContain(page => page >= 1 && page <= pages);
    }

    [Fact]
    public void A_quarter_of_the_courses_gets_half_of_the_visits()
    {
        var catalogue = Of(200);
        var random = new SeededRandom(1);

        var visits = Enumerable.Range(0, 100_000).Count(_ => catalogue.PickCourse(random).Id <= 50);

        visits.Should().BeCloseTo(50_000, 800);
    }

    [Fact]
    public void Words_are_those_that_a_search_can_find()
    {
        var catalogue = new Catalogue([new(1, "Introduction to Algebra", 5), new(2, "About the Seminar: Optics", 5), new(3, "Algebra in Art", 5)]);

        catalogue.Words.Should().Equal("algebra", "introduction", "optics");
    }

    private static Catalogue Of(int courses) =>
        new(Enumerable.Range(1, courses).Select(id => new CourseSummary(id, "Introduction to Algebra", 5)));
}
