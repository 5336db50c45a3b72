using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Tests.Core.Evaluation.Slos;

namespace LoadLab.Tests.Core.Runs;

public sealed class FailureTableTests
{
    [Fact]
    public void A_kind_is_told_with_its_code_its_share_its_first_second_and_what_it_said()
    {
        var record = With(Kind("login", ResultClasses.StatusOther, "401", measured: 600, message: "Unauthorized", body: "{\"error\":\"no\"}", first: 9));

        var row = FailureTable.Of(record, measured: true).Should().ContainSingle().Subject;

        row.Should().Be(new FailureRow
        {
            Scenario = "student",
            Step = "login",
            Class = ResultClasses.StatusOther,
            Code = "401",
            Count = 600,
            Of = 6_000,
            FirstSecond = 9,
            Message = "Unauthorized",
            Body = "{\"error\":\"no\"}",
        });
        row.Kind.Should().Be("401");
        row.Ratio.Should().Be(0.1);
    }

    [Fact]
    public void What_does_not_count_stands_apart_and_first_means_first()
    {
        var record = With(Kind("login", ResultClasses.StatusOther, "401", measured: 3, unmeasured: 4, message: "Unauthorized", first: 2));

        var (measured, outside) = FailureTable.Split(record);

        measured.Should().ContainSingle().Which.Should().Match<FailureRow>(row => row.Count == 3 && row.FirstSecond == 2 && row.Message == "Unauthorized");
        outside.Should().ContainSingle().Which.Should().Match<FailureRow>(row => row.Count == 4 && row.FirstSecond == 2 && row.Message == "", "its message stands above already");
        FailureTable.Split(With(Kind("login", ResultClasses.StatusOther, "401", unmeasured: 4, message: "Unauthorized"))).Outside[0].Message.Should().Be("Unauthorized");
    }

    [Fact]
    public void A_record_that_knows_no_kinds_apart_is_told_by_its_histograms_ramps_included()
    {
        var record = new RecordBuilder { Step = "login", Class = (phase, second, i) => phase == "users" && i == 0 && second is 9 or 12 ? ResultClasses.Refused : ResultClasses.Ok }.Build();
        record = record with
        {
            Slices = [.. record.Slices.Select(slice => slice.Second == 9 ? slice with { Key = slice.Key with { Measured = false } } : slice)],
            Phases = [.. record.Phases.Select(phase => phase with { FailureSamples = new Dictionary<string, string> { ["student/login/refused"] = "Connection\nrefused" } })],
        };

        var (measured, outside) = FailureTable.Split(record);

        measured.Should().ContainSingle().Which.Should().Match<FailureRow>(row => row.Kind == "refused" && row.Count == 1 && row.FirstSecond == 9 && row.Message == "Connection refused");
        outside.Should().ContainSingle().Which.Count.Should().Be(1);
    }

    [Fact]
    public void An_iteration_is_told_only_where_its_steps_do_not()
    {
        var login = Kind("login", ResultClasses.StatusOther, "401", measured: 30);
        var same = Kind(SeriesKey.WholeIteration, ResultClasses.StatusOther, "401", measured: 30);
        var silent = Kind(SeriesKey.WholeIteration, ResultClasses.Check, "", measured: 20);
        var thrown = Kind(SeriesKey.WholeIteration, ResultClasses.Exception, "", measured: 10, message: "NullReferenceException: …");

        FailureTable.Of(With(login, same), measured: true).Should().ContainSingle().Which.Step.Should().Be("login");
        FailureTable.Of(With(login, silent), measured: true).Should().ContainSingle("a rejection without a word says nothing that the step does not");
        FailureTable.Of(With(login, same, thrown), measured: true).Select(row => (row.Step, row.Kind, row.Count, row.IsIteration))
            .Should().Equal(("login", "401", 30, false), (SeriesKey.WholeIteration, "exception", 10, true));
    }

    [Fact]
    public void What_was_cut_off_is_told_by_its_step()
    {
        var record = With();
        record = record with { Phases = [record.Phases[0] with { CutOff = [new("student", "login", 2, 1, 12_400)] }, record.Phases[1]] };

        var row = FailureTable.Of(record, measured: true).Should().ContainSingle().Subject;

        (row.Kind, row.Count, row.Of, row.FirstSecond, row.Message).Should().Be(("cut off", 2, 6_002, null, "still under way when the phase ended, for up to 12.4 s"));
        FailureTable.Of(record, measured: false).Should().ContainSingle().Which.Count.Should().Be(1);
    }

    [Fact]
    public void Shards_add_up_and_first_is_what_was_first_on_any()
    {
        var (late, early) = (With(Kind("login", ResultClasses.StatusOther, "401", measured: 3, message: "late", first: 12)), With(Kind("login", ResultClasses.StatusOther, "401", measured: 4, unmeasured: 1, message: "early", first: 9)));

        var sum = ShardSums.Phase([late.Phases[0], early.Phases[0]]);

        sum.Failures.Should().Equal(new FailureCount("student", "login", ResultClasses.StatusOther, "401", 7, 1, 9, "early", ""));
    }

    /// <summary>A run of 6,000 logins in its first phase, and kinds of failure in it.</summary>
    private static RunRecord With(params FailureCount[] kinds)
    {
        var record = new RecordBuilder { Step = "login", PerSecond = 100, Rate = 100 }.Build();
        record = record with { Slices = [.. record.Slices.Where(slice => slice.Key.Phase == "users")] };
        return record with { Phases = [record.Phases[0] with { Failures = kinds }, record.Phases[1]] };
    }

    private static FailureCount Kind(string step, string resultClass, string code, long measured = 0, long unmeasured = 0, string message = "", string body = "", int first = 1) =>
        new("student", step, resultClass, code, measured, unmeasured, first, message, body);
}
