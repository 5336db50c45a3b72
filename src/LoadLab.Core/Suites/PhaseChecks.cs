using LoadLab.Core.Runs;
using LoadLab.Core.Runs.Shapes;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Suites;

/// <summary>Whether the values of a phase fit together.</summary>
internal sealed class PhaseChecks(string suite, PhaseDefinition phase, List<string> faults)
{
    public void Run()
    {
        CheckScenarios();
        CheckCommon();
        if (phase.Simulations is { } segments)
        {
            Refuse("together with simulations, which say the whole load", "users", "rate", "arrivals", "minRate", "maxRate", "warmUp", "ramp", "hold", "iterations");
            foreach (var fault in SegmentChecks.FindFaults(segments, phase.Model))
            {
                Add("simulations", fault);
            }

            CheckByModel(phase.Model ?? SegmentChecks.ModelOf(segments) ?? LoadModel.Closed, segments);
        }
        else if (phase.LoadKeys.Any() || phase.Has("iterations"))
        {
            CheckShape();
        }
        else
        {
            Refuse("without a load. Give users or rate, or leave it out to use the scenario's own load", "warmUp", "ramp", "hold", "arrivals");
        }
    }

    private LoadModel ShapeModel => phase.Model ?? (phase.Has("users") && !phase.Has("rate") ? LoadModel.Closed : LoadModel.Open);

    private void CheckShape()
    {
        if (phase.Has("users") && phase.Has("rate") && phase.Model is null)
        {
            Add("rate", "users and rate are both given: a number of users is the closed model, a rate the open one. Keep one, or make two phases.");
            return;
        }

        CheckByModel(ShapeModel, null);
        if (phase.Hold is null && phase.Iterations is null && !phase.Has("hold") && !phase.Has("iterations"))
        {
            Add("hold", "neither hold nor iterations is given, so nothing would be measured. Give hold, for example 60s.");
        }

        if (phase.Hold is not null && phase.Iterations is not null)
        {
            Add("iterations", "hold and iterations are both given. Keep the one that ends the phase.");
        }

        if (phase.Hold == TimeSpan.Zero)
        {
            Add("hold", "hold 0s measures nothing. Give it a length, for example 60s.");
        }

        if (phase.Iterations < 1)
        {
            Add("iterations", $"iterations {phase.Iterations} is below 1.");
        }
    }

    private void CheckByModel(LoadModel model, IReadOnlyList<LoadSegment>? segments)
    {
        if (model == LoadModel.Closed)
        {
            CheckClosed(segments);
        }
        else
        {
            CheckOpen(segments);
        }
    }

    private void CheckClosed(IReadOnlyList<LoadSegment>? segments)
    {
        Refuse("in the closed model, where users start their next iteration themselves. Remove it, or make the phase model: open", "rate", "arrivals", "minRate", "maxRate", "preparedVirtualUsers");
        var users = segments is null ? phase.Users : SegmentChecks.PeakUsers(segments);
        if (segments is null && phase.Users is null && !phase.Has("users"))
        {
            Add("users", "users is missing: the closed model needs the number of virtual users.");
        }

        if (segments is null && phase.Users is < 1 or > LoadLimits.MostUsers)
        {
            Add("users", $"users {phase.Users} is not from 1 to {SuiteChecks.Text(LoadLimits.MostUsers)}.");
        }

        if (phase.ThinkTime is not null && phase.Pacing is not null)
        {
            Add("pacing", "thinkTime and pacing are both given. thinkTime waits after an iteration, pacing between two starts: keep one.");
        }

        if (phase.Pacing == TimeSpan.Zero)
        {
            Add("pacing", "pacing 0s is no pacing. Give it a length or leave it out.");
        }

        if (users is { } wanted and <= LoadLimits.MostUsers && phase.MaxVirtualUsers is { } most && most < wanted)
        {
            Add("maxVirtualUsers", $"maxVirtualUsers {most} is below users {wanted}. Raise maxVirtualUsers to at least {wanted}.");
        }
    }

