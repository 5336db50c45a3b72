using LoadLab.Cli.Invocations;
using LoadLab.Core;
using LoadLab.Core.Text;
using LoadLab.K6;
using LoadLab.K6.Loads;

namespace LoadLab.Tests.Cli;

/// <summary>k6's own variables, below the command line.</summary>
public sealed class ScriptVariablesTests
{
    [Fact]
    public void They_say_what_the_command_line_does_not()
    {
        var asked = Add(new LoadOverrides { Users = 3 }, ("K6_VUS", "9"), ("K6_STAGES", "5s:10, 1m:20"), ("K6_NO_SETUP", "true"), ("K6_SUMMARY_EXPORT", "s.json"));

        (asked.Load.Users, asked.Load.NoSetup, asked.Load.NoTeardown, asked.Summary.Export).Should().Be((3, true, false, "s.json"));
        asked.Load.Stages.Should().Equal("5s:10", "1m:20");
    }

    [Fact]
    public void A_length_of_the_command_line_takes_the_place_of_all_theirs()
    {
        var asked = Add(new LoadOverrides { Duration = "1s" }, ("K6_ITERATIONS", "7"), ("K6_DURATION", "2s"));

        (asked.Load.Duration, asked.Load.Iterations).Should().Be(("1s", (int?)null));
    }

    [Fact]
    public void One_that_means_nothing_here_is_told() =>
        Add(new LoadOverrides(), ("K6_OUT", "json")).Warnings.Should().Equal("The variable K6_OUT has no effect here.");

    [Fact]
    public void One_that_is_not_what_it_must_be_is_told()
    {
        var adding = () => Add(new LoadOverrides(), ("K6_VUS", "many"), ("K6_NO_SETUP", "perhaps"));

        adding.Should().Throw<LoadLabException>().Which.Faults.Should().Equal("The variable K6_VUS is 'many', which is not a whole number.", "The variable K6_NO_SETUP is 'perhaps', which is not true or false.");
    }

    private static K6Arguments Add(LoadOverrides load, params (string Name, string Value)[] variables) =>
        new ScriptVariables(new Variables(name => variables.FirstOrDefault(one => one.Name == name).Value)).AddTo(new K6Arguments { Load = load });
}
