using LoadLab.Cli.Commands;
using LoadLab.Core;
using LoadLab.Core.Capacity;
using LoadLab.Core.Verdicts;
using LoadLab.Tests.Core.Store;

namespace LoadLab.Tests.Cli.Commands;

public sealed class CapacityStudyExitTests
{
    private static readonly RunEvaluation s_found = Of(new CapacityAnswer { Model = CapacityModel.Rate, Status = CapacityStatus.Found, Load = 100, Low = 97, High = 103 });
    private static readonly RunEvaluation s_open = Of(new CapacityAnswer { Model = CapacityModel.Rate, Status = CapacityStatus.Open, Low = 100 });
    private static readonly RunEvaluation s_invalid = Of(new CapacityAnswer { Model = CapacityModel.Rate, Status = CapacityStatus.Invalid, Low = 100 }) with { Validity = new Validity(ValidityStatus.Invalid, []) };

    [Fact]
    public void A_study_ends_as_the_worst_of_its_searches()
    {
        Ends(s_found, s_found).Should().Be(ExitCode.Ok);
        Ends(s_found, s_open).Should().Be(ExitCode.Inconclusive);
        Ends(s_open, s_invalid, s_found).Should().Be(ExitCode.InvalidRun, "the generator shaped it, as in a single search");
        Ends(s_invalid, s_open).Should().Be(ExitCode.InvalidRun);
        CapacityCommand.Worse(ExitCode.BadConfiguration, s_invalid).Should().Be(ExitCode.BadConfiguration, "a run that could not be kept comes first");
    }

    private static ExitCode Ends(params RunEvaluation[] variants) => variants.Aggregate(ExitCode.Ok, CapacityCommand.Worse);

    private static RunEvaluation Of(CapacityAnswer answer) => StoredSample.Evaluation with { Validity = new Validity(ValidityStatus.Valid, []), Capacity = [answer] };
}
