using System.Text;

namespace LoadLab.K6.Results;

/// <summary>The fields of a line of CSV (RFC 4180).</summary>
internal static class CsvFields
{
    public static IReadOnlyList<string> Split(string line)
    {
        if (!line.Contains('"', StringComparison.Ordinal))
        {
            return line.Split(',');
        }

        var fields = new List<string>();
        var field = new StringBuilder();
        var isQuoted = false;
        for (var at = 0; at < line.Length; at++)
        {
            var sign = line[at];
            if (sign == '"' && isQuoted && at + 1 < line.Length && line[at + 1] == '"')
            {
                field.Append('"');
                at++;
            }
            else if (sign == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (sign == ',' && !isQuoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(sign);
            }
        }

        fields.Add(field.ToString());
        return fields;
    }
}
