namespace LoadLab.Monitoring.OpenSlo;

/// <summary>Words that both the export and the import of OpenSLO know. An annotation's value may have 63 letters, digits, dots, hyphens and underscores.</summary>
internal static class OpenSloWords
{
    /// <summary>The version that is written and read.</summary>
    public const string ApiVersion = "openslo/v1";

    /// <summary>The kind of the row.</summary>
    public const string Kind = "loadlab-kind";

    /// <summary>The tier of the row.</summary>
    public const string Tier = "loadlab-tier";

    /// <summary>Section and row of the document, with an underscore for each slash.</summary>
    public const string Source = "loadlab-source";

    /// <summary>Whether a launch depends on the row.</summary>
    public const string Required = "loadlab-required";

    /// <summary>The measure of a run.</summary>
    public const string Measure = "loadlab-measure";

    /// <summary>The length of a slice, over which the queries count.</summary>
    public const string Slice = "loadlab-slice";

    /// <summary>Says that the catalogue gives no window, or one that OpenSLO has not: OpenSLO demands one, and it is the period of the budget.</summary>
    public const string NoWindow = "loadlab-no-window";

    /// <summary>The catalogue.</summary>
    public const string Catalogue = "loadlab-catalogue";

    /// <summary>In the specification of a metric source: the query with the placeholders of the catalogue.</summary>
    public const string Template = "template";

    /// <summary>In the specification of the total: the selector of the buckets.</summary>
    public const string Histogram = "histogram";

    /// <summary>In the specification of the total: the unit of the buckets' bounds.</summary>
    public const string Unit = "unit";

    /// <summary>The calendar periods, with OpenSLO's durations.</summary>
    public static readonly IReadOnlyDictionary<string, string> Calendars = new Dictionary<string, string> { ["month"] = "1M", ["quarter"] = "1Q", ["year"] = "1Y" };

    /// <summary>True for a text that an annotation may have.</summary>
    public static bool IsAnnotation(string text) => text.Length is > 0 and <= 63 && char.IsAsciiLetterOrDigit(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
}
