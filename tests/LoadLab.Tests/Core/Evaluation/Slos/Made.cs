using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;

namespace LoadLab.Tests.Core.Evaluation.Slos;

/// <summary>Judges a run by one row of a made-up catalogue.</summary>
internal static class Made
{
    public const string Service = "some";

    public static SloVerdict Judge(RunRecord record, Slo row, params string[] steps)
    {
        var catalogue = new SloCatalogue
        {
            Name = "made",
            Services = new Dictionary<string, ServiceMap> { [Service] = new(Service, "Some service", steps, []) },
            Slos = [row],
        };
        return Evaluator.Evaluate(record with { Plan = record.Plan with { Slos = [row.Id] } }, catalogue).Verdicts.Single();
    }
}
