using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation.Judging;

namespace LoadLab.Core.Lint;

/// <summary>Users and arrival rate of one load belong together: N = X · (R + Z) (Little 1961).</summary>
internal sealed class OfferedLoadRule : LintRule
{
    public override string Name => "offered-load";

    public override IEnumerable<Diagnostic> Check(SloCatalogue catalogue)
    {
        var loads = catalogue.Slos.OfType<CapacitySlo>().ToList();
        return
            from users in loads
            from rate in loads
            where users.Users is not null && rate.ArrivalRatePerSecond is not null && users.Per == rate.Per
            select Note(users, "offered",
                $"{Figures.Count(users.Users!.Value)} users / {rate.Objective.Text} ({rate.Id}) = one request a user every {LintText.Number((decimal)(users.Users.Value / rate.ArrivalRatePerSecond!.Value))} s. "
                + "The two rows are one load only if think time and response time together last that long.");
    }
}
