using LoadLab.Core;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.IntegrationTests.Engine;
using LoadLab.Sdk;

namespace LoadLab.IntegrationTests.Cli;

/// <summary>
/// <c>kill -9</c> at twenty moments of a run, drawn from a seed: half of them while Postgres, Redis and the API are started, half while the store is
/// written. When the moment falls decides what is there, never whether it can be read or whether a process is left.
/// </summary>
public sealed class KilledAnywhereTests : IDisposable
{
    private const int Kills = 10;
    private const string Load = "load";

    private readonly string _results = Directory.CreateTempSubdirectory("loadlab-killed-").FullName;

    public void Dispose() => Directory.Delete(_results, recursive: true);

    [Fact]
    public async Task The_store_is_readable_and_no_process_is_left()
    {
        await using var server = await StubServer.StartAsync();
        var suite = Path.Combine(Directory.CreateDirectory(Path.Combine(_results, "suites")).FullName, "tiny.yaml");
        await File.WriteAllTextAsync(suite, $$"""
            suite: tiny
            description: killed before it ends
            scenarios: {{Built.Dll("tests", "LoadLab.TestProcesses")}}
            catalogue: lms
            slos: [api-response-p95]
            seed: 1
            stack: {kind: processes}
            phases:
              - name: load
                model: closed
                users: 2
                hold: 60s
                scenarios: {blocks: 1}
            """);

        // The load of one lane begins a second or two after its process; the other lane is still starting servers then.
        var counts = await Task.WhenAll(
            KillAsync(Load, 20_261, longestMs: 4_500, "run", suite, "--external-url", server.Address.ToString()),
            KillAsync("start", 20_262, longestMs: 3_500, "run", suite));

        counts.Sum().Should().BeGreaterThan(0, "some moments fall after the load began");
        var load = Path.Combine(_results, Load);
        await using var list = LaunchedCli.Start(load, "runs", "list");
        var shown = await list.EndAsync();
        list.ExitCode.Should().Be(0, list.Error);
        shown.Split('\n').Count(line => line.Contains("incomplete", StringComparison.Ordinal)).Should().Be(new RunStore(load).List().Count);
    }

    /// <returns>How many runs of those were incomplete and had seconds of load.</returns>
    private async Task<int> KillAsync(string lane, long seed, int longestMs, params string[] arguments)
    {
        var random = new SeededRandom(seed);
        var withLoad = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var cli = LaunchedCli.Start(Path.Combine(_results, lane), arguments);
            await Task.Delay(200 + (int)(random.NextDouble() * longestMs));
            if (kill == 0 && lane == Load)
            {
                // At least one falls after the load began, however slow the machine is.
                await StoredLoad.HasBegunAsync(Path.Combine(_results, lane));
            }

            cli.Signal("KILL");
            await cli.EndAsync();
            await cli.LeavesNoProcessAsync();

            // Everything that is there now, each time: what an earlier kill left must still be readable.
            var store = new RunStore(Path.Combine(_results, lane));
            store.Summaries().Should().NotContain(run => run.Outcome != "incomplete");
            var records = store.List().Select(id => ReadOrNothing(store, id)).OfType<RunRecord>().ToList();
            records.Should().NotContain(record => record.Outcome != RunOutcome.Incomplete);
            withLoad = records.Count(record => record.Seconds.Count > 0);
        }

        return withLoad;
    }

    /// <summary>A run that was killed before its load began has nothing to read, and says that; any other fault is one.</summary>
    private static RunRecord? ReadOrNothing(RunStore store, string id)
    {
        try
        {
            return store.Read(id).Record;
        }
        catch (LoadLabException fault) when (fault.Message.EndsWith("The run ended before its load began; nothing was measured.", StringComparison.Ordinal))
        {
            return null;
        }
    }
}
