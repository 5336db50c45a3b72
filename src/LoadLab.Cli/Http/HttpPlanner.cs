using System.Globalization;
using LoadLab.Core;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Runs;
using LoadLab.Core.Runs.Shapes;
using LoadLab.Core.Suites;
using LoadLab.Core.Text;
using LoadLab.Core.Yaml;
using LoadLab.Engine.Http;
using LoadLab.Engine.Messages;
using LoadLab.Sdk;

namespace LoadLab.Cli.Http;

/// <summary>Makes a plan of the options of <c>http</c>. All faults are reported at once.</summary>
internal sealed class HttpPlanner
{
    private const string PhaseName = "load";
    private static readonly double[] UsualPercentiles = [50, 75, 90, 95, 99, 99.9];

    private readonly HttpArguments _arguments;
    private readonly List<string> _faults = [];

    private readonly Variables _variables;

    private HttpPlanner(HttpArguments arguments, Variables variables) => (_arguments, _variables) = (arguments, variables);

    /// <summary>The plan.</summary>
    /// <exception cref="LoadLabException">104: with every fault.</exception>
    public static HttpLoad Plan(HttpArguments arguments, Variables? variables = null) => new HttpPlanner(arguments, variables ?? Variables.None).Plan();

    private HttpLoad Plan()
    {
        var timeout = Duration("--timeout", _arguments.Timeout, TimeSpan.FromSeconds(30), orZero: false);
        var target = new HttpTargetReader(_arguments, _faults, _variables).Read(timeout);
        var phase = _arguments.Rate is null ? Closed() : Open();
        var seed = Seed();
        var traceSample = TraceRatio.Read(_arguments.TraceSample, _faults);
        var percentiles = Percentiles();
        foreach (var (figure, limit) in _arguments.Limits)
        {
            RequestLimits.Read(figure, limit, _faults);
        }

        if (_faults.Count > 0 || target is null)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, _faults, "See: loadlab http --help");
        }

        foreach (var one in target.Mix.Count == 0 ? [target] : target.Mix)
        {
            HttpSecrets.Conceal(one, _variables);
        }

        var address = new Uri(
            target.Address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) + _variables.Hide(target.Address.GetComponents(UriComponents.Path | UriComponents.KeepDelimiter, UriFormat.UriEscaped)));
        var plan = new RunPlan
        {
            Suite = "http",
            Description = target.Mix.Count == 0 ? $"{target.Method} {address}" : $"{Units.Counted(target.Mix.Count, "request")} of {Path.GetFileName(_arguments.UrlFile)}",
            Seed = seed,
            ScenarioAssembly = "",
            Stack = new StackPlan { Kind = HttpStackProvider.StackKind, External = new ExternalStackPlan { BaseUrl = address, MetricsPath = null } },
            Settings = Settings(target),
            Phases = [phase with { RequestTimeout = timeout, Drain = timeout, Resend = target.Resend }],
            Catalogue = "",
            Labels = _arguments.Labels,
            TraceSample = traceSample,
            Limits = _arguments.Limits.Count > 0 ? new SortedDictionary<string, string>(_arguments.Limits.ToDictionary(), StringComparer.Ordinal) : null,
            Hidden = _variables,
        };
        return new HttpLoad(plan, target, percentiles, _arguments.Check);
    }

    private PhasePlan Closed()
    {
        var users = (int)Whole("--users", _arguments.Users, 50, LoadLimits.MostUsers);
        if (_arguments.Arrivals is not null)
        {
            _faults.Add("--arrivals goes with --rate: users start their next request themselves.");
        }

        if (_arguments.MaxUsers is not null)
        {
            _faults.Add("--max-users goes with --rate. Give --users for the number of users.");
        }

        return Phase(
            LoadModel.Closed,
            users,
            length => Simulation.KeepConstant(users, length),
            iterations => Simulation.IterationsForConstant(users, iterations));
    }

    private PhasePlan Open()
    {
        if (_arguments.Users is not null)
        {
            _faults.Add("--users and --rate are both given: a number of users is the closed model, a rate the open one. Keep one.");
        }

        var rate = Rate();
        var shape = LoadShape.OfArrivals(null);
        if (_arguments.Arrivals is { } word)
        {
            // A rate and a duration are all that there are options for.
            var known = LoadShape.All.Where(one => one.ArrivalsWord is not null && one.Fields is [LoadField.Rate, LoadField.During]).ToList();
            var words = known.ConvertAll(one => one.ArrivalsWord!);
            if (!words.Contains(word))
            {
                _faults.Add($"--arrivals '{word}' is not known.{NearestName.Sentence(word, words)} Known: {string.Join(", ", words)}.");
            }
            else if (known.Find(one => one.ArrivalsWord == word) is { } found && found != shape)
            {
                shape = found;
                if (_arguments.Iterations is not null)
                {
                    _faults.Add($"--arrivals {word} ends by --duration, not by --iterations.");
                }
            }
        }

        var most = Math.Clamp((long)Math.Ceiling(rate * 10), 1_000, LoadLimits.MostUsers);
        var second = TimeSpan.FromSeconds(1);
        return Phase(
            LoadModel.Open,
            (int)Whole("--max-users", _arguments.MaxUsers, most, LoadLimits.MostUsers),
            length => shape.Make(field => field == LoadField.Rate ? rate : length.TotalSeconds),
            iterations => Simulation.IterationsForInject(rate, second, iterations));
    }

    private PhasePlan Phase(LoadModel model, int mostUsers, Func<TimeSpan, LoadSimulation> lasting, Func<long, LoadSimulation> counted)
    {
        List<LoadSegment> segments = [];
        if (_arguments.Iterations is not null)
        {
            var iterations = Whole("--iterations", _arguments.Iterations, 1, long.MaxValue / 2);
            if (_arguments.Duration is not null)
            {
                _faults.Add("--iterations and --duration are both given. Keep the one that ends the run.");
            }

            if (_arguments.WarmUp is not null and not ("0" or "0s"))
            {
                _faults.Add("--warm-up does not go with --iterations: all of them are measured.");
            }

            segments.Add(new LoadSegment(counted(iterations), Measured: true));
        }
        else
        {
            var length = Duration("--duration", _arguments.Duration, TimeSpan.FromSeconds(10), orZero: false);
            var warmUp = Duration("--warm-up", _arguments.WarmUp, TimeSpan.FromSeconds(1), orZero: true);
            if (warmUp > TimeSpan.Zero)
            {
                segments.Add(new LoadSegment(lasting(warmUp), Measured: false));
            }

            segments.Add(new LoadSegment(lasting(length), Measured: true));
        }

        return new PhasePlan
        {
            Name = PhaseName,
            Model = model,
            Mix = [new ScenarioShare(HttpScenario.Name, 1)],
            Segments = segments,
            MaxVirtualUsers = mostUsers,
            Connections = ConnectionPolicy.PerUser,
        };
    }

    /// <summary>What was sent, without what may be secret: header values, the query, the body.</summary>
    private static SortedDictionary<string, string> Settings(HttpTarget target)
    {
        var settings = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["http.method"] = target.Method,
            ["http.version"] = target.Http2 ? "2" : "1.1",
            ["http.headers"] = string.Join(", ", target.Headers.Select(header => header.Key)),
            ["http.body.bytes"] = target.Body.Length.ToString(CultureInfo.InvariantCulture),
            ["http.insecure"] = target.Insecure ? "true" : "false",
        };
        if (target.Accepted is { } accepted)
        {
            settings["http.assert-status"] = accepted.ToString();
        }

        return settings;
    }

    private double Rate()
    {
        var text = _arguments.Rate!;
        if (!RateValue.TryParse(text.Contains('/', StringComparison.Ordinal) ? text : text + "/s", out var rate))
        {
            _faults.Add($"--rate '{text}' is not a rate. Write 500, 500/s, 10/m or 0.2/s.");
        }
        else if (!(rate > 0))
        {
            _faults.Add($"--rate {text} is not above 0. Give the requests a second, for example 500.");
        }
        else if (rate > LoadLimits.MostPerSecond)
        {
            _faults.Add(string.Create(CultureInfo.InvariantCulture, $"--rate {text} is above {LoadLimits.MostPerSecond:#,0}/s, the most that is accepted."));
        }
        else
        {
            return rate;
        }

        return 1;
    }

    private long Whole(string name, string? text, long usual, long most)
    {
        if (text is null)
        {
            return usual;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most)
        {
            return number;
        }

        _faults.Add(string.Create(CultureInfo.InvariantCulture, $"{name} '{text}' is not a whole number from 1 to {most:#,0}."));
        return usual;
    }

    private TimeSpan Duration(string name, string? text, TimeSpan usual, bool orZero)
    {
        if (text is null)
        {
            return usual;
        }

        if (!DurationValue.TryParse(text, out var value))
        {
            _faults.Add($"{name} '{text}' is not {DurationValue.Allowed}.");
            return usual;
        }

        if (value <= TimeSpan.Zero && !orZero)
        {
            _faults.Add($"{name} {text} is not above 0. Give it a length, for example {DurationValue.Format(usual)}.");
            return usual;
        }

        return value;
    }

    private long Seed()
    {
        if (_arguments.Seed is null || long.TryParse(_arguments.Seed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
        {
            return _arguments.Seed is null ? 1 : long.Parse(_arguments.Seed, CultureInfo.InvariantCulture);
        }

        _faults.Add($"--seed '{_arguments.Seed}' is not a whole number.");
        return 1;
    }

    private List<double> Percentiles()
    {
        if (_arguments.Percentiles is null)
        {
            return [.. UsualPercentiles];
        }

        var list = new List<double>();
        foreach (var text in _arguments.Percentiles.Split(',', StringSplitOptions.TrimEntries))
        {
            if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percentile) && percentile is > 0 and <= 100)
            {
                list.Add(percentile);
            }
            else
            {
                _faults.Add($"--percentiles: '{text}' is not a percentile above 0 and up to 100. Write for example 50,90,99.9");
            }
        }

        return [.. list.Distinct().Order()];
    }
}
