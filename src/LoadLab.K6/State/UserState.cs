using LoadLab.K6.Metrics;
using LoadLab.Sdk;
using LoadLab.Sdk.Hosting;

namespace LoadLab.K6.State;

/// <summary>What one virtual user's modules work with. One thread at a time; <see cref="Cut"/> from any.</summary>
#pragma warning disable CA1001 // Cut() may come from another thread after the run: the event is left to its finalizer.
internal sealed class UserState
#pragma warning restore CA1001
{
    private static readonly IReadOnlyDictionary<string, string> NoTags = new Dictionary<string, string>();

    private readonly Lock _gate = new();
    private readonly AutoResetEvent _wake = new(initialState: false);
    private readonly ThreadSignal _ended = new();
    private readonly ScriptTest _test;
    private readonly Action _onEnded;
    private volatile bool _isCut;
    private CancellationTokenSource? _cut;
    private IReadOnlyDictionary<string, string>[]? _ownTags;

    /// <summary>A user that has run nothing yet.</summary>
    /// <param name="test">What all users share.</param>
    /// <param name="number"><c>__VU</c>: from 1; 0 for what is no user.</param>
    public UserState(ScriptTest test, int number)
    {
        (_test, Number) = (test, number);
        _onEnded = _ended.Set;
        CurrentFile = test.Files.Main;
        Cookies = new(test.Time);
        Samples = test.Metrics.NewBuffer();
    }

    public ScriptTest Test => _test;

    /// <summary><c>__VU</c>: from 1; 0 for what is no user.</summary>
    public int Number { get; }

    public ScriptStage Stage { get; set; } = ScriptStage.Init;

    /// <summary>The module whose top-level code runs, for <c>open()</c>.</summary>
    public string CurrentFile { get; set; }

    public IScenarioContext? Context { get; set; }

    /// <summary>Records steps; null outside iterations.</summary>
    public IStepSink? Sink => Context as IStepSink;

    public HttpClient? Client { get; set; }

    /// <summary>Ends requests that are under way when the user is cut off.</summary>
    public CancellationToken Token => CutToken;

    public ScenarioFacts? Scenario
    {
        get;
        set => (field, _ownTags) = (value, null);
    }

    /// <summary><c>::outer::inner</c>; empty outside groups.</summary>
    public string Group { get; set; } = "";

    /// <summary><c>__ITER</c>: from 0.</summary>
    public long Iteration { get; set; } = -1;

    /// <summary>Number of the iteration among those of its scenario, in the order of their starts: from 0, without gaps.</summary>
    public long ScenarioIteration { get; set; }

    /// <summary>Tags that the script gave to this user. Never changed: requests under way keep those that they began with.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; private set; } = NoTags;

    public CookieStore Cookies { get; set; }

    /// <summary>What it measured, on its way to the metrics.</summary>
    public SampleBuffer Samples { get; }

    /// <summary>Which statuses are expected; null when the script asked for none to be judged.</summary>
    public ExpectedStatuses? Expected { get; set; } = ExpectedStatuses.Default;

    /// <summary>The first check of the iteration that did not hold.</summary>
    public string? FailedCheck { get; set; }

    /// <summary>What <c>setTimeout</c>, asynchronous requests and their like have put off.</summary>
    public EventLoop Events { get; } = new();

    /// <summary>Connections that outlive an iteration.</summary>
    public KeptConnections Connections { get; } = new();

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

        (Tags, _ownTags) = (tags, null);
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
        // Both under the lock: between them a next iteration would begin with a token that has ended, and its requests would fail.
        lock (_gate)
        {
            _isCut = true;
            _cut?.Cancel();
        }

        _wake.Set();
    }

    /// <summary>Lets a user that was cut off go on with its next iteration.</summary>
    public void Restore()
    {
        // Most were not. A wake that is left over lets the next wait look once for nothing.
        if (!_isCut)
        {
            return;
        }

        lock (_gate)
        {
            _isCut = false;
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

    /// <summary>Waits on the user's own thread until it is woken, or the time is over. What a script waits before its first request is none of that request's time.</summary>
    public void WaitForWake(TimeSpan atMost)
    {
        var sink = Sink;
        var before = sink?.SinceIterationStart ?? default;
        _wake.WaitOne(atMost == Timeout.InfiniteTimeSpan ? Timeout.Infinite : (int)Math.Min(Math.Ceiling(atMost.TotalMilliseconds), int.MaxValue));
        sink?.LeaveOut(sink.SinceIterationStart - before);
    }

    /// <summary>
    /// Waits on the user's own thread for what other threads do. A task's own wait tries for a while first, giving up its processor again and again: with a
    /// thread for each user that takes more CPU than the request.
    /// </summary>
    public T WaitFor<T>(Task<T> work)
    {
        var ended = work.ConfigureAwait(false).GetAwaiter();
        if (!ended.IsCompleted)
        {
            ended.UnsafeOnCompleted(_onEnded);
            while (!ended.IsCompleted)
            {
                _ended.Wait();
            }
        }

        return ended.GetResult();
    }

    /// <summary>Waits on the user's own thread.</summary>
    public void Sleep(TimeSpan length)
    {
        ThrowIfCut();
        if (length <= TimeSpan.Zero)
        {
            return;
        }

        for (var started = _test.Time.GetTimestamp(); length - _test.Time.GetElapsedTime(started) is { Ticks: > 0 } left; ThrowIfCut())
        {
            WaitForWake(left);
        }
    }

    /// <summary>Tags of a sample that is about no request.</summary>
    public SampleTags SampleTags(IReadOnlyDictionary<string, string>? own = null, string? check = null) => new()
    {
        Own = own is null or { Count: 0 } ? OwnTags : [own, .. OwnTags],
        Scenario = Scenario?.Name ?? "",
        Group = GroupTag,
        Check = check,
    };

    /// <summary>Those of the user, the scenario and the test, as far as there are any.</summary>
    private IReadOnlyDictionary<string, string>[] OwnTags => _ownTags ??= [.. new[] { Tags, ScenarioTags, _test.Requests.Tags }.Where(tags => tags.Count > 0)];

    /// <summary>The group of what setup and teardown do is theirs.</summary>
    public string GroupTag => Stage switch
    {
        ScriptStage.Setup => "::setup" + Group,
        ScriptStage.Teardown => "::teardown" + Group,
        _ => Group,
    };
}
