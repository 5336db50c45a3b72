namespace LoadLab.Stacks.Clients;

/// <summary>The rights that LoadLab's own users of a Redis need. Tests give a user these and no others.</summary>
internal static class RedisRights
{
    /// <summary>What the probe of a Redis runs.</summary>
    public const string Probe = "+ping +info +llen +latency|histogram ~*";

    /// <summary>What the probe of a Celery broker runs.</summary>
    public const string Celery = "+ping +llen +hlen +exists +psubscribe ~* &*";

    /// <summary>What to do when a right is missing.</summary>
    public const string Advice = $"Run in Redis: ACL SETUSER <the user of stack.external.redis> {Probe}";

    /// <summary>The same for a broker.</summary>
    public const string CeleryAdvice = $"Run in Redis: ACL SETUSER <the user of stack.external.redis> {Celery}";
}
