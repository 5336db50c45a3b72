namespace LoadLab.K6.Requests;

/// <summary>One request on the wire: the one that was asked for, one that a redirect leads to, or one that answers a challenge.</summary>
/// <param name="Method">Its method.</param>
/// <param name="Url">Where it goes.</param>
/// <param name="Body">Its body; null for none.</param>
/// <param name="Authorization">The header that answers a challenge.</param>
/// <param name="ExpectsChallenge">Only an answer of 401 is expected.</param>
/// <param name="Referer">The address that led here.</param>
/// <param name="HasContent">False after a redirect that leaves the body behind, and what the headers say of it.</param>
internal sealed record Hop(HttpMethod Method, Uri Url, byte[]? Body, string? Authorization = null, bool ExpectsChallenge = false, string? Referer = null, bool HasContent = true)
{
    /// <summary>A redirect led here: cookies are those of the jar, and not those of the script's header.</summary>
    public bool IsRedirect { get; init; }

    /// <summary>False after a redirect that says the whole address: the script's header <c>Host</c> is for another.</summary>
    public bool HasHost { get; init; } = true;
}
