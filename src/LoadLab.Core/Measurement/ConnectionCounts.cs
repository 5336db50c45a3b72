using LoadLab.Core.Runs;
using LoadLab.Sdk;

namespace LoadLab.Core.Measurement;

/// <summary>Connections of a phase.</summary>
/// <param name="Connects">TCP connections opened.</param>
/// <param name="TlsHandshakes">TLS handshakes done.</param>
/// <param name="Requests">Requests sent.</param>
/// <param name="WithoutFile">Connections that were not tried, because this process may not open that many files.</param>
/// <param name="Reconnects">
/// Requests that went over another connection without a failure: nothing of them was written when theirs was found closed, or the server provably had not
/// taken them up.
/// </param>
/// <param name="Resends">Requests that were lost with a used connection and sent once more, because the suite asks for it (<see cref="ResendPolicy.Idempotent"/>).</param>
/// <param name="WithoutPort">Connections that the machine of the generator had no free port for (EADDRNOTAVAIL).</param>
public sealed record ConnectionCounts(long Connects, long TlsHandshakes, long Requests, long WithoutFile = 0, long Reconnects = 0, long Resends = 0, long WithoutPort = 0)
{
    /// <summary>Share of requests that found an open connection, 0 to 1; NaN when no connection was ever made.</summary>
    public double ReuseRatio => Requests == 0 || Connects == 0 ? double.NaN : Math.Max(0, 1 - ((double)Connects / Requests));
}
