using System.Text.Json.Serialization;

namespace LoadLab.Cli.Documents;

/// <summary>How the documents of <c>--json</c> are written: the only serialisation of the command line. The run document is <c>run.json</c> itself.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(BaselinesDocument))]
[JsonSerializable(typeof(CapacityComparisonDocument))]
[JsonSerializable(typeof(CapacityPlanDocument))]
[JsonSerializable(typeof(CapacityStudyDocument))]
[JsonSerializable(typeof(ComparisonDocument))]
[JsonSerializable(typeof(DoctorDocument))]
[JsonSerializable(typeof(ErrorDocument))]
[JsonSerializable(typeof(ForecastDocument))]
[JsonSerializable(typeof(GatePart))]
[JsonSerializable(typeof(LintDocument))]
[JsonSerializable(typeof(MeasuresDocument))]
[JsonSerializable(typeof(SloStatusDocument))]
[JsonSerializable(typeof(NoiseDocument))]
[JsonSerializable(typeof(RunListDocument))]
[JsonSerializable(typeof(SelfTestDocument))]
[JsonSerializable(typeof(SloEntryDocument))]
[JsonSerializable(typeof(SloListDocument))]
[JsonSerializable(typeof(TrendDocument))]
internal sealed partial class VerbJson : JsonSerializerContext;
