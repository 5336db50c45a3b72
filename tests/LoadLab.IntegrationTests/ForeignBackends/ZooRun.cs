using System.Text.Json;
using LoadLab.IntegrationTests.Cli;

namespace LoadLab.IntegrationTests.ForeignBackends;

/// <summary>What LoadLab says of a run, as a process of its own with a results directory of its own.</summary>
internal sealed class ZooRun : IDisposable
{
    private readonly JsonDocument _document;

    private ZooRun(string results, int exitCode, string error, JsonDocument document) =>
        (Results, ExitCode, Error, _document) = (results, exitCode, error, document);

    public string Results { get; }

    public int ExitCode { get; }

    public string Error { get; }

    public JsonElement Document => _document.RootElement;

    public JsonElement Phase => Document.GetProperty("phases")[0];

    public long Ok => Phase.GetProperty("counts").GetProperty("ok").GetInt64();

    public long Failed => Phase.GetProperty("counts").GetProperty("failed").GetInt64();

    public JsonElement Connections => Phase.GetProperty("connections");

    /// <summary>Class to count, of the first step; classes without a failure are left out.</summary>
    public IReadOnlyDictionary<string, long> Failures => Phase.GetProperty("steps")[0].GetProperty("failures").EnumerateObject()
        .Where(pair => pair.Value.GetInt64() > 0).ToDictionary(pair => pair.Name, pair => pair.Value.GetInt64());

    /// <summary>First message of each class, whatever the step.</summary>
    public IEnumerable<string?> Messages => Phase.GetProperty("failureSamples").EnumerateObject().Select(pair => pair.Value.GetString());

    /// <summary>The verdict of a row: PASS, FAIL, NOT-MEASURED …</summary>
    public string? Verdict(string slo) => Document.GetProperty("verdicts").EnumerateArray()
        .First(verdict => verdict.GetProperty("id").GetString() == slo).GetProperty("verdict").GetString();

    /// <summary>Runs LoadLab with <c>--json</c>.</summary>
    public static async Task<ZooRun> StartAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var results = Directory.CreateTempSubdirectory("loadlab-zoo-run-").FullName;
        await using var cli = LaunchedCli.StartWith(environment, results, [.. arguments, "--json"]);
        var output = await cli.EndAsync();
        output.Should().NotBeEmpty(cli.Error);
        return new ZooRun(results, cli.ExitCode, cli.Error, JsonDocument.Parse(output));
    }

    /// <summary>A run whose figures a test judges: made again while it says itself that the generator was disturbed (97), three times in all.</summary>
    public static async Task<ZooRun> UndisturbedAsync(params string[] arguments)
    {
        for (var attempt = 1; ; attempt++)
        {
            var run = await StartAsync(arguments);
            if (attempt == 3 || run.ExitCode != 97)
            {
                return run;
            }

            run.Dispose();
        }
    }

    /// <summary>Runs LoadLab with <c>--json</c>.</summary>
    public static Task<ZooRun> StartAsync(params string[] arguments) => StartAsync(new Dictionary<string, string>(), arguments);

    public void Dispose()
    {
        _document.Dispose();
        Directory.Delete(Results, recursive: true);
    }
}
