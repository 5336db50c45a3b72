using System.Globalization;
using System.Text.Json.Nodes;
using LoadLab.Core.Catalogue;
using LoadLab.Monitoring.Documents;

namespace LoadLab.Monitoring.Alertmanager;

/// <summary>Known issues as silences, in the form that <c>amtool silence import</c> reads. Alertmanager refuses those whose last day has passed.</summary>
internal static class Silences
{
    /// <summary>A beginning that is past on any day: Alertmanager takes the present instead.</summary>
    private const string Beginning = "2020-01-01T00:00:00.000Z";

    /// <summary>The file.</summary>
    public static string Text(SloCatalogue catalogue, string mark)
    {
        var silences = new JsonArray();
        foreach (var issue in catalogue.KnownIssues)
        {
            silences.Add(new JsonObject
            {
                ["matchers"] = new JsonArray(Matcher("catalogue", catalogue.Name), Matcher("alert", issue.Alert)),
                ["startsAt"] = Beginning,
                ["endsAt"] = issue.Until.AddDays(1).ToString("yyyy-MM-dd'T00:00:00.000Z'", CultureInfo.InvariantCulture),
                ["createdBy"] = "loadlab",
                ["comment"] = $"{issue.Ticket}. {mark}",
            });
        }

        return JsonFile.Text(silences);
    }

    private static JsonObject Matcher(string name, string value) => new() { ["name"] = name, ["value"] = value, ["isRegex"] = false, ["isEqual"] = true };
}
