using System.Globalization;
using LoadLab.Core.Text;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Catalogue.Document;

/// <summary>Reads <c>knownIssues: [{alert: alert-error-rate, ticket: LMS-412, until: 2026-12-01}]</c>. A date is asked for, so that none stays for ever.</summary>
internal sealed class KnownIssueReader(YamlReader top, IReadOnlyCollection<string> alertIds)
{
    public IReadOnlyList<KnownIssue> Read()
    {
        var issues = new List<KnownIssue>();
        var nodes = top.List("knownIssues");
        for (var i = 0; i < nodes.Count; i++)
        {
            if (top.Item("knownIssues", i, nodes[i]) is { } row)
            {
                var alert = row.Text("alert", required: true) ?? "";
                if (alert.Length > 0 && !alertIds.Contains(alert))
                {
                    row.Fault("alert", $"there is no alert '{alert}'.{NearestName.Sentence(alert, alertIds)}");
                }

                var ticket = row.Text("ticket", required: true) ?? "";
                var until = row.Value<DateOnly>("until", TryDay, "a day such as 2026-12-01", required: true);
                issues.Add(new KnownIssue(alert, ticket, until ?? DateOnly.MinValue));
                row.Done();
            }
        }

        return issues;
    }

    private static bool TryDay(string text, out DateOnly day) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
}
