using System.CommandLine;

namespace LoadLab.Cli.Options;

/// <summary>The options of <c>plan-capacity</c>, read as they were written.</summary>
internal sealed class CapacityPlanOptions
{
    private readonly Option<string?> _capacity = Text("--capacity", "What today's instances hold together inside the SLOs: 412/s, or '900 users'.", "LOAD");
    private readonly Option<string?> _interval = Text("--interval", "The 95 % interval of the capacity, in its unit.", "LOW..HIGH");
    private readonly Option<string?> _instances = Text("--instances", "How many instances run today and hold the capacity. Default: 1", "N");
    private readonly Option<string?> _users = Text("--users", "Demand today: users at the same time.", "N");
    private readonly Option<string?> _rate = Text("--rate", "Demand today: a peak rate such as 150/s.", "RATE");
    private readonly Option<string?> _demand = Text("--demand", "History of the demand: a CSV file with a date and a peak rate a second in each line. Its growth is fitted.", "FILE");
    private readonly Option<string?> _perUser = Text("--per-user", "Rate of one user, where demand is in users and capacity in a rate, or the other way round: 9/m", "RATE");
    private readonly Option<string?> _growth = Text("--growth", "Growth of the demand: 8%/month or 60%/year. Default: none", "PERCENT/TIME");
    private readonly Option<string?> _headroom = Text("--headroom", "Part of the capacity that stays free. Default: 0%", "PERCENT");
    private readonly Option<string?> _contention = Text("--contention", "Part of the work that waits for what all instances share, σ of the scalability law over instances. Default: 0%", "PERCENT");
    private readonly Option<string?> _from = Text("--from", "First month of the plan. Default: this month", "MONTH");
    private readonly Option<string?> _until = Text("--until", "Last month of the plan. Default: a year after the first", "MONTH");
    private readonly Option<string?> _pool = Text("--pool", "Connections of the pool of an instance; plans connections.", "N");
    private readonly Option<string?> _maxConnections = Text("--max-connections", "max_connections of Postgres. Default: 100", "N");
    private readonly Option<string?> _otherConnections = Text("--other-connections", "Connections that Postgres keeps for superusers and that others hold. Default: 3", "N");
    private readonly Option<string?> _redisMemory = Text("--redis-memory", "Memory that Redis used at the capacity; plans its memory.", "SIZE");
    private readonly Option<string?> _redisMax = Text("--redis-max", "maxmemory of Redis.", "SIZE");

    public void AddTo(Command command)
    {
        foreach (var option in new[]
        {
            _capacity, _interval, _instances, _users, _rate, _demand, _perUser, _growth, _headroom, _contention, _from, _until, _pool, _maxConnections,
            _otherConnections, _redisMemory, _redisMax,
        })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What was written.</summary>
    public CapacityPlanArguments Read(ParseResult parsed) => new()
    {
        Capacity = parsed.GetValue(_capacity),
        Interval = parsed.GetValue(_interval),
        Instances = parsed.GetValue(_instances),
        Users = parsed.GetValue(_users),
        Rate = parsed.GetValue(_rate),
        Demand = parsed.GetValue(_demand),
        PerUser = parsed.GetValue(_perUser),
        Growth = parsed.GetValue(_growth),
        Headroom = parsed.GetValue(_headroom),
        Contention = parsed.GetValue(_contention),
        From = parsed.GetValue(_from),
        Until = parsed.GetValue(_until),
        Pool = parsed.GetValue(_pool),
        MaxConnections = parsed.GetValue(_maxConnections),
        OtherConnections = parsed.GetValue(_otherConnections),
        RedisMemory = parsed.GetValue(_redisMemory),
        RedisMax = parsed.GetValue(_redisMax),
    };

    private static Option<string?> Text(string name, string description, string value) => new(name) { Description = description, HelpName = value };
}
