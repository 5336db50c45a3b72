namespace LoadLab.ReferenceLms.Configuration;

/// <summary>The mail server and how mails go to it.</summary>
internal sealed record SmtpOptions
{
    /// <summary>Name or address.</summary>
    public required string Host { get; init; }

    /// <summary>Port, 1 to 65,535.</summary>
    public required int Port { get; init; }

    /// <summary>Sender of all mails.</summary>
    /// <value><c>lms@lms.example</c>.</value>
    public string From { get; init; } = "lms@lms.example";

    /// <summary>Most mails that wait; what is asked for beyond it is dropped and counted. 1 to 1,000,000.</summary>
    /// <value>10,000: some 5 MB.</value>
    public int QueueSize { get; init; } = 10_000;

    /// <summary>Limit of one attempt, with the connecting.</summary>
    /// <value>10 s.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A mail that is as old as this is not tried again.</summary>
    /// <value>2 min: twice what the service level allows a mail.</value>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromMinutes(2);
}
