using LoadLab.Sdk;

namespace LoadLab.Tests.Sdk;

public sealed class ScenarioTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("Open_course-2")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123")]
    public void Names_of_letters_digits_and_dashes_are_allowed(string name) => Create(name).Name.Should().Be(name);

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("a/b")]
    [InlineData("naïve")]
    [InlineData("a\n")]
    [InlineData("01234567890123456789012345678901234567890123456789012345678901234")]
    public void Other_names_are_refused_with_the_rule(string name) =>
        FluentActions.Invoking(() => Create(name)).Should().Throw<ArgumentException>()
            .WithMessage($"Scenario name '{name}' is not allowed. Use 1 to 64 ASCII letters, digits, '-' or '_'.*").Which.ParamName.Should().Be("name");

    [Fact]
    public void Nothing_at_all_is_refused()
    {
        FluentActions.Invoking(() => Create(null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => Scenario.Create("a", null!)).Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public void Defaults_are_no_warm_up_no_load_and_a_weight_of_one() =>
        Create("a").Should().BeEquivalentTo(
            new { WarmUpDuration = TimeSpan.Zero, Weight = 1.0, LoadSimulations = Array.Empty<LoadSimulation>(), Thresholds = Array.Empty<Threshold>() });

    [Fact]
    public void Each_With_gives_a_new_one_and_leaves_the_old()
    {
        var plain = Create("a");
        Func<IScenarioInitContext, Task> init = _ => Task.CompletedTask;
        Func<IScenarioInitContext, Task> clean = _ => Task.CompletedTask;
        var pause = Simulation.Pause(TimeSpan.FromSeconds(1));
        var limit = Threshold.ErrorRatio(below: 0.01);

        var full = plain.WithInit(init).WithClean(clean).WithWarmUpDuration(TimeSpan.FromSeconds(5)).WithLoadSimulations(pause).WithThresholds(limit).WithWeight(3);

        full.Init.Should().BeSameAs(init);
        full.Clean.Should().BeSameAs(clean);
        full.WarmUpDuration.Should().Be(TimeSpan.FromSeconds(5));
        full.LoadSimulations.Should().Equal(pause);
        full.Thresholds.Should().Equal(limit);
        full.Weight.Should().Be(3);
        full.WithoutWarmUp().WarmUpDuration.Should().Be(TimeSpan.Zero);
        plain.Should().BeEquivalentTo(new { WarmUpDuration = TimeSpan.Zero, Weight = 1.0, LoadSimulations = Array.Empty<LoadSimulation>() });
        plain.Init.Should().BeNull();
    }

    [Fact]
    public void Load_is_a_copy_of_what_was_given()
    {
        LoadSimulation[] given = [Simulation.Pause(TimeSpan.FromSeconds(1))];
        var scenario = Create("a").WithLoadSimulations(given);

        given[0] = Simulation.Pause(TimeSpan.FromSeconds(9));

        scenario.LoadSimulations.Single().During.Should().Be(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void Thresholds_say_what_they_limit()
    {
        Threshold.ResponseTime(99.9, TimeSpan.FromSeconds(1), "pay").Should().Be(
            new Threshold { StepName = "pay", Percentile = 99.9, ResponseTimeBelow = TimeSpan.FromSeconds(1) });
        Threshold.ErrorRatio(0.01).Should().Be(new Threshold { ErrorRatioBelow = 0.01 });
    }

    [Fact]
    public void Log_calls_of_Serilogs_forms_say_the_exception()
    {
        var context = new SdkContext();

        context.Logger.Error(new FormatException("no number"), "Order {Id}", 7);
        context.Logger.Warning(new FormatException("no number"), "Order {Id}", 7);
        context.Logger.Fatal("Order {Id}", 7);
        context.Logger.Fatal(null, "Order {Id}", 7);

        context.Lines.Should().Equal(
            "error|Order {Id}: {Exception}|7|FormatException: no number",
            "warning|Order {Id}: {Exception}|7|FormatException: no number",
            "error|Order {Id}|7",
            "error|Order {Id}|7");
    }

    [Fact]
    public void NBomber_6_name_of_the_token_is_the_same_token()
    {
        IScenarioContext context = new SdkContext();

        context.ScenarioCancellationToken.Should().Be(context.CancellationToken);
    }

    [Fact]
    public void What_would_take_the_place_of_a_setup_or_a_teardown_is_refused()
    {
        var scenario = Scenario.Create("shop", _ => Task.FromResult(7), (_, _) => Task.FromResult<IResponse>(Response.Ok()), (_, _) => Task.CompletedTask).WithWeight(2);

        scenario.Invoking(with => with.WithInit(_ => Task.CompletedTask)).Should().Throw<InvalidOperationException>()
            .WithMessage("Scenario 'shop' was made with setup and teardown, and WithInit would take the place of its setup. Do that work in the setup of Scenario.Create.");
        scenario.Invoking(with => with.WithClean(_ => Task.CompletedTask)).Should().Throw<InvalidOperationException>().WithMessage("*WithClean would take the place of its teardown.*");
    }

    private static ScenarioProps Create(string name) => Scenario.Create(name, async context =>
    {
        await Task.Yield();
        return context.InvocationNumber > 0 ? Response.Ok() : Response.Fail();
    });
}
