using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using LoadLab.Cli;
using LoadLab.Cli.Commands;
using LoadLab.Cli.Documents;
using LoadLab.Cli.Options;
using LoadLab.Cli.Terminal;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Comparison;
using LoadLab.Core.Production;
using LoadLab.Core.Store;
using LoadLab.Core.Verdicts;
using LoadLab.Reporting.Json;
using LoadLab.Tests.Core.Catalogue;
using LoadLab.Tests.Core.Evaluation.Slos;
using LoadLab.Tests.Reporting;

namespace LoadLab.Tests.Cli.Documents;

/// <summary>What <c>loadlab runs schema</c> prints takes every document that is written, and no other.</summary>
public sealed class SchemaTests
{
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, JsonSchema> s_schemas = new();

    [Fact]
    public void Each_command_that_prints_json_has_a_schema()
    {
        using var cli = new CliHarness();

        var printing = Walk(CommandLine.Build(new Composition(RecordBuilder.Root()).Commands(cli.Console)), "").Where(one => one.Command.Options.Any(option => option.Name == CommonOptions.JsonName)).Select(one => one.Words);

        VerbSchemas.Commands.Should().BeEquivalentTo([.. printing, VerbSchemas.Error]);
    }

    [Fact]
    public void Documents_are_valid()
    {
        foreach (var (command, text) in Documents())
        {
            Faults(command, text).Should().BeEmpty($"'{command}' prints it");
        }
    }

    [Fact]
    public void A_document_with_a_wrong_type_anywhere_is_not_valid()
    {
        var places = 0;
        foreach (var (command, text) in Documents().DistinctBy(document => document.Command))
        {
            foreach (var path in Leaves(JsonNode.Parse(text), []))
            {
                var altered = JsonNode.Parse(text)!;
                Set(altered, path);
                IsValid(command, altered.ToJsonString()).Should().BeFalse($"'{command}' at {string.Join('/', path)}");
                places++;
            }
        }

        places.Should().BeGreaterThan(300);
    }

    [Fact]
    public async Task The_command_prints_the_schema_of_run_json_unless_it_is_asked_for_another()
    {
        using var cli = new CliHarness();

        (await RunAsync(cli, "runs schema")).Should().Be(0);
        JsonNode.Parse(cli.Out)!["title"]!.GetValue<string>().Should().Be("A run of LoadLab: run.json");
        cli.Clear();
        (await RunAsync(cli, "runs schema slo list")).Should().Be(0);
        JsonNode.Parse(cli.Out)!["properties"]!["entries"].Should().NotBeNull();
        cli.Clear();
        (await RunAsync(cli, "runs schema trnd")).Should().Be(104);
        cli.Error.Should().StartWith("error: 'trnd' has no JSON document. Did you mean 'trend'? There are: run, http, ");
    }

    private static Task<int> RunAsync(CliHarness cli, string line) => cli.RunAsync(line, RunsCommand.Create(cli.Console, cli.Stored, cli.Output));

