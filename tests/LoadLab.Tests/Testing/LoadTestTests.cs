using LoadLab.Sdk;
using LoadLab.Testing;

namespace LoadLab.Tests.Testing;

/// <summary>What a load test refuses before any load.</summary>
public sealed class LoadTestTests
{
    private static readonly ScenarioProps s_scenario = Scenario.Create("visit", _ => Task.FromResult<IResponse>(Response.Ok()));

    [Fact]
    public async Task A_scenario_without_load_and_SLOs_is_refused_with_both()
    {
        var run = () => LoadTest.Of(s_scenario).Against("http://127.0.0.1:1").RunAsync();

        (await run.Should().ThrowAsync<LoadTestNotMadeException>()).Which.Message.Should().StartWith("""
            The load test 'visit' could not be made.
              Scenario 'visit' says no load. Add .WithLoad(
            """.ReplaceLineEndings("\n")).And.Contain("Scenario 'visit' says no SLO, so that nothing could pass or fail. Add .Expect(");
    }

    [Fact]
    public async Task A_suite_that_is_not_there_is_told_with_those_that_are()
    {
        var run = () => LoadTest.FromSuite("smokes").RunAsync();

        (await run.Should().ThrowAsync<LoadTestNotMadeException>()).Which.Message.Should().Contain("Unknown suite 'smokes'").And.Contain("smoke");
    }

    [Fact]
    public async Task An_in_memory_factory_s_address_is_told_as_that()
    {
        using var client = new HttpClient { BaseAddress = new Uri("http://localhost/") };
        var run = () => LoadTest.Of(s_scenario)
            .WithLoad(Simulation.KeepConstant(1, TimeSpan.FromSeconds(1))).Expect(Threshold.ErrorRatio(0.5))
            .Set("phases.load.hold", "nonsense").Against(client).RunAsync();

        (await run.Should().ThrowAsync<LoadTestNotMadeException>()).Which.Message.Should().Contain("UseKestrel(0)");
    }

    [Fact]
    public async Task What_a_test_framework_prints_of_a_fault_has_no_secret_in_it()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "HOLD=S3CRETMARK\n");
            var run = () => LoadTest.Of(s_scenario)
                .WithLoad(Simulation.KeepConstant(1, TimeSpan.FromSeconds(1))).Expect(Threshold.ErrorRatio(0.5))
                .WithEnvironmentFile(file).Set("phases.load.hold", "${HOLD}").Against("http://127.0.0.1:1").RunAsync();

            (await run.Should().ThrowAsync<LoadTestNotMadeException>()).Which.ToString().Should().Contain("${HOLD}").And.NotContain("S3CRETMARK");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("localhost:8080", "'localhost:8080' is no address of a target. Write one such as http://127.0.0.1:8080, with its http:// or https://.*")]
    [InlineData("/shop", "'/shop' is no address of a target.*")]
    [InlineData("ftp://shop.example", "'ftp://shop.example' is no address of a target.*")]
    [InlineData("http//user:S3CRETMARK@shop", "'(not stored)' is no address of a target.*")]
    public void A_target_that_is_no_address_is_told_where_it_is_written(string address, string message)
    {
        var text = () => LoadTest.Of(s_scenario).Against(address);
        var uri = () => LoadTest.Of(s_scenario).Against(new Uri(address, UriKind.RelativeOrAbsolute));

        text.Should().Throw<ArgumentException>().WithMessage(message);
        uri.Should().Throw<ArgumentException>().WithMessage(message);
    }

    [Fact]
    public void What_is_for_scenarios_in_code_says_so_of_a_suite()
    {
        var load = () => LoadTest.FromSuite("smoke").WithLoad(Simulation.KeepConstant(1, TimeSpan.FromSeconds(1)));
        var judge = () => LoadTest.FromSuite("smoke").JudgedBy("lms");

        load.Should().Throw<InvalidOperationException>().WithMessage("WithLoad is for scenarios in code (LoadTest.Of). *");
        judge.Should().Throw<InvalidOperationException>().WithMessage("JudgedBy is for scenarios in code*");
    }

    [Fact]
    public void A_scenario_with_a_setup_is_not_said_to_be_LoadLab_s()
    {
        static string Assembly(ScenarioProps scenario) => CodedSuite.Of(scenario.WithLoadSimulations(Simulation.KeepConstant(1, TimeSpan.FromSeconds(1))).WithThresholds(Threshold.ErrorRatio(0.1)), null, "/").Suite.ScenarioAssembly;

        Assembly(s_scenario).Should().Be("LoadLab.Tests");
        Assembly(Scenario.Create("shop", _ => Task.FromResult(1), (_, _) => Task.FromResult<IResponse>(Response.Ok()))).Should().Be("shop");
    }

    [Fact]
    public void A_description_is_not_changed_by_what_is_made_of_it()
    {
        var first = LoadTest.Of(s_scenario);

        first.WithLoad(Simulation.KeepConstant(1, TimeSpan.FromSeconds(1))).Should().NotBeSameAs(first);
        s_scenario.LoadSimulations.Should().BeEmpty();
    }
}
