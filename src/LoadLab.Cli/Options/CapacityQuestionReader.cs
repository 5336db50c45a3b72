using System.Globalization;
using LoadLab.Core;
using LoadLab.Core.Capacity;
using LoadLab.Core.Capacity.Planning;
using LoadLab.Core.Statistics;
using LoadLab.Core.Text;
using LoadLab.Core.Yaml;

namespace LoadLab.Cli.Options;

/// <summary>Turns what was written into the question of a capacity plan; all faults at once.</summary>
internal sealed class CapacityQuestionReader
{
    /// <summary>A plan of more months than this is a typing error.</summary>
    private const int MostMonths = 240;

    private const int DefaultMonths = 12;
    private const int Most = 100_000_000;

    private delegate bool Parser<T>(string text, out T value);

    private readonly CapacityPlanArguments _arguments;
    private readonly DateOnly _today;
    private readonly List<string> _faults = [];

    private CapacityQuestionReader(CapacityPlanArguments arguments, DateOnly today) => (_arguments, _today) = (arguments, today);

    /// <summary>The question.</summary>
    /// <param name="arguments">As they were written.</param>
    /// <param name="today">The day that demand is of when it was given as a number.</param>
    /// <exception cref="LoadLabException">Something is missing, unreadable or contradicts itself: all faults at once (104).</exception>
    public static CapacityQuestion Read(CapacityPlanArguments arguments, DateOnly today) => new CapacityQuestionReader(arguments, today).Read();

    private CapacityQuestion Read()
    {
        var instances = Number("--instances", _arguments.Instances, 1) ?? _arguments.MeasuredInstances ?? 1;
        var capacity = Capacity(_arguments.MeasuredInstances ?? instances);
        var perUser = Rate("--per-user", _arguments.PerUser);
        var growth = Growth();
        var (from, until) = Months();
        var level = Level(capacity?.Model, perUser, out var history);
        if (history is not null && DemandFit.Of(history) is { Says: { } says } fit && from.Index > says.Index)
        {
            _faults.Add(string.Create(CultureInfo.InvariantCulture, $"--demand '{_arguments.Demand}' ends on {fit.From:yyyy-MM-dd} and says little beyond {says}, and the plan begins in {from}. Give newer peaks, or say the demand yourself: --rate 150/s --growth 8%/month"));
        }

        var question = new CapacityQuestion
        {
            Capacity = capacity!,
            Demand = null!,
            From = from,
            Until = until,
            Instances = instances,
            HeadroomRatio = Share("--headroom", _arguments.Headroom),
            ContentionRatio = Share("--contention", _arguments.Contention),
            Pool = Number("--pool", _arguments.Pool, 1),
            MaxConnections = Number("--max-connections", _arguments.MaxConnections, 1) ?? CapacityQuestion.DefaultMaxConnections,
            OtherConnections = Number("--other-connections", _arguments.OtherConnections, 0) ?? CapacityQuestion.DefaultReserved,
            RedisBytes = Size("--redis-memory", _arguments.RedisMemory),
            RedisMaxBytes = Size("--redis-max", _arguments.RedisMax),
        };
        Needs("--max-connections", _arguments.MaxConnections, "--pool", _arguments.Pool);
        Needs("--other-connections", _arguments.OtherConnections, "--pool", _arguments.Pool);
        Needs("--redis-max", _arguments.RedisMax, "--redis-memory", _arguments.RedisMemory);
        return _faults.Count == 0
            ? question with { Demand = history is null ? Given(level!.Value, growth ?? 0, perUser) : Fitted(history, capacity!.Model, perUser) }
            : throw new LoadLabException(ExitCode.BadConfiguration, _faults, "See: loadlab plan-capacity --help");
    }

