using LoadLab.Core;
using LoadLab.K6.Loads;

namespace LoadLab.Tests.K6;

/// <summary>Whose options count: the command line's, then the script's, then those of the file.</summary>
public sealed class OptionLayerTests
{
    [Theory]
    [InlineData("{\"vus\":3,\"duration\":\"1m\"}", "vus 5", "{\"vus\":5,\"duration\":\"1m\"}")]
    [InlineData("{\"vus\":3,\"duration\":\"1m\"}", "iterations 7", "{\"vus\":3,\"iterations\":7}")]
    [InlineData("{\"stages\":[]}", "duration 1s, iterations 7", "{\"duration\":\"1s\",\"iterations\":7}")]
    [InlineData("{\"scenarios\":{\"a\":{}}}", "vus 5", "{\"scenarios\":{\"a\":{}},\"vus\":5}")]
    [InlineData("{\"scenarios\":{\"a\":{}}}", "stage 3s:5", "{\"stages\":[{\"duration\":\"3s\",\"target\":5}]}")]
    [InlineData("{\"tags\":{\"a\":\"1\"},\"summaryTrendStats\":[\"avg\"]}", "tag b=2, statistics p(99)", "{\"tags\":{\"b\":\"2\"},\"summaryTrendStats\":[\"p(99)\"]}")]
    [InlineData("{\"noSetup\":false}", "bare", "{\"noSetup\":true,\"noTeardown\":true,\"noThresholds\":true}")]
    public void The_command_line_stands_over_the_script(string script, string line, string expected) => Merge(script, line).Should().Be(expected);

    [Fact]
    public void The_script_stands_over_the_file()
    {
        using var folder = new ScriptFolder("");
        folder.Write("options.json", "{ \"vus\": 9, \"duration\": \"1m\", \"batch\": 5 }");

        OptionLayers.Merge("{\"iterations\":4}", new LoadOverrides { Config = Path.Combine(folder.Folder, "options.json") }).Should().Be("{\"vus\":9,\"batch\":5,\"iterations\":4}");
    }

    [Fact]
    public void A_file_that_is_no_JSON_is_told()
    {
        using var folder = new ScriptFolder("no json");

        var merging = () => OptionLayers.Merge(null, new LoadOverrides { Config = folder.Script });

        merging.Should().Throw<LoadLabException>().Which.ExitCode.Should().Be(ExitCode.BadConfiguration);
    }

    [Theory]
    [InlineData("{ duration: '1s', stages: [{ duration: '1s', target: 2 }] }", "options.duration and options.stages both say the load.*")]
    [InlineData("{ iterations: 5, scenarios: { s: { executor: 'constant-vus', duration: '1s' } } }", "options.iterations and options.scenarios both say the load.*")]
    [InlineData("{ summaryTrendStats: ['p95'] }", "options.summaryTrendStats: 'p95' is not known.*")]
    [InlineData("{ summaryTimeUnit: 'h' }", "options.summaryTimeUnit: 'h' is not s, ms or us.")]
    public void Options_that_contradict_are_told(string options, string fault)
    {
        using var folder = new ScriptFolder($"export const options = {options}; export default () => {{}};");

        folder.Invoking(script => script.Load()).Should().Throw<LoadLabException>().Which.Faults.Should().ContainSingle().Which.Should().Match(fault);
    }

    private static string Merge(string script, string line)
    {
        return OptionLayers.Merge(script, line.Split(", ").Select(part => part.Split(' ')).Aggregate(new LoadOverrides(), (load, part) => part[0] switch
        {
            "vus" => load with { Users = 5 },
            "iterations" => load with { Iterations = 7 },
            "duration" => load with { Duration = part[1] },
            "stage" => load with { Stages = [part[1]] },
            "tag" => load with { Tags = new Dictionary<string, string> { ["b"] = "2" } },
            "statistics" => load with { TrendStatistics = part[1] },
            _ => load with { NoSetup = true, NoTeardown = true, NoThresholds = true },
        }));
    }
}
