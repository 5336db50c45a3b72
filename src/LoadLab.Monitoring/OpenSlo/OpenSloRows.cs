using System.Globalization;
using LoadLab.Core.Budgets;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;
using LoadLab.Core.Yaml;
using LoadLab.Monitoring.Documents;
using LoadLab.Monitoring.Rows;

namespace LoadLab.Monitoring.OpenSlo;

/// <summary>SLOs of OpenSLO as rows of a catalogue. What cannot be a row is left out, with its reason among the losses.</summary>
internal sealed class OpenSloRows(IReadOnlyList<OpenSloNode> documents, List<string> losses)
{
    private static readonly string[] s_kinds = ["availability", "error-ratio", "response-time"];

    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly List<string> _services = [];

    /// <summary>The services that rows name.</summary>
    public IReadOnlyCollection<string> Services => _services;

    /// <summary>The rows of an SLO: one for each of its objectives.</summary>
    public IEnumerable<YamlObject> Of(OpenSloNode document, int number)
    {
        var (name, spec) = (document.Map("metadata").Text("name"), document.Map("spec"));
        if (LeftOut(spec) is { } reason)
        {
            losses.Add($"SLO '{name}' is left out: {reason}");
            yield break;
        }

        var metric = Indicator(spec).Map("ratioMetric");
        var counts = OpenSloCounts.Of(metric, document.Map("metadata", "annotations").Text(OpenSloWords.Slice), IsPrometheus, out var fault);
        if (counts is null)
        {
            losses.Add($"SLO '{name}' is left out: {fault}");
            yield break;
        }

        if (fault.Length > 0)
        {
            losses.Add($"'{name}': {fault}");
        }

        var objectives = spec.List("objectives");
        for (var i = 0; i < objectives.Count; i++)
        {
            if (Row(document, objectives[i], counts, objectives.Count > 1 ? i + 1 : 0, number) is { } row)
            {
                yield return row;
            }
        }
    }

    private YamlObject? Row(OpenSloNode document, OpenSloNode objective, OpenSloCounts counts, int part, int number)
    {
        var (metadata, spec) = (document.Map("metadata"), document.Map("spec"));
        var (name, annotations) = (metadata.Text("name"), metadata.Map("annotations"));
        if (Target(objective) is not { } target)
        {
            losses.Add($"An objective of '{name}' is left out: its target must be a number from 0 to below 1, or targetPercent from 0 to below 100.");
            return null;
        }

        var kind = annotations.Text(OpenSloWords.Kind) is var given && s_kinds.Contains(given) ? given : "availability";
        if (kind == "response-time" && counts.Histogram.Length == 0)
        {
            losses.Add($"'{name}' was a response time; its histogram is not there (any more), so it is read as a share of good events.");
            kind = "availability";
        }

        var limit = OpenSloLimit.Of(objective.Text("displayName"), kind, target);
        if (kind == "response-time" && (limit is null || !counts.IsOfLimit(limit)))
        {
            losses.Add($"'{name}' was a response time; the limit in its objective is not that of its queries, so it is read as a share of good events.");
            (kind, limit) = ("availability", OpenSloLimit.Of("", "availability", target));
        }

        var id = Id(name, part);
        var source = annotations.Text(OpenSloWords.Source).Replace('_', '/');
        var isSource = source.Split('/') is { Length: 2 or 3 } parts && parts[0].All(c => char.IsAsciiDigit(c) || c == '.') && parts[1].All(char.IsAsciiDigit) && part == 0;
        if (!isSource)
        {
            losses.Add($"'{id}' names no place in a document: rows are numbered.");
            source = string.Create(CultureInfo.InvariantCulture, $"1/{number}") + (part > 0 ? string.Create(CultureInfo.InvariantCulture, $"/{part}") : "");
        }

        var tier = annotations.Text(OpenSloWords.Tier);
        if (SloTiers.OfWord(tier) is null)
        {
            losses.Add($"'{id}' names no tier: it is read as slo.");
            tier = "slo";
        }

        if (spec.Text("description").Length > 0)
        {
            losses.Add($"the description of '{id}'.");
        }

        var service = spec.Text("service");
        if (!_services.Contains(service))
        {
            _services.Add(service);
        }

        var title = metadata.Text("displayName");
        return new YamlObject
        {
            { "id", id },
            { "title", title.Length > 0 && title != id ? title : null },
            { "source", source },
            { "kind", kind },
            { "tier", tier },
            { "service", service },
            {
                "indicator", kind == "response-time"
                    ? new YamlObject { { "measure", annotations.Text(OpenSloWords.Measure) is { Length: > 0 } measure ? measure : null }, { "percentile", PromQl.Plain(target * 100) } }
                    : null
            },
            { "objective", new YamlObject { { limit!.Comparison.Word(), limit.Text } } },
            { "window", Window(spec, id, annotations.Text(OpenSloWords.NoWindow) == "true") },
            { "required", annotations.Text(OpenSloWords.Required) == "false" ? false : null },
            { "production", counts.Production(kind == "response-time") },
        };
    }

