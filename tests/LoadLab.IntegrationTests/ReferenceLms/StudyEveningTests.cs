using Lms.LoadTests;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;
using LoadLab.IntegrationTests.Engine;
using LoadLab.Sdk;

namespace LoadLab.IntegrationTests.ReferenceLms;

/// <summary>The journey of scenarios/docs/how-to-write-a-journey.md against the real service.</summary>
[Collection("reference LMS")]
public sealed class StudyEveningTests(RunningLms running) : IClassFixture<RunningLms>
{
    private static string Page => File.ReadAllText(Path.Combine(Built.Home, "scenarios", "docs", "how-to-write-a-journey.md"));

    [Fact]
    public void The_page_shows_the_scenario_as_it_is_compiled_here_and_a_catalogue_that_can_be_read()
    {
        Block("csharp").Should().Be(File.ReadAllText(Path.Combine(Built.Home, "tests", "LoadLab.IntegrationTests", "Templates", "StudyEvening.cs")));
        SloCatalogue.Parse("version: 1\ncatalogue: study\n" + Block("yaml"), "study.yaml").Slos.Should().HaveCount(2);
    }

    [Fact]
    public async Task Every_part_does_what_the_page_says()
    {
        var phase = EngineHarness.Closed(EngineHarness.Measured(Simulation.IterationsForConstant(4, 20))) with { Mix = [new ScenarioShare("study_evening", 1)] };

        var plan = new RunPlan
        {
            Suite = "evening",
            Seed = 42,
            ScenarioAssembly = "test",
            Stack = new StackPlan { Kind = "external" },
            Catalogue = "none",
            Phases = [phase],
            Settings = new Dictionary<string, string> { ["email"] = "student00001@lms.example" },
            Hidden = new Variables(name => name == "LMS_PASSWORD" ? "password-01" : null),
        };

        var run = await EngineHarness.RunAsync(plan, new StudyEvening().Scenarios, running.Lms.Client.BaseAddress);

        run.Phase.Failures.Select(failure => $"{failure.Step}: {failure.Code} {failure.Message}").Should().BeEmpty();
        run.Slices.Where(slice => slice.Key.Step != SeriesKey.WholeIteration).GroupBy(slice => slice.Key.Step).Select(step => (step.Key, step.Sum(slice => slice.Service.TotalCount)))
            .Should().BeEquivalentTo([("find::search", 20L), ("learn::my_courses", 20), ("learn::save_progress", 20)], "fetching a token is no step");
        run.Result.Custom!.Checks.Should().BeEquivalentTo<ScriptCheck>([new("find", "answers what was asked", 20, 0), new("learn", "has courses", 20, 0)]);
        var metrics = run.Result.Custom.Metrics.ToDictionary(metric => metric.Name);
        (metrics["lessons-read"].Sum, metrics["searches-with-a-course"].Samples, metrics["course-progress"].Samples).Should().Be((20.0, 20, 20));
    }

    private static string Block(string language)
    {
        var page = Page;
        var from = page.IndexOf($"```{language}\n", StringComparison.Ordinal) + language.Length + 4;
        return page[from..page.IndexOf("```", from, StringComparison.Ordinal)];
    }
}
