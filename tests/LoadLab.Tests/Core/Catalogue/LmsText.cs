using LoadLab.Core.Catalogue;
using LoadLab.Tests.Core.Evaluation.Slos;

namespace LoadLab.Tests.Core.Catalogue;

/// <summary>The text of the LMS's catalogue, in which tests change one value.</summary>
internal static class LmsText
{
    public const string File = "lms.yaml";

    public static string Path { get; } = System.IO.Path.Combine(RecordBuilder.Root(), "scenarios", "catalogue", File);

    public static string Text { get; } = System.IO.File.ReadAllText(Path).ReplaceLineEndings("\n");

    /// <summary>The text in which one line of the entry with this id is another one; nothing for <paramref name="to"/> takes it out.</summary>
    public static string With(string id, string from, string to)
    {
        var start = Text.IndexOf($"  - id: {id}\n", StringComparison.Ordinal);
        start.Should().BeGreaterThan(0, $"the catalogue has the entry {id}");
        var end = Text.IndexOf("\n  - id: ", start + 1, StringComparison.Ordinal);
        var entry = Text[start..(end < 0 ? Text.Length : end + 1)];
        var line = $"    {from}\n";
        entry.Should().Contain(line);
        return Text.Replace(entry, entry.Replace(line, to.Length > 0 ? $"    {to}\n" : "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    /// <summary>The catalogue in which one line of an entry is another one.</summary>
    public static SloCatalogue Parse(string id, string from, string to) => SloCatalogue.Parse(With(id, from, to), File);

    /// <summary>The catalogue in which one text, which it must hold, is another one.</summary>
    public static SloCatalogue Parse(string from, string to)
    {
        Text.Should().Contain(from);
        return SloCatalogue.Parse(Text.Replace(from, to, StringComparison.Ordinal), File);
    }
}
