namespace LoadLab.K6.Requests;

/// <summary>What a script asked for is no request: nothing is sent. Unless the script's option <c>throw</c> is set, the answer says why, with status 0.</summary>
/// <param name="message">What is wrong with it.</param>
/// <param name="code">k6's code of it; 0 for none.</param>
internal sealed class RequestRefusedException(string message, int code = 0) : Exception(message)
{
    public int Code => code;

    /// <summary>The answer that the script gets.</summary>
    public HttpResult ToResult() => new()
    {
        Call = new HttpCall { Method = HttpMethod.Get, Url = Nowhere, Step = "", Jar = new State.CookieStore(TimeProvider.System) },
        Url = Nowhere,
        IsRefused = true,
        Error = Message,
        ErrorCode = code,
    };

    private static Uri Nowhere { get; } = new("", UriKind.Relative);
}
