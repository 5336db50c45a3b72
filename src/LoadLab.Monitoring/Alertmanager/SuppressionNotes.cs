using LoadLab.Core.Catalogue;
using LoadLab.Core.Catalogue.Document;

namespace LoadLab.Monitoring.Alertmanager;

/// <summary>What became of each suppression rule and escalation of the document, as comments: also where Alertmanager cannot do what is asked.</summary>
internal static class SuppressionNotes
{
    /// <summary>One line each.</summary>
    public static IEnumerable<string> Of(SloCatalogue catalogue, string silences)
    {
        foreach (var rule in catalogue.Document.OfType<SuppressionEntry>())
        {
            yield return $"{rule.Source} {rule.Title.ReplaceLineEndings(" ")}: " + rule.By switch
            {
                "mute-times" => catalogue.Maintenance.Count == 0 ? "the catalogue announces no maintenance (maintenance:), so nothing is muted." : "time_intervals, from maintenance: of the catalogue.",
                "silence" => $"{silences}, from knownIssues: of the catalogue. Load it with: amtool silence import {silences}",
                "group" => "one notification for all alerts of a service, and a dependency's alerts inhibit those of what needs it.",
                "inhibit" => "inhibit_rules.",
                "repeat-interval" => "repeat_interval.",
                _ => "CANNOT BE DONE AS ASKED: Alertmanager has no exponential back-off. It repeats at a fixed interval, so grave alerts repeat each hour and others twice a day; "
                    + "what joins a group waits for group_interval.",
            };
        }

        if (catalogue.Document.OfType<AlertEntry>().Any(alert => alert.Notify.Count > 1))
        {
            yield return "CANNOT BE DONE AS ASKED: Alertmanager does not know whether somebody reacted, so it cannot go on to the next of an escalation path. "
                + "A warning tells the first of the path, a critical alert all of it at once.";
        }
    }
}
