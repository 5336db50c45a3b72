using LoadLab.Core;

namespace LoadLab.Publishing.Letters;

/// <summary>A way to send letters: a mail server, a webhook.</summary>
public interface ILetterWay
{
    /// <summary>Where they go, without anything secret: <c>mail to ops@example.com by smtp.example.com:587</c>.</summary>
    string Description { get; }

    /// <summary>Finds out, before any work, whether it can be sent: the server is there, and takes the user.</summary>
    /// <exception cref="LoadLabException">It cannot (104).</exception>
    Task CheckAsync(CancellationToken cancellationToken);

    /// <summary>Sends a letter.</summary>
    /// <exception cref="LoadLabException">It was not taken (104).</exception>
    Task SendAsync(Letter letter, CancellationToken cancellationToken);
}
