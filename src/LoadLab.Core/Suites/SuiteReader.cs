using System.Text.RegularExpressions;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Suites;

/// <summary>Reads the top of a suite, its stack and its settings.</summary>
internal sealed partial class SuiteReader(YamlReader top, string path)
{
    private const long DefaultSeed = 42;

    public SuiteDefinition Read()
    {
        var rules = new StopRuleReader(top);
        var resend = PhaseReader.ReadResend(top);
        var definition = new SuiteDefinition
        {
            Name = ReadName(),
            Origin = path,
            Description = top.Text("description") ?? "",
            ScenarioAssembly = top.Text("scenarios", required: true) ?? "",
            Driver = top.OneOf(DriverWords.Key, [.. DriverWords.All]) ?? DriverWords.Own,
            Catalogue = top.Text("catalogue", required: true) ?? "",
            Slos = top.Texts("slos"),
            Seed = top.Integer("seed") ?? DefaultSeed,
            Stack = ReadStack() with { Lms = ReadLms() },
            Settings = top.FreeTexts("settings"),
            Metrics = IsOff(top, "metrics") ? new SortedDictionary<string, string>(StringComparer.Ordinal) : top.FreeTexts("metrics"),
            MetricsOff = IsOff(top, "metrics"),
            Phases = ReadPhases(resend),
            Resend = resend,
            TraceSample = ReadTraceSample(),
            Aborts = rules.ReadAborts(),
            StopOn = rules.ReadStop(),
            Faults = [],
            Maintenance = new MaintenanceReader(top).Read(),
            Places = ReadPlaces(),
        };
        definition = definition with { Faults = new FaultReader(top, definition.Stack.ApiInstances).Read() };
        top.Done();
        return definition;
    }

    private double ReadTraceSample()
    {
        var ratio = top.Number(TraceRatio.Key) ?? 0;
        if (TraceRatio.IsRatio(ratio))
        {
            return ratio;
        }

        top.Fault(TraceRatio.Key, FormattableString.Invariant($"{ratio} is not {TraceRatio.Allowed}."));
        return 0;
    }

    private Dictionary<string, string> ReadPlaces()
    {
        var places = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in new[] { "settings", "metrics", "stack.postgres", "stack.redis" })
        {
            var node = path.StartsWith("stack.", StringComparison.Ordinal) ? (top.Node("stack") as YamlMap)?.Find(path["stack.".Length..]) : top.Node(path);
            foreach (var entry in (node as YamlMap)?.Entries ?? [])
            {
                places.TryAdd($"{path}.{entry.Key}", entry.Origin);
            }
        }

