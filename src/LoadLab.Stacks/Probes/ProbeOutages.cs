using System.Globalization;
using LoadLab.Core.Measurement;

namespace LoadLab.Stacks.Probes;

/// <summary>Turns samples that a server did not answer into what they are: it was not available. Not thread-safe.</summary>
/// <param name="probe">The probe's name.</param>
/// <param name="server">The server, for people.</param>
internal sealed class ProbeOutages(string probe, string server)
{
    private int _samples;
    private int _silent;
    private string _first = "";

    /// <summary>True when it has answered at least once: then what it did not show is not there, or hidden.</summary>
    public bool HasAnswered => _samples > _silent;

    /// <summary>Takes a sample; when it fails, a 0 for the first measure (availability) and a gap for each of the others.</summary>
    public async ValueTask<IReadOnlyList<double>> WatchAsync(int measures, Func<ValueTask<IReadOnlyList<double>>> sample, CancellationToken cancellationToken)
    {
        try
        {
            var values = await sample().ConfigureAwait(false);
            _samples++;
            return values;
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            _samples++;
            if (_silent++ == 0)
                _first = ProbeFault.Describe(fault);
            return [0, .. Enumerable.Repeat(double.NaN, measures - 1)];
        }
    }

    /// <summary>What is to be said of it; null when every sample was answered.</summary>
    public Finding? Finding() => _silent == 0 ? null : new(
        "probe-" + probe, FindingSeverity.Warning,
        string.Create(CultureInfo.InvariantCulture, $"{server} gave no answer to {_silent} of {_samples} samples; the first: {_first}"),
        "an answer to every sample within 0.9 s",
        $"Look at the log of {server}. While it gave none, its other measures have gaps, and verdicts on them rest on fewer samples.");
}
