using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using LoadLab.Core.Cgroups;
using LoadLab.Core.Measurement;
using LoadLab.IntegrationTests.Engine;
using LoadLab.Stacks.Probes;

namespace LoadLab.IntegrationTests.Outside;

/// <summary>Real CPU quotas, on machines that let this user make cgroups of version 1.</summary>
public sealed class CgroupTests
{
    [CgroupFact]
    public async Task A_generator_with_a_quota_of_its_own_says_so_and_its_run_does_not_count()
    {
        using var cgroup = new Cgroup("0.2");
        await using var server = await StubServer.StartAsync();
        using var cli = new OutsideCli();

        var doctor = await cli.ShellAsync($"echo $$ > {cgroup.Path}/cgroup.procs; exec {cli.Launcher} doctor");
        var run = await cli.ShellAsync($"echo $$ > {cgroup.Path}/cgroup.procs; exec {cli.Launcher} http {server.Address} --users 20 --duration 4s --json");

        doctor.Out.Should().MatchRegex("cpu-limit +.*the cgroup allows 0\\.2 of [0-9]+ cores");
        run.Code.Should().Be(97, run.Error);
        var document = JsonNode.Parse(run.Out)!;
        var finding = document["validity"]!["findings"]!.AsArray().Single(finding => (string?)finding!["check"] == "cpu-quota")!;
        ((string?)finding["severity"]).Should().Be("invalid");
        ((string?)finding["seen"]).Should().MatchRegex("^the CPU quota of the generator's cgroup stopped it in [0-9]+ of [0-9]+ periods \\(0\\.2 cores are allowed\\)$");
        document["fingerprint"]!["cpu.limit.cores"]!.GetValue<string>().Should().Be("0.2");
    }

    [CgroupFact]
    public async Task A_part_of_the_stack_with_a_quota_of_its_own_is_told()
    {
        using var cgroup = new Cgroup("0.1");
        using var part = Process.Start("/bin/sh", ["-c", $"echo $$ > {cgroup.Path}/cgroup.procs; while :; do :; done"]);
        try
        {
            for (var wait = 0; wait < 3_600 && CpuLimit.Of(part.Id).Cores is null; wait++)
            {
                await Task.Delay(25);
            }

            await using var probe = new ProcessProbe(() => new Dictionary<string, int> { ["api"] = part.Id });
            await probe.SampleAsync(CancellationToken.None);
            var before = CpuLimit.Of(part.Id).Count()[0].Throttled;
            for (var wait = 0; wait < 3_600 && CpuLimit.Of(part.Id).Count()[0].Throttled < before + 3; wait++)
            {
                await Task.Delay(25);
            }

            await probe.SampleAsync(CancellationToken.None);

            var finding = (await probe.SummarizeAsync(CancellationToken.None)).Findings.Should().ContainSingle(finding => finding.Check == "cpu-quota-api").Subject;
            finding.Severity.Should().Be(FindingSeverity.Warning);
            finding.Seen.Should().MatchRegex("^api may use 0\\.1 cores \\(its cgroup's CPU quota\\), and was stopped by it in [1-9][0-9]* of [1-9][0-9]* periods$");
        }
        finally
        {
            part.Kill();
            await part.WaitForExitAsync();
        }
    }

    /// <summary>A cgroup with a quota; removed when the processes in it have ended.</summary>
    private sealed class Cgroup : IDisposable
    {
        public Cgroup(string cores)
        {
            Directory.CreateDirectory(Path);
            File.WriteAllText(System.IO.Path.Combine(Path, "cpu.cfs_quota_us"), (double.Parse(cores, CultureInfo.InvariantCulture) * 100_000).ToString(CultureInfo.InvariantCulture));
        }

        public string Path { get; } = $"{CgroupFactAttribute.Top}/loadlab-test-{Guid.NewGuid():N}";

        public void Dispose()
        {
            for (var attempt = 0; attempt < 100; attempt++)
            {
                try
                {
                    Directory.Delete(Path);
                    return;
                }
                catch (IOException)
                {
                    // A process that was killed leaves it a moment later.
                    Thread.Yield();
                }
            }
        }
    }
}
