using LoadLab.Core.Measurement;

namespace LoadLab.Publishing.Live;

/// <summary>
/// Keeps the number of values of a label bounded: a time series database pays for each one for ever. The first ones keep their names; what comes later is
/// counted under one value, <see cref="Other"/>. Not thread-safe.
/// </summary>
/// <param name="label">The label, for the finding.</param>
/// <param name="most">Most values with names of their own.</param>
internal sealed class LabelBound(string label, int most)
{
    public const string Other = "other";

    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly HashSet<string> _others = new(StringComparer.Ordinal);

    /// <summary>The value to publish under.</summary>
    public string Of(string value)
    {
        if (_known.Contains(value))
        {
            return value;
        }

        if (_known.Count < most)
        {
            _known.Add(value);
            return value;
        }

        if (_others.Count < 10 * most)
        {
            _others.Add(value);
        }

        return Other;
    }

    /// <summary>What did not fit; null when all did.</summary>
    public Finding? Finding => _others.Count == 0 ? null : new Finding(
        "live-labels",
        FindingSeverity.Warning,
        FormattableString.Invariant($"{label} has {most + _others.Count}{(_others.Count == 10 * most ? " or more" : "")} values; the live figures of {_others.Count} of them, the first '{_others.First()}', were published together as {label}=\"{Other}\""),
        FormattableString.Invariant($"{most} values of {label} in the live figures, so that a time series database is not flooded"),
        "The record has them all apart. Give requests that differ in an id only one name.");
}