    private MeasuredCapacity? Capacity(int instances)
    {
        if (_arguments.Capacity is not { } text)
        {
            _faults.Add("There is no capacity. Name a capacity search (latest), or give what today's instances hold: --capacity 412/s, or --capacity '900 users'");
            return null;
        }

        var users = text.EndsWith("users", StringComparison.Ordinal) ? text[..^"users".Length].TrimEnd() : text;
        var isRate = RateValue.TryParse(text, out var load);
        if (!isRate && !(double.TryParse(users, NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out load) && users != text) || load <= 0)
        {
            _faults.Add($"--capacity '{text}' is not a load above 0 such as 412/s or '900 users'.");
            return null;
        }

        return new MeasuredCapacity
        {
            Model = isRate ? CapacityModel.Rate : CapacityModel.Users,
            Load = Interval(load),
            Instances = instances,
            Source = _arguments.Source ?? "given on the command line",
        };
    }

    private Interval Interval(double load)
    {
        if (_arguments.Interval is not { } text)
        {
            return Core.Statistics.Interval.Exact(load);
        }

        var ends = text.Replace("/s", "", StringComparison.Ordinal).Split("..");
        if (ends.Length != 2 || !Finite(ends[0], out var low) || !Finite(ends[1], out var high))
        {
            _faults.Add($"--interval '{text}' is not an interval such as 405..431.");
        }
        else if (low <= 0 || low > load || load > high)
        {
            _faults.Add(string.Create(CultureInfo.InvariantCulture, $"--interval '{text}' does not hold the capacity of {load:0.###}, or does not begin above 0."));
        }
        else
        {
            return new Interval(load, low, high);
        }

        return Core.Statistics.Interval.Exact(load);
    }

    /// <summary>Demand in the capacity's unit; the history where that was given, in requests a second.</summary>
    private double? Level(CapacityModel? model, double? perUser, out IReadOnlyList<DemandPoint>? history)
    {
        history = null;
        string[] given = [.. new[] { ("--users", _arguments.Users), ("--rate", _arguments.Rate), ("--demand", _arguments.Demand) }.Where(one => one.Item2 is not null).Select(one => one.Item1)];
        if (given.Length != 1)
        {
            _faults.Add(given.Length == 0
                ? "There is no demand. Give one of: --users 5000, --rate 150/s, --demand history.csv"
                : $"There is more than one demand: {string.Join(", ", given)}. Give one.");
            return null;
        }

        var isUsers = _arguments.Users is not null;
        if (model is { } kind && isUsers != (kind == CapacityModel.Users) && _arguments.PerUser is null)
        {
            _faults.Add(isUsers
                ? $"{given[0]} is in users and --capacity is a rate. Give the rate of one user: --per-user 9/m"
                : $"{given[0]} is a rate and --capacity is in users. Give the rate of one user: --per-user 9/m");
        }

        if (_arguments.Demand is { } file)
        {
            history = History(file);
            return null;
        }

        double? value = isUsers ? Number("--users", _arguments.Users, 1) : Rate("--rate", _arguments.Rate);
        return isUsers == (model == CapacityModel.Users) ? value : isUsers ? value * perUser : value / perUser;
    }

    private IReadOnlyList<DemandPoint>? History(string file)
    {
        if (_arguments.Growth is not null)
        {
            _faults.Add("--growth and --demand contradict each other: the growth is fitted to the history.");
        }

        try
        {
            var history = DemandCsv.Read(File.ReadLines(file), file);
            if (history[^1].Day > YearMonth.Of(_today).LastDay)
            {
                _faults.Add(string.Create(CultureInfo.InvariantCulture, $"--demand '{file}' ends on {history[^1].Day:yyyy-MM-dd}, and today is {_today:yyyy-MM-dd}: a history has no future. Correct the date, or leave the line out."));
                return null;
            }

            _ = DemandFit.Of(history);
            return history;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            _faults.Add($"--demand '{file}' cannot be read: {fault.Message}");
        }
        catch (LoadLabException fault)
        {
            _faults.AddRange(fault.Faults);
        }

        return null;
    }

