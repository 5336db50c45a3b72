namespace LoadLab.K6.Requests;

/// <summary>A cookie of one request alone.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
/// <param name="Replaces">The jar's cookie of that name is not sent beside it.</param>
internal sealed record OwnCookie(string Name, string Value, bool Replaces);
