using System.CommandLine;
using LoadLab.Cli.Http;
using LoadLab.Core.Catalogue;

namespace LoadLab.Cli.Options;

/// <summary>The options of <c>http</c> that say what load to make.</summary>
internal sealed class HttpOptions
{
    private readonly Argument<string[]> _target = new("target") { Description = "[METHOD] URL. The method is GET when left out.", Arity = new ArgumentArity(0, 2), HelpName = "[METHOD] URL" };
    private readonly Option<string?> _users = Text("--users", "N", "Closed model: N virtual users, each sending its next request after the last has ended. Default: 50");
    private readonly Option<string?> _rate = Text("--rate", "RATE", "Open model: requests a second, as 500 or 500/s or 10/m, whatever the target does.");
    private readonly Option<string?> _iterations = Text("--iterations", "N", "End after N requests instead of after a time.");
    private readonly Option<string?> _duration = Text("--duration", "TIME", "How long to measure. Default: 10s");
    private readonly Option<string?> _warmUp = Text("--warm-up", "TIME", "Load before that, left out of the figures. Default: 1s, or 0s with --iterations");
    private readonly Option<string?> _arrivals = Text("--arrivals", "KIND", "With --rate: constant (evenly spaced) or poisson. Default: constant");
    private readonly Option<string[]> _header = new("--header", "-H") { Description = "A header, as 'Name: value'. Repeatable.", HelpName = "HEADER", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string?> _body = Text("--body", "TEXT", "Body of each request. '${NAME}' in it, in headers and in the address comes from the environment or --env-file.");
    private readonly Option<string?> _bodyFile = Text("--body-file", "FILE", "Body of each request, from a file, as it stands there; - for standard input.");
    private readonly Option<string?> _dataBinary = Text("--data-binary", "DATA", "Body of each request, as curl has it: TEXT, @FILE, or @- for standard input; the method is POST when none is given.");
    private readonly Option<string?> _urlFile = Text("--url-file", "FILE", "Requests to choose from, one a line: [METHOD] URL [WEIGHT]; # begins a comment. Each is a row of its own. A URL may be a path on the address that is given.");
    private readonly Option<string[]> _form = new("--form", "-F") { Description = "A field of a form, as name=value or name=@file; the body is multipart/form-data. Repeatable.", HelpName = "FIELD", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string?> _user = Text("--user", "NAME:PASSWORD", "Basic authentication. ${NAME} in it comes from the environment or --env-file.");
    private readonly Option<string[]> _cookie = new("--cookie") { Description = "A cookie, as name=value. Repeatable.", HelpName = "COOKIE", Arity = ArgumentArity.OneOrMore };
    private readonly Option<bool> _compressed = new("--compressed") { Description = "Ask for a compressed answer (gzip, deflate, br). It is read as it comes." };
    private readonly Option<string?> _assertStatus = Text("--assert-status", "LIST", "Statuses that count as success, as 200,201,204-206; any other has failed. Default: all below 400");
    private readonly Option<string?>[] _limits =
    [
        .. new[] { "50", "90", "95", "99", "99.9" }.Select(percentile => Text("--p" + percentile, "LIMIT", $"Limit of the response time P{percentile}, as '<200ms'. Judged with its interval: 99 when it is broken, 96 when it cannot be decided.")),
        Text("--" + RequestLimits.Errors, "LIMIT", "Limit of the share of failed requests, as '<1%'."),
    ];
    private readonly Option<bool> _http2 = new("--http2") { Description = "HTTP/2 instead of HTTP/1.1; over http:// without an upgrade." };
    private readonly Option<bool> _insecure = new("--insecure") { Description = "Accept any certificate." };
    private readonly Option<string?> _resend = Text("--resend", "WHAT", "never, or idempotent: a GET, HEAD, OPTIONS, TRACE, PUT or DELETE that is lost with a used connection before its answer begins is sent once more, and counted. Default: never; it counts as failed");
    private readonly Option<string?> _timeout = Text("--timeout", "TIME", "A request without a complete answer for this long has failed. Default: 30s");
    private readonly Option<string?> _maxUsers = Text("--max-users", "N", "With --rate: most requests in flight; an arrival beyond is dropped, and the run invalid. Default: 10 s of arrivals, at least 1,000");
    private readonly Option<string?> _percentiles = Text("--percentiles", "LIST", "Percentiles to show. Default: 50,75,90,95,99,99.9");
    private readonly Option<string?> _seed = Text("--seed", "N", "Seed of Poisson arrivals. Default: 1");
    private readonly Option<KeyValuePair<string, string>[]> _label = CommonOptions.Pairs("--label", "Give the run a label. Repeatable.");
    private readonly Option<string?> _traceSample = TraceOption.Create();
    private readonly PublishOptions _publish = new();
    private readonly Option<bool> _noCheck = new("--no-check") { Description = "Do not first connect once to see whether the target is there." };

    /// <summary>Puts them into the command, in the order of its help.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(_target);
        foreach (Option option in (Option[])[_users, _rate, _iterations, _duration, _warmUp, _arrivals, _header, _body, _bodyFile, _dataBinary, _urlFile, _form, _user, _cookie, _compressed, _assertStatus, .. _limits, _http2, _insecure, _resend, _timeout, _maxUsers, _percentiles, _seed, _traceSample, _label, .. _publish.All, _noCheck])
        {
            command.Options.Add(option);
        }

        UsageFaults.RefuseOptions(_target, command);
    }

    /// <summary>What was asked for.</summary>
    public HttpArguments Read(ParseResult parsed) => new()
    {
        Target = parsed.GetValue(_target) ?? [],
        Users = parsed.GetValue(_users),
        Rate = parsed.GetValue(_rate),
        Iterations = parsed.GetValue(_iterations),
        Duration = parsed.GetValue(_duration),
        WarmUp = parsed.GetValue(_warmUp),
        Arrivals = parsed.GetValue(_arrivals),
        Headers = parsed.GetValue(_header) ?? [],
        Body = parsed.GetValue(_body),
        BodyFile = parsed.GetValue(_bodyFile),
        DataBinary = parsed.GetValue(_dataBinary),
        UrlFile = parsed.GetValue(_urlFile),
        Form = parsed.GetValue(_form) ?? [],
        User = parsed.GetValue(_user),
        Cookies = parsed.GetValue(_cookie) ?? [],
        Compressed = parsed.GetValue(_compressed),
        AssertStatus = parsed.GetValue(_assertStatus),
        Limits = _limits.Select(option => (Figure: option.Name.TrimStart('-'), Text: parsed.GetValue(option))).Where(limit => limit.Text is not null).ToDictionary(limit => limit.Figure, limit => limit.Text!),
        Http2 = parsed.GetValue(_http2),
        Insecure = parsed.GetValue(_insecure),
        Resend = parsed.GetValue(_resend),
        Timeout = parsed.GetValue(_timeout),
        MaxUsers = parsed.GetValue(_maxUsers),
        Percentiles = parsed.GetValue(_percentiles),
        Seed = parsed.GetValue(_seed),
        TraceSample = parsed.GetValue(_traceSample),
        Labels = CommonOptions.ToDictionary(parsed.GetValue(_label) ?? []),
        Publish = _publish.Read(parsed),
        Check = !parsed.GetValue(_noCheck),
    };

    private static Option<string?> Text(string name, string helpName, string description) => new(name) { Description = description, HelpName = helpName };
}
