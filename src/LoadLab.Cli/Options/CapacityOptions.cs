using System.CommandLine;
using System.CommandLine.Parsing;
using LoadLab.Core.Capacity;
using LoadLab.Core.Capacity.Search;
using LoadLab.Core.Yaml;

namespace LoadLab.Cli.Options;

/// <summary>The options of <c>capacity</c> that say what to search.</summary>
internal sealed class CapacityOptions
{
    private readonly Option<string?> _model = new("--model") { Description = "rate (starts a second), users, or both. Default: what the suite's capacity rows ask about.", HelpName = "MODEL" };
    private readonly Option<CapacityLoad?> _from = Load("--from", "The first load, and then the lowest: 50, 50/s or '50 users'. Default: a quarter of what the capacity row asks about, else 10; and lower where that breaks.");
    private readonly Option<CapacityLoad?> _to = Load("--to", "The highest load, in the same forms. Default: 20,000, or 20 times --from or what the capacity row asks about, where that is more.");
    private readonly Option<double?> _precision = new("--precision")
    {
        Description = "Half of the interval's width, as a share of the load, at which the search ends. Default: 5%",
        HelpName = "PERCENT",
        CustomParser = result => PercentValue.TryParse(result.Tokens[0].Value, out var ratio) ? ratio : Wrong(result, "--precision", "a percentage such as 5%"),
    };

    private readonly Option<TimeSpan?> _hold = Time("--hold", "How long each step is measured, after it has settled; longer where its response times show that it must be. Default: 10s");
    private readonly Option<TimeSpan?> _maxTime = Time("--max-time", "Longest search, for both models together: it ends before a step that would not fit. Default: 9m; a search takes 12 to 25 steps.");
    private readonly Option<string[]> _slo = new("--slo")
    {
        Description = "Rows that must hold, by id, separated by commas. Default: those that the suite's capacity rows hold.",
        HelpName = "ID,…",
        Arity = ArgumentArity.OneOrMore,
    };

    public Option[] All => [_model, _from, _to, _precision, _hold, _maxTime, _slo];

    public CapacityOptions() => _model.Validators.Add(result =>
    {
        if (result.Tokens is [{ Value: not ("rate" or "users" or "both") and var text }])
        {
            result.AddError($"--model '{text}' is not one of rate, users, both.");
        }
    });

    public CapacityRequest Read(ParseResult parsed) => new()
    {
        Models = parsed.GetValue(_model) switch
        {
            "rate" => [CapacityModel.Rate],
            "users" => [CapacityModel.Users],
            "both" => [CapacityModel.Rate, CapacityModel.Users],
            _ => [],
        },
        From = parsed.GetValue(_from),
        To = parsed.GetValue(_to),
        Precision = parsed.GetValue(_precision) ?? 0.05,
        Hold = parsed.GetValue(_hold) ?? CapacityRequest.DefaultHold,
        MaxTime = parsed.GetValue(_maxTime) ?? CapacityRequest.LongestOf(parsed.GetValue(_hold)),
        Slos = [.. (parsed.GetValue(_slo) ?? []).SelectMany(text => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))],
    };

    private static Option<CapacityLoad?> Load(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "LOAD",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (CapacityLoad.TryParse(text, out var load))
            {
                return load;
            }

            result.AddError($"{name} '{text}' is not a load such as 50, 50/s or '50 users'.");
            return null;
        },
    };

    private static Option<TimeSpan?> Time(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = result =>
        {
            if (DurationValue.TryParse(result.Tokens[0].Value, out var time))
            {
                return time;
            }

            result.AddError($"{name} '{result.Tokens[0].Value}' is not a duration such as 30s or 10m.");
            return null;
        },
    };

    private static double? Wrong(ArgumentResult result, string name, string wanted)
    {
        result.AddError($"{name} '{result.Tokens[0].Value}' is not {wanted}.");
        return null;
    }
}
