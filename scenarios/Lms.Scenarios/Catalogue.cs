using System.Globalization;
using Lms.Scenarios.Contracts;

namespace Lms.Scenarios;

/// <summary>The target's courses, read once before load. Immutable.</summary>
internal sealed class Catalogue
{
    /// <summary>Courses on a page that a student looks at.</summary>
    public const int PageSize = 20;

    private const int MinWordLength = 5;

    // Words that a text search leaves out; searching for them finds nothing, and rightly so.
    private static readonly HashSet<string> StopWords =
    [
        "about", "above", "after", "again", "against", "because", "before", "being", "below", "between", "doing", "during", "further", "having",
        "itself", "other", "ourselves", "should", "their", "theirs", "themselves", "there", "these", "those", "through", "under", "until",
        "where", "which", "while", "yours", "yourself",
    ];

    private readonly CourseSummary[] _courses;

    /// <summary>A catalogue of these courses, at least one.</summary>
    public Catalogue(IEnumerable<CourseSummary> courses)
    {
        _courses = [.. courses];
        Words = [.. _courses.SelectMany(course => course.Title.Split(' '))
            .Where(word => word.Length >= MinWordLength && word.All(char.IsLetter))
            .Select(word => word.ToLowerInvariant())
            .Where(word => !StopWords.Contains(word))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)];
        if (Words.Count == 0)
        {
            Words = [_courses[0].Title];
        }
    }

    /// <summary>Words of the titles, each of which a search must find.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>Number of courses.</summary>
    public int Total => _courses.Length;

    /// <summary>Pages of <see cref="PageSize"/> courses.</summary>
    public int Pages => (_courses.Length + PageSize - 1) / PageSize;

    /// <summary>
    /// A course. Not all are equally sought: the index goes with the square of a uniform number, which gives half of the visits to a quarter
    /// of the courses.
    /// </summary>
    public CourseSummary PickCourse(Random random) => _courses[Squared(random, _courses.Length)];

    /// <summary>A page from 1, the first ones more often.</summary>
    public int PickPage(Random random) => 1 + Squared(random, Pages);

    /// <summary>A word to search for.</summary>
    public string PickWord(Random random) => Words[random.Next(Words.Count)];

    /// <summary>Address of a page.</summary>
    public static string PageAddress(int page, int pageSize) =>
        string.Create(CultureInfo.InvariantCulture, $"/api/courses?page={page}&pageSize={pageSize}");

    private static int Squared(Random random, int count)
    {
        var uniform = random.NextDouble();
        return Math.Min(count - 1, (int)(uniform * uniform * count));
    }
}
