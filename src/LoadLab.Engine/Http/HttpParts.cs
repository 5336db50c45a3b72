using LoadLab.Core.Running;
using LoadLab.Core.Runs;

namespace LoadLab.Engine.Http;

/// <summary>What the time of new connections went to. Thread-safe; requests are counted by their connections.</summary>
internal sealed class HttpParts(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Sum _dns = new();
    private readonly Sum _connect = new();
    private readonly Sum _tls = new();

    /// <summary>Takes the times of a connection that was made.</summary>
    public void Add(TimedRequest connecting)
    {
        var phases = RequestPhases.Of(connecting, time);
        lock (_lock)
        {
            _dns.Add(phases.Dns);
            _connect.Add(phases.Connect);
            _tls.Add(phases.Tls);
        }
    }

    /// <summary>All parts that happened.</summary>
    /// <param name="connections">Those that requests went over.</param>
    public IReadOnlyList<RequestPart> ToParts(IReadOnlyList<HttpConnection> connections)
    {
        var (first, body) = (new Sum(), new Sum());
        foreach (var connection in connections)
        {
            var (answers, waited, longestWait, read, longestRead) = connection.Waits;
            first.Add(answers, time.GetElapsedTime(0, waited), time.GetElapsedTime(0, longestWait));
            body.Add(answers, time.GetElapsedTime(0, read), time.GetElapsedTime(0, longestRead));
        }

        lock (_lock)
        {
            return [.. new[] { _dns.ToPart("dns"), _connect.ToPart("connect"), _tls.ToPart("tls"), first.ToPart("first-byte"), body.ToPart("body") }.Where(part => part.Count > 0)];
        }
    }

    private sealed class Sum
    {
        private long _count;
        private TimeSpan _sum;
        private TimeSpan _longest;

        public void Add(TimeSpan? one)
        {
            if (one is { } length)
            {
                Add(1, length, length);
            }
        }

        public void Add(long count, TimeSpan sum, TimeSpan longest) => (_count, _sum, _longest) = (_count + count, _sum + sum, longest > _longest ? longest : _longest);

        public RequestPart ToPart(string name) => new(name, _count, _count == 0 ? 0 : _sum.TotalMilliseconds / _count, _longest.TotalMilliseconds);
    }
}