    private static IEnumerable<(string Command, string Text)> Documents()
    {
        foreach (var (record, evaluation) in new[] { (SampleRun.Slow(), SampleEvaluation.Broken()), (SampleRun.Good(), SampleEvaluation.Good()), (SampleRun.Slow(), SampleEvaluation.Failed()), (SampleRun.WithoutTraffic(), SampleEvaluation.WithoutTraffic()) })
        {
            yield return ("run", System.Text.Encoding.UTF8.GetString(RunDocumentWriter.ToJson(record, evaluation)));
        }

        foreach (var gate in new[] { SampleGate.Approved(), SampleGate.Good(), SampleGate.NotCompared() })
        {
            yield return ("gate", GateDocument.Of(gate));
        }

        yield return ("crosscheck", JsonText.Of(CrosscheckDocument.Of(DriverAgreement.Of([new LoadLab.Tests.Core.Comparison.ComparisonSample().Run("a")], [new LoadLab.Tests.Core.Comparison.ComparisonSample().Run("b")]), "k6 2.2.0"), JsonText.Context.CrosscheckDocument));
        yield return ("compare", JsonText.Of(ComparisonDocument.Of(SampleGate.Regressed().Comparison! with { Noise = SampleDocuments.Calibration, Facts = new ComparedFacts(["settings"], ["caches"]) }), JsonText.Context.ComparisonDocument));
        yield return ("trend", JsonText.Of(TrendDocument.Of(SampleDocuments.Trend), JsonText.Context.TrendDocument));
        yield return ("plan", ForecastText.Json(SampleDocuments.Forecast));
        yield return ("plan", ForecastText.Json(SampleDocuments.Forecast, SampleDocuments.Changes));
        yield return ("plan-capacity", JsonText.Of(CapacityPlanDocument.Of(SampleDocuments.CapacityPlan), JsonText.Context.CapacityPlanDocument));
        yield return ("noise", NoiseText.Json(SampleDocuments.Calibration, null));
        yield return ("noise", NoiseText.Json(SampleDocuments.Calibration, SampleDocuments.Check));
        yield return ("selftest", SelfTestText.Json(SampleDocuments.SelfTest));
        yield return ("doctor", DoctorText.Json(SampleDocuments.Doctor));
        yield return ("slo measures", MeasuresText.Json(new Dictionary<string, string>()));
        var catalogue = SloCatalogue.Parse(LmsText.Text, LmsText.File);
        yield return ("slo list", JsonText.Of(SloListDocument.Of(catalogue), JsonText.Context.SloListDocument));
        yield return ("slo show", JsonText.Of(new SloEntryDocument(SloEntryPart.Of(catalogue.Entries.First())), JsonText.Context.SloEntryDocument));
        yield return ("slo lint", JsonText.Of(LintDocument.Of(LoadLab.Core.Lint.CatalogueLint.Run(catalogue)), JsonText.Context.LintDocument));
        yield return ("report slo", new ComplianceJsonReport().Text(ComplianceBuilder.Build(ComplianceSample.Data)));
        yield return ("error", JsonText.Of(new ErrorDocument(new ErrorDocument.ErrorPart(104, "a", ["a"], null)), JsonText.Context.ErrorDocument));
    }

    private static List<string> Faults(string command, string text)
    {
        var result = Evaluate(command, text, OutputFormat.List);
        return result.IsValid ? [] : [.. result.Details!.Where(detail => detail.Errors is not null).Select(detail => $"{detail.InstanceLocation}: {string.Join(", ", detail.Errors!.Values)}")];
    }

    /// <summary>Without the list of what is wrong, which takes most of the time.</summary>
    private static bool IsValid(string command, string text) => Evaluate(command, text, OutputFormat.Flag).IsValid;

    private static EvaluationResults Evaluate(string command, string text, OutputFormat format)
    {
        using var document = JsonDocument.Parse(text);
        return s_schemas.GetOrAdd(command, words => JsonSchema.FromText(VerbSchemas.Find(words)!.ToJsonString())).Evaluate(document.RootElement, new EvaluationOptions { OutputFormat = format });
    }

    private static IEnumerable<(Command Command, string Words)> Walk(Command command, string words) =>
        command.Subcommands.SelectMany(child => Walk(child, $"{words} {child.Name}".TrimStart())).Prepend((command, words));

    private static IEnumerable<string[]> Leaves(JsonNode? node, string[] path) => node switch
    {
        JsonObject members => members.SelectMany(member => Leaves(member.Value, [.. path, member.Key])),
        JsonArray { Count: > 0 } items => Leaves(items[0], [.. path, "0"]),
        _ => [path],
    };

    /// <summary>An object that nobody expects, in place of what stands there.</summary>
    private static void Set(JsonNode root, string[] path)
    {
        var node = root;
        foreach (var part in path.SkipLast(1))
        {
            node = node is JsonArray items ? items[int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)]! : node[part]!;
        }

        var strange = new JsonObject { ["strange"] = new JsonObject { ["strange"] = new JsonObject() } };
        if (node is JsonArray array)
        {
            array[0] = strange;
        }
        else
        {
            node[path[^1]] = strange;
        }
    }
}
