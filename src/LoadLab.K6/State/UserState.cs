using LoadLab.K6.Metrics;
using LoadLab.Sdk;
using LoadLab.Sdk.Hosting;

namespace LoadLab.K6.State;

/// <summary>What one virtual user's modules work with. One thread at a time; <see cref="Cut"/> from any.</summary>
#pragma warning disable CA1001 // Cut() may come from another thread after the run: the event is left to its finalizer.
internal sealed class UserState(ScriptTest test, int number)
#pragma warning restore CA1001
{
    private static readonly IReadOnlyDictionary<string, string> NoTags = new Dictionary<string, string>();

    private readonly Lock _gate = new();
    private readonly AutoResetEvent _wake = new(initialState: false);
    private volatile bool _isCut;
    private CancellationTokenSource? _cut;

    public ScriptTest Test => test;

    /// <summary><c>__VU</c>: from 1; 0 for what is no user.</summary>
    public int Number => number;

    public ScriptStage Stage { get; set; } = ScriptStage.Init;

    /// <summary>The module whose top-level code runs, for <c>open()</c>.</summary>
    public string CurrentFile { get; set; } = test.Files.Main;

    public IScenarioContext? Context { get; set; }

    /// <summary>Records steps; null outside iterations.</summary>
    public IStepSink? Sink => Context as IStepSink;

    public HttpClient? Client { get; set; }

    public CancellationToken Token { get; set; }

    public ScenarioFacts? Scenario { get; set; }

    /// <summary><c>::outer::inner</c>; empty outside groups.</summary>
    public string Group { get; set; } = "";

    /// <summary><c>__ITER</c>: from 0.</summary>
    public long Iteration { get; set; } = -1;

    /// <summary>Tags that the script gave to this user. Never changed: requests under way keep those that they began with.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; private set; } = NoTags;

    public CookieStore Cookies { get; set; } = new(test.Time);

    /// <summary>Which statuses are expected; null when the script asked for none to be judged.</summary>
    public ExpectedStatuses? Expected { get; set; } = ExpectedStatuses.Default;

    /// <summary>The first check of the iteration that did not hold.</summary>
    public string? FailedCheck { get; set; }

    /// <summary>What <c>setTimeout</c>, asynchronous requests and their like have put off.</summary>
    public EventLoop Events { get; } = new();

    /// <summary>True once the iteration must end.</summary>
    public bool IsCut => _isCut;

    public IReadOnlyDictionary<string, string> ScenarioTags => Scenario?.Tags ?? NoTags;

    /// <summary>Sets a tag; null removes it.</summary>
    public void SetTag(string name, string? value)
    {
        var tags = new Dictionary<string, string>(Tags, StringComparer.Ordinal);
        tags.Remove(name);
        if (value is not null)
        {
            tags[name] = value;
        }

        Tags = tags;
    }

    /// <summary>Ends with the iteration, when it is cut off: for work that does not look by itself.</summary>
    public CancellationToken CutToken
    {
        get
        {
            lock (_gate)
            {
                _cut ??= new CancellationTokenSource();
                return _isCut ? new CancellationToken(canceled: true) : _cut.Token;
            }
        }
    }

    /// <summary>Ends what the user does, as soon as it looks.</summary>
    public void Cut()
    {
        _isCut = true;
        _wake.Set();
        lock (_gate)
        {
            _cut?.Cancel();
        }
    }

    /// <summary>Lets a user that was cut off go on with its next iteration.</summary>
    public void Restore()
    {
        lock (_gate)
        {
            _isCut = false;
            _wake.Reset();
            _cut = _cut is { IsCancellationRequested: true } ? null : _cut;
        }
    }

    /// <exception cref="ScriptCutOffException">The iteration must end.</exception>
    public void ThrowIfCut()
    {
        if (_isCut)
        {
            throw new ScriptCutOffException(Token);
        }
    }

    /// <summary>Lets the user look what was handed to it. Thread-safe.</summary>
    public void Wake() => _wake.Set();

    /// <summary>Waits on the user's own thread until it is woken, or the time is over.</summary>
    public void WaitForWake(TimeSpan atMost) => _wake.WaitOne(atMost == Timeout.InfiniteTimeSpan ? Timeout.Infinite : (int)Math.Min(Math.Ceiling(atMost.TotalMilliseconds), int.MaxValue));

    /// <summary>Waits on the user's own thread.</summary>
    public void Sleep(TimeSpan length)
    {
        ThrowIfCut();
        if (length <= TimeSpan.Zero)
        {
            return;
        }

        for (var started = test.Time.GetTimestamp(); length - test.Time.GetElapsedTime(started) is { Ticks: > 0 } left; ThrowIfCut())
        {
            WaitForWake(left);
        }
    }

    /// <summary>Tags of a sample that is about no request.</summary>
    public SampleTags SampleTags(IReadOnlyDictionary<string, string>? own = null, string? check = null) => new()
    {
        Own = own is null ? [Tags, ScenarioTags, test.Requests.Tags] : [own, Tags, ScenarioTags, test.Requests.Tags],
        Scenario = Scenario?.Name ?? "",
        Group = GroupTag,
        Check = check,
    };

    /// <summary>The group of what setup and teardown do is theirs.</summary>
    public string GroupTag => Stage switch
    {
        ScriptStage.Setup => "::setup" + Group,
        ScriptStage.Teardown => "::teardown" + Group,
        _ => Group,
    };
}
