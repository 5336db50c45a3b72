using LoadLab.Core.Text;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Catalogue.Document;

/// <summary>Reads the statements of the document that are no SLOs: alerts, budgets, its dashboard, its example report, who decides what.</summary>
internal sealed class DocumentReader(YamlReader top, Dictionary<string, string> seen, IReadOnlyCollection<string> sloIds)
{
    private static readonly Objective Unread = new(ComparisonOperator.LessThan, 0, "", "");

    /// <summary>All of them, in the order of the document's sections.</summary>
    public IReadOnlyList<CatalogueEntry> Read()
    {
        var (attainment, alerts) = (Entries("attainment", Attainment).ToList(), Entries("alerts", Alert).ToList());
        return [.. attainment, .. alerts, .. Others([.. alerts.Select(alert => alert.Id)])];
    }

    private IReadOnlyList<CatalogueEntry> Others(IReadOnlyCollection<string> alertIds) =>
    [
        .. Entries("suppressions", (row, common) => new SuppressionEntry { Id = common.Id, Title = common.Title, Source = common.Source, By = row.OneOf("by", SuppressionEntry.Mechanisms, required: true) ?? "" }),
        .. Entries("budgets", Budget),
        .. Entries("panels", Panel),
        .. Entries("reportFigures", Figure),
        .. Entries("roles", (row, common) => new RoleEntry { Id = common.Id, Title = common.Title, Source = common.Source, Who = row.Text("who", required: true) ?? "" }),
        .. Entries("decisions", Decision),
        .. Entries("healing", (row, common) => new HealingReader(row, sloIds, alertIds).Read(common.Id, common.Title, common.Source)),
    ];

    private IEnumerable<T> Entries<T>(string key, Func<YamlReader, Common, T> read)
        where T : CatalogueEntry
    {
        var nodes = top.List(key);
        for (var i = 0; i < nodes.Count; i++)
        {
            if (top.Item(key, i, nodes[i]) is { } row)
            {
                var common = new EntryReader(row);
                var id = common.ReadId(seen);
                yield return common.Complete(read(row, new Common(id, common.ReadTitle(id), common.ReadSource())));
                row.Done();
            }
        }
    }

    private static AttainmentEntry Attainment(YamlReader row, Common common) => new()
    {
        Id = common.Id,
        Title = common.Title,
        Source = common.Source,
        Term = row.OneOf("term", ["sli", "slo", "sla"], required: true) ?? "",
        Period = Length(row, "period"),
        Slice = Length(row, "slice"),
    };

    private AlertEntry Alert(YamlReader row, Common common)
    {
        var warning = ObjectiveReader.Read(row, "warning") ?? Unread;
        var critical = ObjectiveReader.Read(row, "critical") ?? Unread;
        if (warning != Unread && critical != Unread && (warning.Unit != critical.Unit || warning.Comparison != critical.Comparison))
        {
            row.Fault("critical", $"'{critical.Sign} {critical.Text}' cannot be compared with the warning '{warning.Sign} {warning.Text}'. Give both the same comparison and unit.");
        }

        var notify = row.Texts("notify");
        if (notify.Count == 0)
        {
            row.Fault("notify", "an alert needs at least one who is told.");
        }

        return new AlertEntry
        {
            Id = common.Id,
            Title = common.Title,
            Source = common.Source,
            Watches = SloIds(row, "watches"),
            Warning = warning,
            Critical = critical,
            Notify = notify,
            Window = Windowing.Seconds(row, "window"),
        };
    }

    private static BudgetEntry Budget(YamlReader row, Common common) => new()
    {
        Id = common.Id,
        Title = common.Title,
        Source = common.Source,
        TargetRatio = (decimal)(row.Value<double>("target", PercentValue.TryParse, PercentValue.Allowed, required: true) ?? 0),
        Period = Length(row, "period"),
        Budget = row.Duration("budget", required: true) ?? TimeSpan.Zero,
    };

    private PanelEntry Panel(YamlReader row, Common common) => new()
    {
        Id = common.Id,
        Title = common.Title,
        Source = common.Source,
        Metric = row.Text("metric", required: true) ?? "",
        Target = ObjectiveReader.Read(row, "target") ?? Unread,
        Shows = SloIds(row, "shows"),
    };

    private ReportFigure Figure(YamlReader row, Common common)
    {
        if (row.Has("measured") == row.Has("budgetLeft"))
        {
            row.Fault("measured", "give either measured or budgetLeft.");
        }

        var key = row.Has("budgetLeft") ? "budgetLeft" : "measured";
        var text = row.Text(key) ?? "";
        // A budget can be overspent; nothing else in a report is below 0.
        var isOverspent = key == "budgetLeft" && text.StartsWith('-');
        if (!ObjectiveReader.TryParse(isOverspent ? text[1..] : text, out var value, out var unit) && text.Length > 0)
        {
            row.Fault(key, $"'{text}' is not a value with its unit. Write 650ms or 0.8%.");
        }

        return new ReportFigure
        {
            Id = common.Id,
            Title = common.Title,
            Source = common.Source,
            Shows = SloIds(row, "shows"),
            Value = isOverspent ? -value : value,
            Unit = unit,
            Text = text,
            IsBudgetLeft = key == "budgetLeft",
            Target = row.Has("target") ? ObjectiveReader.Read(row, "target") : null,
            Status = row.OneOf("status", ["green", "yellow", "red"]) ?? "",
        };
    }

    private static DecisionEntry Decision(YamlReader row, Common common)
    {
        var needs = row.Texts("needs");
        foreach (var unknown in needs.Except(DecisionEntry.Conditions))
        {
            row.Fault("needs", $"'{unknown}' is not a condition.{Text.NearestName.Sentence(unknown, DecisionEntry.Conditions)} Allowed: {string.Join(", ", DecisionEntry.Conditions)}.");
        }

        if (needs.Count == 0)
        {
            row.Fault("needs", "a decision needs at least one condition: what needs nothing is always GO.");
        }

        foreach (var key in new[] { "leastBudget", "unknownBudget" }.Where(key => row.Has(key) && !needs.Contains(DecisionEntry.ErrorBudgetLeft)))
        {
            row.Fault(key, $"only with '{DecisionEntry.ErrorBudgetLeft}' in needs.");
        }

        return new DecisionEntry
        {
            Id = common.Id,
            Title = common.Title,
            Source = common.Source,
            Needs = needs,
            LeastBudgetRatio = (decimal?)row.Value<double>("leastBudget", PercentValue.TryParse, PercentValue.Allowed),
            UnknownBudgetPasses = row.OneOf("unknownBudget", ["passes", "blocks"]) == "passes",
        };
    }

    /// <summary>A length above 0.</summary>
    private static TimeSpan Length(YamlReader row, string key)
    {
        var length = row.Duration(key, required: true);
        if (length == TimeSpan.Zero)
        {
            row.Fault(key, "must be longer than 0.");
        }

        return length ?? TimeSpan.Zero;
    }

    private IReadOnlyList<string> SloIds(YamlReader row, string key)
    {
        var ids = row.Texts(key);
        foreach (var unknown in ids.Except(sloIds))
        {
            row.Fault(key, $"there is no SLO '{unknown}'.{Text.NearestName.Sentence(unknown, sloIds)}");
        }

        return ids;
    }

    private sealed record Common(string Id, string Title, string Source);
}
