using LoadLab.Engine.Messages;

namespace LoadLab.Engine.Http;

/// <summary>Several requests, chosen by their weights. Immutable.</summary>
internal sealed class RequestMix
{
    private readonly double[] _upTo;

    public RequestMix(IReadOnlyList<HttpTarget> targets)
    {
        var origins = targets.Select(target => target.Origin).Distinct().ToList();
        Requests = [.. targets.Select(target => (target.Step, origins.IndexOf(target.Origin), new PreparedRequest(target)))];
        Origins = [.. origins.Select(origin => targets.First(target => target.Origin == origin))];
        _upTo = new double[targets.Count];
        var sum = 0.0;
        for (var at = 0; at < targets.Count; at++)
        {
            _upTo[at] = sum += targets[at].Weight;
        }
    }

    /// <summary>The requests: the step of each, the number of its server, its bytes.</summary>
    public IReadOnlyList<(string Step, int Origin, PreparedRequest Request)> Requests { get; }

    /// <summary>A request to each server.</summary>
    public IReadOnlyList<HttpTarget> Origins { get; }

    /// <summary>The number of a request.</summary>
    /// <param name="number">From 0 to below 1.</param>
    public int Choose(double number)
    {
        var at = Array.BinarySearch(_upTo, number * _upTo[^1]);
        return Math.Min(at < 0 ? ~at : at + 1, _upTo.Length - 1);
    }
}
