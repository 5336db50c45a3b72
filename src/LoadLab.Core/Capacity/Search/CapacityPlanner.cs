using System.Globalization;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Runs;
using LoadLab.Core.Runs.Shapes;
using LoadLab.Core.Text;

namespace LoadLab.Core.Capacity.Search;

/// <summary>Makes the plan of a search of a suite's plan, or says everything that is wrong with it. Pure.</summary>
public static class CapacityPlanner
{
    private const double LowestRate = 0.2;
    private const double DefaultFromRate = 10;
    private const double DefaultFromUsers = 10;
    private const double DefaultToRate = 20_000;
    private const double DefaultToUsers = 20_000;

    /// <summary>Times a first load above the usual end of the range at which the range ends: there must be room to search in.</summary>
    private const double Growth = 20;
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(1);

    /// <summary>The plan: its phases are what the steps of each search are made from.</summary>
    /// <exception cref="LoadLabException">It cannot be made (104); with every fault.</exception>
    public static RunPlan Plan(RunPlan suite, SloCatalogue catalogue, CapacityRequest request)
    {
        ArgumentNullException.ThrowIfNull(suite);
        ArgumentNullException.ThrowIfNull(catalogue);
        ArgumentNullException.ThrowIfNull(request);
        var faults = new List<string>();
        var rows = catalogue.Select(suite.Slos).OfType<CapacitySlo>().ToList();
        var slos = Slos(catalogue, rows, request, suite, faults);
        IReadOnlyList<CapacityModel> models = request.Models.Count > 0 ? request.Models
            : rows.Count == 0 ? [CapacityModel.Rate]
            : [.. rows.Select(row => row.Users is null ? CapacityModel.Rate : CapacityModel.Users).Distinct().Order()];
        CheckFigures(request, models, faults);
        if (suite.Driver is { } driver)
        {
            faults.Add($"Suite '{suite.Suite}' is driven by {driver.Name} itself, which runs the phases of a plan, and a search makes its phases while it runs. Search with LoadLab's own engine: --driver loadlab");
        }

        var searches = new List<CapacityRange>();
        var phases = new List<PhasePlan>();
        foreach (var model in models)
        {
            if (Template(suite, model) is not { } template)
            {
                faults.Add(model == CapacityModel.Rate
                    ? $"Suite '{suite.Suite}' has no phase of the open model to make the steps from. Add one with rate: and its scenarios, or search with --model users."
                    : $"Suite '{suite.Suite}' has no phase of the closed model to make the steps from. Add one with users:, thinkTime: and its scenarios, or search with --model rate.");
                continue;
            }

            if (model == CapacityModel.Rate && StepPhases.ArrivalsOf(template) is null)
            {
                faults.Add($"Suite '{suite.Suite}', phase '{template.Name}' draws its rate at random, and a step of a search holds one rate. Give the phase arrivals: constant or poisson, or search with --model users.");
                continue;
            }

            var wanted = rows.Where(row => (row.Users is null) == (model == CapacityModel.Rate)).Select(row => (double?)row.Objective.Limit).Min();
            searches.Add(Range(model, request, wanted));
            phases.Add(template);
        }

        if (faults.Count > 0)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, [.. faults.Distinct()], "Nothing was started.");
        }

        return suite with
        {
            Phases = phases,
            Aborts = [],
            StopOn = null,
            Faults = [],
            Change = null,
            Slos = [.. slos.Concat(rows.Where(row => row.Holds.All(slos.Contains) && models.Contains(row.Users is null ? CapacityModel.Rate : CapacityModel.Users)).Select(row => row.Id)).Distinct(StringComparer.Ordinal)],
            Capacity = new CapacityPlan
            {
                Slos = slos,
                Precision = request.Precision,
                HoldSeconds = request.Hold.TotalSeconds,
                MostSeconds = request.MaxTime?.TotalSeconds,
                Searches = searches,
            },
        };
    }

    private static List<string> Slos(SloCatalogue catalogue, List<CapacitySlo> rows, CapacityRequest request, RunPlan suite, List<string> faults)
    {
        foreach (var id in request.Slos)
        {
            if (catalogue.Slos.FirstOrDefault(slo => slo.Id == id) is not { } slo)
            {
                faults.Add($"--slo {id}: catalogue '{catalogue.Name}' has no SLO '{id}'.{NearestName.Sentence(id, catalogue.Slos.Select(row => row.Id).ToList())}");
            }
            else if (slo is CapacitySlo)
            {
                faults.Add($"--slo {id}: it is a capacity row, and a row cannot be held under itself. Name rows that it holds: {string.Join(", ", ((CapacitySlo)slo).Holds)}.");
            }
            else if (slo.NotMeasured.Length > 0)
            {
                faults.Add($"--slo {id}: a run cannot measure it: {slo.NotMeasured}");
            }
        }

        if (request.Slos.Count == 0 && rows.Count == 0)
        {
            faults.Add($"Suite '{suite.Suite}' judges no capacity row, so nothing says what must hold. Add one to catalogue '{catalogue.Name}' "
                + "(kind: capacity, offered: {arrivalRate: 150/s, per: instance, hold: 60s}, holds: [api-response-p95]), or choose the rows here: --slo ID,ID");
        }

        return request.Slos.Count > 0 ? [.. request.Slos.Distinct(StringComparer.Ordinal)] : [.. rows.SelectMany(row => row.Holds).Distinct(StringComparer.Ordinal)];
    }

    private static void CheckFigures(CapacityRequest request, IReadOnlyList<CapacityModel> models, List<string> faults)
    {
        var searches = Math.Max(1, models.Count);
        void Add(string text) => faults.Add(text);
        string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
        foreach (var (option, load) in new[] { ("--from", request.From), ("--to", request.To) })
        {
            if (load is { Model: { } unit } && models.Any(model => model != unit))
            {
                var (given, search) = unit == CapacityModel.Rate ? ("a rate", "users") : ("a number of users", "arrival rate");
                Add($"{option} is {given}, and the search is in {search}{(models.Count > 1 ? " too" : "")}. Leave its unit out, or search in one model: --model {(unit == CapacityModel.Rate ? "rate" : "users")}");
            }
        }

        if (request.From?.Amount is { } from && !(from > 0 && from <= LoadLimits.MostUsers))
        {
            Add($"--from {Text(from)}: a search begins above 0 and at {LoadLimits.MostUsers:#,0} at most.");
        }

        if (request.To?.Amount is { } to && !(to > 0 && to <= LoadLimits.MostUsers))
        {
            Add($"--to {Text(to)}: a search ends above 0 and at {LoadLimits.MostUsers:#,0} at most.");
        }

        if (request is { From: { Amount: var low }, To: { Amount: var high } } && high <= low)
        {
            Add($"--to {Text(high)} is not above --from {Text(low)}. Give a range.");
        }

        if (!(request.Precision >= 0.01 && request.Precision <= 0.5))
        {
            Add($"--precision {Text(request.Precision * 100)}%: between 1% and 50%. A finer one would take hundreds of steps.");
        }

        if (request.Hold < s_shortest || request.Hold > s_longest)
        {
            Add($"--hold {Text(request.Hold.TotalSeconds)}s: between {Text(s_shortest.TotalSeconds)}s and {Text(s_longest.TotalHours)}h.");
        }

        if (request.MaxTime is { } most && most < request.Hold * 4 * searches)
        {
            Add($"--max-time {Text(most.TotalSeconds)}s is less than four steps of {Text(request.Hold.TotalSeconds)}s{(searches > 1 ? $" for each of {searches} searches" : "")}. Give more time, or a shorter --hold.");
        }
    }

    private static CapacityRange Range(CapacityModel model, CapacityRequest request, double? wanted)
    {
        var isRate = model == CapacityModel.Rate;
        var to = request.To?.Amount ?? Math.Min(LoadLimits.MostUsers, Math.Max(isRate ? DefaultToRate : DefaultToUsers, Math.Max(20 * (wanted ?? 0), Growth * (request.From?.Amount ?? 0))));
        var from = request.From?.Amount ?? Math.Min(to / 2, wanted / 4 ?? (isRate ? DefaultFromRate : DefaultFromUsers));
        from = isRate ? from : Math.Max(1, Math.Round(from));
        return new CapacityRange(model, from, Math.Max(from, to), request.From?.Amount ?? Math.Min(from, isRate ? LowestRate : 1));
    }

    /// <summary>The phase with the highest load of the model: its mix is what the capacity row was written for.</summary>
    private static PhasePlan? Template(RunPlan suite, CapacityModel model) => suite.Phases
        .Where(phase => StepPhases.ModelOf(phase) == model)
        .MaxBy(StepPhases.LoadOf);
}