    private void CheckOpen(IReadOnlyList<LoadSegment>? segments)
    {
        Refuse("in the open model, where arrivals do not wait for users. Remove it, or make the phase model: closed", "users", "thinkTime", "pacing");
        if (segments is null)
        {
            CheckRates();
        }

        if (phase.MaxVirtualUsers is < 1 or > LoadLimits.MostUsers)
        {
            Add("maxVirtualUsers", $"maxVirtualUsers {phase.MaxVirtualUsers} is not from 1 to {SuiteChecks.Text(LoadLimits.MostUsers)}.");
        }

        if (phase.PreparedVirtualUsers < 1)
        {
            Add("preparedVirtualUsers", $"preparedVirtualUsers {phase.PreparedVirtualUsers} is below 1.");
        }

        if (phase is { PreparedVirtualUsers: { } prepared, MaxVirtualUsers: { } most } && most < prepared)
        {
            Add("maxVirtualUsers", $"maxVirtualUsers {most} is below preparedVirtualUsers {prepared}. Raise maxVirtualUsers to at least {prepared}.");
        }
    }

    private void CheckRates()
    {
        CheckRate("rate", phase.Rate);
        CheckRate("minRate", phase.MinRate);
        CheckRate("maxRate", phase.MaxRate);
        var shape = LoadShape.OfArrivals(phase.Arrivals);
        if (IsRange(shape))
        {
            Refuse($"with arrivals: {shape.ArrivalsWord}. Give minRate and maxRate", "rate");
            if (!phase.Has("minRate") || !phase.Has("maxRate"))
            {
                Add("arrivals", $"{shape.ArrivalsWord} arrivals need minRate and maxRate.");
            }
            else if (phase.MinRate > phase.MaxRate)
            {
                Add("minRate", $"minRate {RateValue.Format(phase.MinRate.Value)} is above maxRate {RateValue.Format(phase.MaxRate!.Value)}.");
            }

            CheckEnd(shape);
            return;
        }

        Refuse($"without arrivals: {string.Join(" or ", LoadShape.All.Where(IsRange).Select(range => range.ArrivalsWord))}", "minRate", "maxRate");
        if (phase.Rate is null && !phase.Has("rate"))
        {
            Add("rate", "rate is missing: the open model needs the arrivals a second, for example 150/s.");
        }

        CheckEnd(shape);
    }

    private static bool IsRange(LoadShape shape) => shape.ArrivalsWord is not null && shape.Fields.Contains(LoadField.Min);

    /// <summary>A number of iterations is evenly spaced.</summary>
    private void CheckEnd(LoadShape arrivals)
    {
        if (arrivals != LoadShape.OfArrivals(null) && phase.Has("iterations"))
        {
            Add("iterations", $"{arrivals.ArrivalsWord} arrivals end by hold, not by iterations.");
        }
    }

    private void CheckRate(string key, double? rate)
    {
        if (rate is { } given && SegmentChecks.RateFault(given) is { } fault)
        {
            Add(key, $"{key} {fault}");
        }
    }

    private void CheckScenarios()
    {
        if (phase.Scenarios is { Count: 0 })
        {
            Add("scenarios", "scenarios is empty. Name at least one, or leave the key out for all of the assembly.");
        }

        foreach (var (name, weight) in phase.Scenarios ?? [])
        {
            if (weight is { } given && !(given > 0 && double.IsFinite(given)))
            {
                Add("scenarios", $"the weight {SuiteChecks.Text(given)} of scenario '{name}' is not above 0. Give it a weight, or take the scenario out.");
            }
        }

        foreach (var twice in (phase.Scenarios ?? []).GroupBy(share => share.Name).Where(group => group.Count() > 1))
        {
            Add("scenarios", $"scenario '{twice.Key}' is named {twice.Count()} times. Name it once, with a weight.");
        }
    }

    private void CheckCommon()
    {
        if (phase.RequestTimeout == TimeSpan.Zero)
        {
            Add("requestTimeout", "requestTimeout 0s would fail every request. Give it a length, for example 30s.");
        }

        if (phase.MaxVirtualUsers < 1 && phase.Model != LoadModel.Open && !phase.Has("rate"))
        {
            Add("maxVirtualUsers", $"maxVirtualUsers {phase.MaxVirtualUsers} is below 1.");
        }
    }

    private void Refuse(string why, params string[] keys)
    {
        foreach (var key in keys.Where(phase.Has))
        {
            Add(key, $"{key} does not go {why}.");
        }
    }

    private void Add(string key, string message) => faults.Add($"{phase.Where(key)}: Suite '{suite}', phase '{phase.Name}': {message}");
}
