namespace LoadLab.Engine.Messages;

/// <summary>What HTTP says of methods.</summary>
public static class Methods
{
    /// <summary>True when asking twice has the effect of asking once (RFC 9110, section 9.2.2): the safe methods, PUT and DELETE.</summary>
    public static bool AreIdempotent(string method) => method is "GET" or "HEAD" or "OPTIONS" or "TRACE" or "PUT" or "DELETE";
}
