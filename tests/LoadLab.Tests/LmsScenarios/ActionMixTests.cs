using Lms.Scenarios;
using LoadLab.Sdk;

namespace LoadLab.Tests.LmsScenarios;

public sealed class ActionMixTests
{
    private const int Draws = 100_000;

    [Fact]
    public void Weights_of_a_student_are_percent()
    {
        Actions.OfStudent.Sum(pair => pair.Weight).Should().Be(100);
        Actions.OfStudent.Should().BeEquivalentTo(new[]
        {
            ("open_course", 30.0), ("browse", 20.0), ("search", 15.0), ("save_progress", 20.0),
            ("my_courses", 6.0), ("submit_work", 5.0), ("log_in", 3.0), ("upload", 1.0),
        });
    }

    [Fact]
    public void Actions_are_drawn_in_proportion_to_their_weights()
    {
        var mix = Create([]);
        var random = new SeededRandom(1);

        var counts = Enumerable.Range(0, Draws).Select(_ => mix.Pick(random)).CountBy(action => action).ToDictionary();

        foreach (var (action, weight) in Actions.OfStudent)
        {
            // Five standard deviations of the binomial, from a fixed seed.
            var p = weight / 100;
            counts[action].Should().BeCloseTo((int)(p * Draws), (uint)(5 * Math.Sqrt(Draws * p * (1 - p))), action);
        }
    }

    [Fact]
    public void A_setting_replaces_a_weight_and_0_switches_an_action_off()
    {
        var mix = Create(new() { ["weight.upload"] = "0", ["weight.browse"] = "2.5", ["users"] = "10" });
        var random = new SeededRandom(2);

        mix.ShareOf("upload").Should().Be(0);
        mix.ShareOf("browse").Should().BeApproximately(2.5 / 81.5, 1e-12);
        Enumerable.Range(0, Draws).Select(_ => mix.Pick(random)).Should().NotContain("upload").And.Contain("browse");
    }

    [Fact]
    public void Every_wrong_weight_is_named()
    {
        var faults = new List<string>();

        ActionMix.Create(
            Actions.OfReader,
            Actions.OfStudent,
            new Dictionary<string, string> { ["weight.brows"] = "1", ["weight.search"] = "-1", ["weight.open_course"] = "many", ["weight.upload"] = "0" },
            faults);

        faults.Should().Equal(
            "Setting 'weight.brows' names no action. Actions are: open_course, browse, search, save_progress, my_courses, submit_work, log_in, upload.",
            "Setting 'weight.open_course' is 'many'. Write a number from 0 up, such as 30 or 2.5.",
            "Setting 'weight.search' is '-1'. Write a number from 0 up, such as 30 or 2.5.");
    }

    [Fact]
    public void Weights_that_are_all_0_are_refused()
    {
        var faults = new List<string>();
        var settings = Actions.OfReader.ToDictionary(pair => "weight." + pair.Action, _ => "0");

        ActionMix.Create(Actions.OfReader, Actions.OfStudent, settings, faults);

        faults.Should().Equal("The weights of open_course, browse, search are all 0. Give at least one action a weight above 0.");
    }

    private static ActionMix Create(Dictionary<string, string> settings)
    {
        var faults = new List<string>();
        var mix = ActionMix.Create(Actions.OfStudent, Actions.OfStudent, settings, faults);
        faults.Should().BeEmpty();
        return mix;
    }
}
