namespace LoadLab.K6.Driving;

/// <summary>
/// How long is waited for a k6 that does not do what its plan says: one that hangs would otherwise keep the run for ever. Asked once a second. Not thread-safe.
/// </summary>
/// <param name="phases">The phases of the plan.</param>
/// <param name="setup">How long the script's setup may take.</param>
/// <param name="teardown">How long its teardown may take; zero for none.</param>
internal sealed class K6Patience(IReadOnlyList<DrivenPhase> phases, TimeSpan setup, TimeSpan teardown)
{
    /// <summary>Seconds of silence that are told. k6 hands over its number of users every second.</summary>
    public const double Told = 10;

    /// <summary>Seconds of silence after which it is given up.</summary>
    public const double Silence = 60;

    /// <summary>Seconds that it may take to make its users, beside its setup.</summary>
    public const double Start = 600;

    /// <summary>Seconds that it may take for its summary once all is over.</summary>
    public const double Summary = 120;

    /// <summary>Seconds that it may take to stop, beside its teardown.</summary>
    public const double Stop = 10;

    private double _begun = double.NaN;
    private double _heardAt;
    private double _stopAt = double.NaN;
    private double _toldAt = double.NaN;
    private long _heard = -1;

    /// <summary>Why k6 is to be killed; null while it is not.</summary>
    public string? GivenUp { get; private set; }

    /// <summary>Looks at it.</summary>
    /// <param name="now">Seconds of the run's clock.</param>
    /// <param name="heard">Points that it has handed over.</param>
    /// <param name="loadStart">When its load began; NaN before.</param>
    /// <param name="isStopping">True once it was asked to stop.</param>
    /// <returns>What is to be told; null for nothing.</returns>
    public string? Look(double now, long heard, double loadStart, bool isStopping)
    {
        _begun = double.IsNaN(_begun) ? now : _begun;
        if (heard != _heard)
        {
            (_heard, _heardAt, _toldAt) = (heard, now, double.IsNaN(loadStart) ? _toldAt : double.NaN);
        }

        if (isStopping)
        {
            _stopAt = double.IsNaN(_stopAt) ? now : _stopAt;
            return Wait(now, _stopAt, Stop + teardown.TotalSeconds, double.PositiveInfinity, "k6 did not end within {0} s after it was asked to stop",
                FormattableString.Invariant($"Waiting for k6 to end, {Stop + teardown.TotalSeconds:0} s at most."));
        }

        if (double.IsNaN(loadStart))
        {
            return Wait(now, _begun, Start + setup.TotalSeconds, 60, "k6 had not begun the load after {0} s", "k6 has not begun the load: it makes its users, or runs setup().");
        }

        var end = loadStart + phases.Max(phase => phase.LatestEnd.TotalSeconds);
        return now < end
            ? Wait(now, _heardAt, Silence, double.PositiveInfinity, "k6 handed over nothing for {0} s while it should make load, and was killed", FormattableString.Invariant($"k6 has handed over nothing for {Told:0} s."))
            : Wait(now, end, Summary + teardown.TotalSeconds, 60, "k6 did not end within {0} s after its plan, and was killed", "k6 is over with its load and has not ended: it runs teardown(), or makes its summary.");
    }

    private string? Wait(double now, double since, double most, double again, string fault, string words)
    {
        if (now - since > most)
        {
            GivenUp ??= fault.Replace("{0}", FormattableString.Invariant($"{most:0}"), StringComparison.Ordinal);
        }

        if (now - since < Math.Min(Told, most / 2) || now - _toldAt < again)
        {
            return null;
        }

        _toldAt = now;
        return words;
    }
}