    private string? LeftOut(OpenSloNode spec)
    {
        if (spec.Text("service").Length == 0)
        {
            return "it names no service.";
        }

        if (spec.Text("budgetingMethod") is not "Occurrences" and var method)
        {
            return $"it is budgeted by '{PlainText.Inline(method, 40)}', and the budget of a catalogue's row is one of events (Occurrences).";
        }

        if (spec.List("objectives") is not { Count: > 0 } objectives)
        {
            return "it has no objective.";
        }

        if (objectives.Any(objective => objective.Map("indicator").Exists || objective.Text("indicatorRef").Length > 0))
        {
            return "it is a composite of several indicators, which no row of a catalogue is.";
        }

        var indicator = Indicator(spec);
        return !indicator.Exists ? "its indicator is not there."
            : indicator.Map("thresholdMetric").Exists ? "it limits a value for a share of the time, which no row of a catalogue does."
            : !indicator.Map("ratioMetric").Exists ? "its indicator has no ratioMetric."
            : null;
    }

    /// <summary>The specification of its indicator, which stands in it or beside it.</summary>
    private OpenSloNode Indicator(OpenSloNode spec) => spec.Text("indicatorRef") is { Length: > 0 } name
        ? documents.FirstOrDefault(document => document.Text("kind") == "SLI" && document.Map("metadata").Text("name") == name)?.Map("spec") ?? new OpenSloNode(null)
        : spec.Map("indicator", "spec");

    private bool IsPrometheus(OpenSloNode source)
    {
        var type = source.Text("type");
        if (type.Length == 0 && source.Text("metricSourceRef") is { Length: > 0 } name)
        {
            type = documents.FirstOrDefault(document => document.Text("kind") == "DataSource" && document.Map("metadata").Text("name") == name)?.Map("spec").Text("type") ?? "";
        }

        return type.Equals("prometheus", StringComparison.OrdinalIgnoreCase);
    }

    private static decimal? Target(OpenSloNode objective)
    {
        var isRatio = objective.Text("target").Length > 0;
        return decimal.TryParse(objective.Text(isRatio ? "target" : "targetPercent"), NumberStyles.Float, CultureInfo.InvariantCulture, out var given) && (isRatio ? given : given / 100) is >= 0 and < 1 and var target
            ? target
            : null;
    }

    private string Id(string name, int part)
    {
        var slug = Slug.Of(name, 100) + (part > 0 ? string.Create(CultureInfo.InvariantCulture, $"-{part}") : "");
        if (slug != name)
        {
            losses.Add(part > 0 ? $"'{name}' has several objectives: one of them is the row '{slug}'." : $"the name '{PlainText.Inline(name, 100)}', which is '{slug}' in the catalogue.");
        }

        for (var i = 2; !_ids.Add(slug); i++)
        {
            losses.Add($"a second '{slug}', which gets a number.");
            slug = string.Create(CultureInfo.InvariantCulture, $"{slug}-{i}");
        }

        return slug;
    }

    /// <summary>The window; that of an export which had to give one counts only when it was changed since.</summary>
    private YamlObject? Window(OpenSloNode spec, string id, bool isMadeUp)
    {
        if (spec.List("timeWindow") is not { Count: > 0 } windows)
        {
            return null;
        }

        var (window, text) = (windows[0], windows[0].Text("duration"));
        if (window.Map("calendar").Exists)
        {
            if (OpenSloWords.Calendars.FirstOrDefault(pair => pair.Value == text) is { Key: { } period } && window.Map("calendar").Text("startTime").EndsWith("-01 00:00:00", StringComparison.Ordinal))
            {
                if (window.Map("calendar").Text("timeZone") is not ("Etc/UTC" or "UTC"))
                {
                    losses.Add($"the time zone of the window of '{id}': a catalogue's periods are in UTC.");
                }

                return new YamlObject { { "calendar", period } };
            }

            losses.Add($"the window of '{id}', {PlainText.Inline(text, 40)}: a catalogue knows the calendar's month, quarter and year from their first day.");
            return null;
        }

        var length = text.EndsWith('w') && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var weeks) && weeks <= 52 ? $"{weeks * 7}d" : text;
        if (DurationValue.TryParse(length, out var parsed) && parsed > TimeSpan.Zero && window.Text("isRolling") == "true")
        {
            return isMadeUp && parsed == BurnRateRule.DefaultPeriod ? null : new YamlObject { { "rolling", DurationValue.Format(parsed) } };
        }

        losses.Add($"the window of '{id}', {PlainText.Inline(text, 40)}: it is no rolling number of minutes, hours, days or weeks.");
        return null;
    }
}
