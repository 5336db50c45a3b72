namespace LoadLab.K6.Requests;

/// <summary>Where an answer leads. Pure.</summary>
/// <param name="Url">The address; null when it leads nowhere.</param>
/// <param name="Fault">Why what the answer says is no address; null when it is one.</param>
/// <param name="IsWhole">The answer says all of the address, its scheme too.</param>
internal readonly record struct RedirectTarget(Uri? Url, string? Fault, bool IsWhole = false)
{
    /// <summary>The target of an answer. As in k6, one without <c>Location</c> leads nowhere, and is the answer itself.</summary>
    /// <param name="status">Its status.</param>
    /// <param name="location">Its header <c>Location</c>; null for none.</param>
    /// <param name="from">The address that was asked for.</param>
    public static RedirectTarget Of(int status, string? location, Uri from)
    {
        if (status is not (301 or 302 or 303 or 307 or 308) || string.IsNullOrEmpty(location))
        {
            return default;
        }

        var scheme = Scheme(location);
        var fault = AddressFault.Of(location) ?? (scheme is null || Uri.CheckSchemeName(scheme) ? null : "its first part has a colon, and no scheme before it");
        return fault is null && Uri.TryCreate(from, location, out var next) ? new(next, null, scheme is not null)
            : new(null, $"failed to parse Location header \"{location}\": {fault ?? "it is no address"}");
    }

    /// <summary>What stands where a scheme would; null for nothing.</summary>
    private static string? Scheme(string location)
    {
        var colon = location.IndexOf(':', StringComparison.Ordinal);
        return colon >= 0 && location.AsSpan(0, colon).IndexOfAny('/', '?', '#') < 0 ? location[..colon] : null;
    }
}
