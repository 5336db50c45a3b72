using System.Globalization;

namespace Lms.Scenarios;

/// <summary>Settings of the <c>student</c> scenario.</summary>
internal sealed record StudentSettings
{
    /// <summary>Users that the target has; virtual users beyond it share accounts.</summary>
    /// <value>5,000.</value>
    public required int Users { get; init; }

    /// <summary>Size of an upload.</summary>
    /// <value>10,000,000: 10 MB.</value>
    public required int UploadBytes { get; init; }

    /// <summary>The proportions of the actions.</summary>
    public required ActionMix Mix { get; init; }

    /// <summary>Reads the settings.</summary>
    /// <exception cref="ArgumentException">Some are wrong; the message names each.</exception>
    public static StudentSettings Read(IReadOnlyDictionary<string, string> settings)
    {
        var faults = new List<string>();
        var read = new StudentSettings
        {
            Users = Number(settings, "users", 5_000, 99_999, faults),
            UploadBytes = Number(settings, "upload.bytes", 10_000_000, 64 * 1024 * 1024, faults),
            Mix = ActionMix.Create(Actions.OfStudent, Actions.OfStudent, settings, faults),
        };
        return faults.Count == 0 ? read : throw new ArgumentException(string.Join(' ', faults));
    }

    private static int Number(IReadOnlyDictionary<string, string> settings, string key, int fallback, int max, List<string> faults)
    {
        if (!settings.TryGetValue(key, out var text))
        {
            return fallback;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= 1 && value <= max)
        {
            return value;
        }

        faults.Add(string.Create(CultureInfo.InvariantCulture, $"Setting '{key}' is '{text}'. Write a whole number from 1 to {max}."));
        return fallback;
    }
}
