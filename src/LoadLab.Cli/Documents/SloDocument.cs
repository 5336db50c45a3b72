using System.Text.Json.Serialization;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Catalogue.Document;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;

namespace LoadLab.Cli.Documents;

/// <summary>An entry of a catalogue. What another kind of entry does not have is left out.</summary>
internal record SloEntryPart
{
    public required string Id { get; init; }

    public required string Title { get; init; }

    public required string Kind { get; init; }

    public required string Source { get; init; }

    public required string Original { get; init; }

    public required string Says { get; init; }

    public required string Origin { get; init; }

    public required IReadOnlyDictionary<string, string> Columns { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Tier { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ObjectivePart? Objective { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Window { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? InRun { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? NotMeasured { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ObjectivePart? Warning { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ObjectivePart? Critical { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Watches { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Notify { get; init; }

    public static SloEntryPart Of(CatalogueEntry entry)
    {
        var slo = entry as Slo;
        var alert = entry as AlertEntry;
        return new SloEntryPart
        {
            Id = entry.Id,
            Title = entry.Title,
            Kind = entry.Kind,
            Source = entry.Source,
            Original = entry.Original,
            Says = entry.Says,
            Origin = entry.Place.Origin,
            Columns = entry.Columns.ToDictionary(column => column.Key, column => column.Value),
            Tier = slo?.Tier.Word(),
            Objective = ObjectivePart.Of(slo?.Objective),
            Window = slo?.Window,
            InRun = slo is null ? null : VerbWords.InRun(slo),
            NotMeasured = slo?.NotMeasured,
            Warning = ObjectivePart.Of(alert?.Warning),
            Critical = ObjectivePart.Of(alert?.Critical),
            Watches = alert?.Watches,
            Notify = alert?.Notify,
        };
    }

    internal sealed record ObjectivePart(string Comparison, double Limit, string Unit)
    {
        public static ObjectivePart? Of(Objective? objective) => objective is null ? null : new(objective.Comparison.Word(), objective.Limit, objective.Unit);
    }
}

/// <summary>One entry.</summary>
internal sealed record SloEntryDocument : SloEntryPart
{
    [JsonPropertyOrder(-1)]
    public int SchemaVersion { get; init; } = 1;

    public SloEntryDocument()
    {
    }

    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    public SloEntryDocument(SloEntryPart entry)
        : base(entry)
    {
    }
}

/// <summary>All entries of a catalogue.</summary>
internal sealed record SloListDocument(int SchemaVersion, string Catalogue, IReadOnlyList<SloEntryPart> Entries)
{
    public static SloListDocument Of(SloCatalogue catalogue) => new(1, catalogue.Name, [.. catalogue.Entries.Select(SloEntryPart.Of)]);
}