        return places;
    }

    private string ReadName()
    {
        var name = top.Text("suite", required: true);
        if (name is not null && !NamePattern().IsMatch(name))
        {
            top.Fault("suite", $"'{top.Shown("suite", name)}' is not a name. Use 1 to 64 letters, digits, '-' or '_': it becomes part of file names.");
        }

        return name ?? Path.GetFileNameWithoutExtension(path);
    }

    private List<PhaseDefinition> ReadPhases(ResendPolicy? resend)
    {
        var phases = new List<PhaseDefinition>();
        var nodes = top.List("phases");
        if (nodes.Count == 0 && !(top.Node("phases") is null && ScriptPlan.IsScript(top.Text("scenarios"))))
        {
            top.Fault("phases", "a suite needs at least one phase, unless its scenarios are a k6 script whose options say the load.");
        }

        for (var i = 0; i < nodes.Count; i++)
        {
            if (top.Item("phases", i, nodes[i]) is { } row)
            {
                var phase = new PhaseReader(row).Read();
                phase = phase with { Resend = phase.Resend ?? resend };
                if (!NamePattern().IsMatch(phase.Name))
                {
                    row.Fault("name", $"'{phase.Name}' is not a name. Use 1 to 64 letters, digits, '-' or '_'.");
                }

                phases.Add(phase);
            }
        }

        return phases;
    }

    private StackPlan ReadStack()
    {
        if (top.Map("stack") is not { } stack)
        {
            return new StackPlan { Kind = "auto" };
        }

        var plan = new StackPlan
        {
            Kind = stack.OneOf("kind", Planner.StackKinds) ?? "auto",
            Postgres = stack.FreeTexts("postgres"),
            Redis = stack.FreeTexts("redis"),
            External = ReadExternal(stack),
            ApiInstances = ReadInstances(stack),
            Nice = Count(stack, "nice", 0, 19) ?? 0,
        };
        plan = new ContainerReader(stack).Read(plan);
        stack.Done();
        return plan;
    }

    private static int ReadInstances(YamlReader stack)
    {
        var api = stack.Map("api");
        var instances = Count(api, "instances", 1, 16) ?? 1;
        api?.Done();
        return instances;
    }

    private ExternalStackPlan? ReadExternal(YamlReader stack)
    {
        if (stack.Map("external") is not { } external)
        {
            return null;
        }

        var address = external.Text("baseUrl", required: true);
        Uri? baseUrl = null;
        if (address is not null && (!Uri.TryCreate(address, UriKind.Absolute, out baseUrl) || baseUrl.Scheme is not ("http" or "https")))
        {
            external.Fault("baseUrl", $"'{SecretText.Connection(external.Shown("baseUrl", address))}' is not an address such as http://127.0.0.1:8080. It begins with http:// or https://.");
            baseUrl = null;
        }

        var plan = new ExternalStackPlan
        {
            BaseUrl = baseUrl ?? new Uri("http://127.0.0.1"),
            Postgres = ReadConnection(external, "postgres"),
            Redis = ReadConnection(external, "redis"),
            MetricsPath = IsOff(external, "metricsPath") ? null : external.Text("metricsPath") ?? "/metrics",
        };
        external.Done();
        return plan;
    }

    /// <summary>A connection string, or <c>@FILE</c> for what a file beside the suite holds. An empty variable is as good as none.</summary>
    private string? ReadConnection(YamlReader external, string key)
    {
        if (external.Text(key) is not { Length: > 0 } text)
        {
            return null;
        }

        if (!text.StartsWith('@'))
        {
            return text;
        }

        var file = Path.GetFullPath(text[1..], Path.GetDirectoryName(Path.GetFullPath(path))!);
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            external.Fault(key, $"the file '{file}' cannot be read: {fault.Message}");
            return null;
        }
    }

    private LmsPlan ReadLms()
    {
        var defaults = new LmsPlan();
        if (top.Map("lms") is not { } lms)
        {
            return defaults;
        }

        var (pool, query, password, cache, data) = (lms.Map("pool"), lms.Map("query"), lms.Map("password"), lms.Map("cache"), lms.Map("data"));
        var plan = new LmsPlan
        {
            Delay = lms.Duration("delay") ?? defaults.Delay,
            QueryDelay = query?.Duration("delay") ?? defaults.QueryDelay,
            PoolSize = Count(pool, "size", 1, 10_000) ?? defaults.PoolSize,
            PasswordIterations = Count(password, "iterations", 1, 10_000_000) ?? defaults.PasswordIterations,
            CacheTtl = cache?.Duration("ttl") ?? defaults.CacheTtl,
            Workers = Count(lms, "workers", 0, 64) ?? defaults.Workers,
            Users = Count(data, "users", 1, 10_000_000) ?? defaults.Users,
            Courses = Count(data, "courses", 1, 1_000_000) ?? defaults.Courses,
            Enrolments = Count(data, "enrolments", 0, 100_000_000) ?? defaults.Enrolments,
        };
        foreach (var section in new[] { pool, query, password, cache, data, lms })
        {
            section?.Done();
        }

        return plan;
    }

    private static bool IsOff(YamlReader section, string key) => section.Node(key) is YamlScalar { Text: "off" };

    private static int? Count(YamlReader? section, string key, int least, int most)
    {
        if (section?.Integer(key) is not { } value)
        {
            return null;
        }

        if (value >= least && value <= most)
        {
            return (int)value;
        }

        section.Fault(key, FormattableString.Invariant($"{value} is not from {least} to {most}."));
        return null;
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{1,64}$")]
    private static partial Regex NamePattern();
}
