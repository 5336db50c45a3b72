using System.Collections.Concurrent;
using LoadLab.Core.Text;
using LoadLab.Sdk;

namespace LoadLab.Engine.Recording;

/// <summary>What the first failure of each kind said. Bounded, whatever scenarios and targets say. Thread-safe.</summary>
/// <param name="onFirst">Gets the first of each kind, for people who watch.</param>
internal sealed class FailureSamples(Action<FailureKey, FailureSample> onFirst)
{
    /// <summary>Most kinds that are kept; further ones are counted and have no message.</summary>
    private const int Most = 1_000;

    /// <summary>Longest message.</summary>
    private const int LongestMessage = 300;

    private readonly ConcurrentDictionary<FailureKey, FailureSample> _samples = new();
    private int _count;

    /// <summary>The sample of a kind; an empty one when it said nothing.</summary>
    public FailureSample Of(FailureKey key) => _samples.GetValueOrDefault(key, FailureSample.None);

    /// <summary>Takes it when it is the first of its kind.</summary>
    public void Offer(FailureKey key, IResponse response)
    {
        if (_samples.ContainsKey(key) || Volatile.Read(ref _count) >= Most)
        {
            return;
        }

        var sample = new FailureSample(PlainText.Line(response.Message, LongestMessage, tellsLength: true), BodyExcerpt.Of(response));
        if (_samples.TryAdd(key, sample))
        {
            Interlocked.Increment(ref _count);
            onFirst(key, sample);
        }
    }
}

/// <summary>The message of a failure, and a piece of the body that came with it; either may be empty.</summary>
internal sealed record FailureSample(string Message, string Body)
{
    /// <summary>One that says nothing.</summary>
    public static FailureSample None { get; } = new("", "");
}
