namespace LoadLab.ReferenceLms.Mails;

/// <summary>Hands a mail to a server. One call at a time.</summary>
internal interface IMailTransport
{
    /// <summary>Tries once. Does not throw for what the server or the network does.</summary>
    Task<MailAttempt> SendAsync(Mail mail, CancellationToken cancellationToken);
}

/// <summary>How an attempt ended.</summary>
internal enum MailAttempt
{
    /// <summary>The server has taken it: 250 after DATA.</summary>
    Accepted,

    /// <summary>The server will never take it: a reply of 500 or above.</summary>
    Rejected,

    /// <summary>The server is not there, does not answer in time, or asks to come again later.</summary>
    Unavailable,
}
