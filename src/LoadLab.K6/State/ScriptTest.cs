using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Acornima.Ast;
using Jint;
using LoadLab.K6.Metrics;
using LoadLab.K6.Scripts;

namespace LoadLab.K6.State;

/// <summary>What all virtual users of a script share.</summary>
internal sealed class ScriptTest(ScriptFiles files, IReadOnlyDictionary<string, string> environment, TimeProvider time)
{
    /// <summary>Counts calls of <c>exec.test.fail()</c>.</summary>
    public const string FailureMetric = "test_marked_failed";

    private readonly ConcurrentDictionary<string, StrongBox<long>> _begun = new(StringComparer.Ordinal);
    private int _users;
    private int _active;
    private long _iterations;
    private long _interrupted;
    private long _lastTurn;

    public ScriptFiles Files => files;

    /// <summary><c>__ENV</c>.</summary>
    public IReadOnlyDictionary<string, string> Environment => environment;

    public TimeProvider Time => time;

    public MetricTable Metrics { get; } = new();

    /// <summary>Names of the requests that have none of their own.</summary>
    public StepNames Steps { get; } = new();

    /// <summary>The addresses that requests ask for.</summary>
    public KnownAddresses Addresses { get; } = new();

    /// <summary>LoadLab's own modules that are written in JavaScript, parsed once for all users.</summary>
    public ConcurrentDictionary<string, Lazy<Prepared<Module>>> OwnModules { get; } = new(StringComparer.Ordinal);

    /// <summary>Rows of shared arrays as JSON, by name: one copy for all.</summary>
    public ConcurrentDictionary<string, Lazy<string[]>> SharedArrays { get; } = new(StringComparer.Ordinal);

    /// <summary>Descriptions of gRPC services that clients have loaded, by what was loaded: one copy for all.</summary>
    public ConcurrentDictionary<string, Lazy<IReadOnlyList<Google.Protobuf.Reflection.FileDescriptor>>> Protos { get; } = new(StringComparer.Ordinal);

    /// <summary>Options for requests.</summary>
    public RequestOptions Requests { get; set; } = new();

    /// <summary>The options as JSON, for <c>exec.test.options</c>.</summary>
    public string OptionsJson { get; set; } = "{}";

    /// <summary>How long one match of a regular expression may take.</summary>
    public TimeSpan LongestMatch { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Says something to whoever watches.</summary>
    public Action<string> Say { get; set; } = _ => { };

    /// <summary>When the load began.</summary>
    public long Started { get; set; }

    /// <summary>How long to wait for a request's turn under <c>rps</c>: turns are evenly spaced over all users.</summary>
    public TimeSpan TakeTurn()
    {
        if (Requests.PerSecond is not > 0)
        {
            return TimeSpan.Zero;
        }

        var gap = (long)(time.TimestampFrequency / Requests.PerSecond.Value);
        while (true)
        {
            var (now, last) = (time.GetTimestamp(), Interlocked.Read(ref _lastTurn));
            var turn = Math.Max(now, last + gap);
            if (Interlocked.CompareExchange(ref _lastTurn, turn, last) == last)
            {
                return TimeSpan.FromSeconds((double)(turn - now) / time.TimestampFrequency);
            }
        }
    }

    /// <summary>The seed of the run, from which each user has its own random numbers.</summary>
    public long Seed { get; init; }

    /// <summary>The script says that the test has failed: a row of it counts that.</summary>
    /// <returns>False when there is no such row.</returns>
    public bool Fail(string reason)
    {
        Say(reason.Length > 0 ? $"script error: exec.test.fail(): {reason}" : "script error: exec.test.fail()");
        if (Metrics.Find(FailureMetric) is not { } metric)
        {
            return false;
        }

        metric.Add(1, SampleTags.None);
        return true;
    }

    public double Seconds => Started == 0 ? 0 : time.GetElapsedTime(Started).TotalSeconds;

    /// <summary>Iterations that ran to their end.</summary>
    public long Iterations => Interlocked.Read(ref _iterations);

    /// <summary>Iterations that were broken off.</summary>
    public long Interrupted => Interlocked.Read(ref _interrupted);

    /// <summary>Users that are in an iteration.</summary>
    public int Active => Volatile.Read(ref _active);

    /// <summary>How many users there are.</summary>
    public Func<int> Users { get; set; } = () => 0;

    /// <summary>Counts a user that is made. Those of all phases count.</summary>
    public int NextUser() => Interlocked.Increment(ref _users);

    /// <summary>An iteration begins.</summary>
    /// <returns>Its number among those of the scenario: from 0, without gaps.</returns>
    public long IterationBegins(string scenario)
    {
        Interlocked.Increment(ref _active);
        return Interlocked.Increment(ref _begun.GetOrAdd(scenario, static _ => new StrongBox<long>(-1)).Value);
    }

    public void IterationEnded(bool isWhole)
    {
        Interlocked.Decrement(ref _active);
        Interlocked.Increment(ref isWhole ? ref _iterations : ref _interrupted);
    }

    /// <summary>The users of the next phase are others, and begin to count anew.</summary>
    public void Renew() => _begun.Clear();
}
