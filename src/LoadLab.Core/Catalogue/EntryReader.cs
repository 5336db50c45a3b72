using System.Text.RegularExpressions;
using LoadLab.Core.Text;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Catalogue;

/// <summary>What all entries have in common: an id that is unique in the whole catalogue, a title, and what the document says.</summary>
internal sealed partial class EntryReader(YamlReader row)
{
    /// <summary>The columns of the document's tables that hold no limit.</summary>
    private static readonly string[] ColumnNames = ["uptime", "period", "penalty", "method", "status", "tool"];

    /// <summary>Reads the id; <paramref name="seen"/> has all ids so far and where they stand.</summary>
    public string ReadId(Dictionary<string, string> seen)
    {
        var id = row.Text("id", required: true) ?? "";
        if (id.Length > 0 && !IdPattern().IsMatch(id))
        {
            row.Fault("id", $"'{id}' is not an id. Use small letters, digits and hyphens.");
        }

        if (id.Length > 0 && !seen.TryAdd(id, row.Origin))
        {
            row.Fault("id", $"'{id}' stands a second time; the first is at {seen[id]}. Ids are unique.");
        }

        return id;
    }

    public string ReadTitle(string id) => row.Text("title") ?? id;

    public string ReadSource()
    {
        if (!row.Has("source"))
        {
            row.Fault("source", "is missing and must be given: section/row of the document, such as 3.2/1. Without a document, number the rows: 1/1, 1/2.");
        }

        var source = row.Text("source") ?? "";
        if (source.Length > 0 && !SourcePattern().IsMatch(source))
        {
            row.Fault("source", $"'{source}' is not section/row of the document. Write 3.2/1, or 2.2/1/p95 where a row has several values.");
        }

        return source;
    }

    /// <summary>Adds what the document says, and where the entry stands.</summary>
    public T Complete<T>(T entry)
        where T : CatalogueEntry => entry with { Original = row.Text("original") ?? "", Columns = ReadColumns(), Place = EntryPlace.Of(row) };

    private SortedDictionary<string, string> ReadColumns()
    {
        var columns = row.FreeTexts("columns");
        foreach (var unknown in columns.Keys.Except(ColumnNames))
        {
            row.Fault("columns", $"'{unknown}' is not a column of the document.{NearestName.Sentence(unknown, ColumnNames)} Allowed: {string.Join(", ", ColumnNames)}.");
        }

        return columns;
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex IdPattern();

    [GeneratedRegex("^[0-9]+(\\.[0-9]+)*/[0-9]+(/[a-z0-9]+)?$")]
    private static partial Regex SourcePattern();
}