    private DemandGrowth Given(double level, double growth, double? perUser) => DemandGrowth.Given(YearMonth.Of(_today), level, growth,
    [
        string.Create(CultureInfo.InvariantCulture, $"{_arguments.Rate ?? _arguments.Users + " users"} in {YearMonth.Of(_today)} and {(growth == 0 ? "no growth" : $"growth of {_arguments.Growth}")}, as given; no interval is known of either"),
        .. Converted(perUser),
    ]);

    private static DemandGrowth Fitted(IReadOnlyList<DemandPoint> history, CapacityModel model, double? perUser)
    {
        var fitted = DemandFit.Of(model == CapacityModel.Rate ? history : [.. history.Select(point => point with { Peak = point.Peak / perUser!.Value })]);
        return fitted with { Assumptions = [.. fitted.Assumptions, .. Converted(model == CapacityModel.Rate ? null : perUser)] };
    }

    private static IEnumerable<string> Converted(double? perUser) => perUser is { } rate ? [$"one user makes {RateValue.Format(rate)}"] : [];

    private double? Growth()
    {
        if (_arguments.Growth is not { } text)
        {
            return null;
        }

        var parts = text.Split('/');
        var sign = parts[0].StartsWith('-') ? -1 : 1;
        var number = parts[0].TrimStart('-', '+').TrimEnd('%');
        if (parts.Length == 2 && parts[0].EndsWith('%') && parts[1] is "month" or "year" && Finite(number, out var percent) && sign * percent is > -100 and <= 1000)
        {
            var ratio = sign * percent / 100;
            return parts[1] == "month" ? ratio : Math.Pow(1 + ratio, 1.0 / 12) - 1;
        }

        _faults.Add($"--growth '{text}' is not a growth above -100% and up to 1000% such as 8%/month or 60%/year.");
        return null;
    }

    private (YearMonth From, YearMonth Until) Months()
    {
        var from = Month("--from", _arguments.From) ?? YearMonth.Of(_today);
        var until = Month("--until", _arguments.Until) ?? from.Add(DefaultMonths);
        var months = until.Index - from.Index + 1;
        if (months is < 1 or > MostMonths)
        {
            _faults.Add(months < 1 ? $"The plan ends in {until}, before it begins in {from}." : string.Create(CultureInfo.InvariantCulture, $"The plan has {months} months; at most {MostMonths} are allowed."));
        }

        return (from, until);
    }

    private YearMonth? Month(string option, string? text) => Value<YearMonth>(option, text, YearMonth.TryParse, _ => true, YearMonth.Allowed);

    private double? Rate(string option, string? text) => Value<double>(option, text, RateValue.TryParse, rate => rate > 0 && double.IsFinite(rate), RateValue.Allowed + ", above 0");

    private long? Size(string option, string? text) => Value<long>(option, text, SizeValue.TryParse, bytes => bytes > 0, SizeValue.Allowed + ", above 0");

    private double Share(string option, string? text) =>
        Value<double>(option, text, PercentValue.TryParse, ratio => ratio < 1, "a percentage from 0% to below 100% such as 30%") ?? 0;

    private int? Number(string option, string? text, int least) => Value<int>(
        option, text, TryParse, number => number >= least && number <= Most, string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {Most:#,0}"));

    private T? Value<T>(string option, string? text, Parser<T> parse, Func<T, bool> isAllowed, string allowed)
        where T : struct
    {
        if (text is null)
        {
            return null;
        }

        if (parse(text, out var value) && isAllowed(value))
        {
            return value;
        }

        _faults.Add($"{option} '{text}' is not {allowed}.");
        return null;
    }

    private void Needs(string option, string? given, string other, string? otherGiven)
    {
        if (given is not null && otherGiven is null)
        {
            _faults.Add($"{option} needs {other}.");
        }
    }

    private static bool TryParse(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static bool Finite(string text, out double value) => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
}
