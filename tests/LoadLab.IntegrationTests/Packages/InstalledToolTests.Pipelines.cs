using LoadLab.IntegrationTests.Compose;
using LoadLab.IntegrationTests.Engine;
using YamlDotNet.RepresentationModel;

namespace LoadLab.IntegrationTests.Packages;

/// <summary>What the pipelines of <c>infra/ci</c> do, in a project that <c>loadlab new</c> wrote.</summary>
public sealed partial class InstalledToolTests
{
    /// <summary>Decisions, and what a machine that others use may make of a run.</summary>
    private static readonly int[] Decided = [0, 96, 97, 98];

    [Fact]
    public async Task The_lines_of_the_pipeline_make_a_baseline_and_hold_a_run_against_it()
    {
        await using var server = await StubServer.StartAsync();
        await NewShopAsync("pipeline", server.Address);
        var pipeline = ComposeFile.Read("infra", "ci", "gitlab-ci.yml");
        tool.Environment["LOADLAB_EXTERNAL_URL"] = server.Address.ToString();
        tool.Environment["CI_COMMIT_SHA"] = "1a2b3c4";
        tool.Environment["DOTNET_CLI_HOME"] = Path.Combine(tool.Work, "home"); // Which tools are restored is remembered there.
        var isDisturbed = false;
        try
        {
            foreach (var line in Lines(pipeline, ".loadlab", "before_script").Concat(Lines(pipeline, "loadlab-baseline", "script")).Concat(Lines(pipeline, "loadlab-gate", "script")))
            {
                var isRun = line.StartsWith("dotnet loadlab run ", StringComparison.Ordinal) || line.StartsWith("dotnet loadlab gate ", StringComparison.Ordinal);
                var end = await tool.RunProgramAsync("pipeline", "sh", "-e", "-c", line);
                for (var attempt = 1; end.ExitCode == 97 && attempt < 5; attempt++)
                {
                    end = await tool.RunProgramAsync("pipeline", "sh", "-e", "-c", line); // The machine disturbed it.
                }

                end.ExitCode.Should().BeOneOf(isRun ? Decided : isDisturbed ? [104] : [0], "{0} says {1}{2}", line, end.Out, end.Error);
                if (isDisturbed)
                {
                    end.Error.Should().Contain("INVALID", "such a run is no baseline");
                    return;
                }

                isDisturbed = end.ExitCode == 97;
            }
        }
        finally
        {
            tool.Environment.Remove("LOADLAB_EXTERNAL_URL");
            tool.Environment.Remove("CI_COMMIT_SHA");
            tool.Environment.Remove("DOTNET_CLI_HOME");
        }

        var folder = Path.Combine(tool.Work, "pipeline");
        (await File.ReadAllTextAsync(Path.Combine(folder, "loadlab.xml"))).Should().Contain("<testsuite");
        (await File.ReadAllTextAsync(Path.Combine(folder, "loadlab.md"))).Should().Contain("shop");
        File.Exists(Path.Combine(folder, "loadlab-runs", "baselines", "shop.json")).Should().BeTrue();
        server.Arrivals.Count.Should().BeGreaterThan(100);
    }

    /// <summary>A project with a suite of a few seconds.</summary>
    private async Task NewShopAsync(string folder, Uri target)
    {
        var written = await tool.RunAsync("", "new", "shop", "--url", target.ToString(), "-o", folder);
        written.ExitCode.Should().Be(0, written.Error);
        await ShortenAsync(Path.Combine(tool.Work, folder));
    }

    private static async Task ShortenAsync(string project)
    {
        var suite = Path.Combine(project, "scenarios", "suites", "shop.yaml");
        var text = await File.ReadAllTextAsync(suite);
        text.Should().Contain("warmUp: 3s").And.Contain("hold: 20s");
        await File.WriteAllTextAsync(suite, text.Replace("warmUp: 3s", "warmUp: 1s", StringComparison.Ordinal).Replace("hold: 20s", "hold: 3s", StringComparison.Ordinal));
    }

    /// <summary>The lines of a job, with the names of this project.</summary>
    private static IEnumerable<string> Lines(YamlMappingNode pipeline, string job, string key) => ((YamlMappingNode)pipeline[job]).Texts(key)
        .Select(line => line.Replace("smoke", "shop", StringComparison.Ordinal).Replace("Lms.Scenarios", "Shop", StringComparison.Ordinal));
}
