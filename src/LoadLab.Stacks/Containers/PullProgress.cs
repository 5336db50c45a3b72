using System.Globalization;
using Docker.DotNet.Models;
using LoadLab.Core.Text;

namespace LoadLab.Stacks.Containers;

/// <summary>Sums up what a pull says of its layers. Calls come from one thread.</summary>
internal sealed class PullProgress(string image, IProgress<string> lines, TimeProvider time, TimeSpan interval) : IProgress<JSONMessage>
{
    private readonly Dictionary<string, (long Done, long All)> _layers = new(StringComparer.Ordinal);
    private long _last = time.GetTimestamp();

    /// <summary>What the engine said went wrong; null when nothing.</summary>
    public string? Error { get; private set; }

    /// <inheritdoc/>
    public void Report(JSONMessage value)
    {
        Error = value.Error?.Message ?? Error;
        if (value is { ID: { Length: > 0 } layer, Status: "Downloading", Progress: { } progress })
            _layers[layer] = (progress.Current ?? 0, progress.Total ?? 0);
        if (_layers.Count == 0 || time.GetElapsedTime(_last) < interval)
            return;
        _last = time.GetTimestamp();
        lines.Report(string.Create(CultureInfo.InvariantCulture,
            $"pulling {image}: {Units.Bytes(_layers.Values.Sum(part => part.Done))} of {Units.Bytes(_layers.Values.Sum(part => part.All))} in {_layers.Count} layers"));
    }
}
