using LoadLab.Cli.Invocations;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;

namespace LoadLab.Cli.Http;

/// <summary>How <c>http</c> was asked for. Of headers only the values that are harmless are kept, of the query and the body those that came from variables.</summary>
/// <param name="environment">Where it was asked.</param>
internal sealed class HttpInvocations(CommandEnvironment environment)
{
    /// <summary>The arguments that make the same run.</summary>
    public RunInvocation Of(HttpArguments arguments, string? output)
    {
        var line = new InvocationLine(environment.Program).Add("http");
        if (arguments.Target.Count > 1)
        {
            line.Add(arguments.Target[0]);
        }

        if (arguments.Target.Count > 0)
        {
            line.Add(Address(arguments.Target[^1], line));
        }

        line.AddIf("--url-file", arguments.UrlFile is { } urls ? environment.PathOf(urls) : null);
        if (arguments.DataBinary is { } data)
        {
            line.Add("--data-binary", data.StartsWith('@') ? data == "@-" ? data : "@" + environment.PathOf(data[1..]) : Body(data, line));
        }

        line.AddIf("--users", arguments.Users).AddIf("--rate", arguments.Rate).AddIf("--iterations", arguments.Iterations).AddIf("--duration", arguments.Duration)
            .AddIf("--warm-up", arguments.WarmUp).AddIf("--arrivals", arguments.Arrivals);
        foreach (var header in arguments.Headers)
        {
            line.Add("-H", Header(header, line));
        }

        line.AddIf("--body", arguments.Body is { } body ? Body(body, line) : null)
            .AddIf("--body-file", arguments.BodyFile is { } file ? file == HttpTargetReader.StandardInput ? file : environment.PathOf(file) : null);
        foreach (var field in arguments.Form)
        {
            line.Add("--form", Field(field, line));
        }

        foreach (var cookie in arguments.Cookies)
        {
            line.Add("--cookie", Pair(cookie, "LOADLAB_COOKIE_", "the cookie", line));
        }

        line.AddIf("--user", arguments.User is { } user ? VariableText.IsReference(user[(user.IndexOf(':', StringComparison.Ordinal) + 1)..]) ? user : line.Unstored("LOADLAB_USER", "the user and the password") : null)
            .AddIf("--assert-status", arguments.AssertStatus);
        foreach (var (figure, limit) in arguments.Limits)
        {
            line.Add("--" + figure, limit);
        }

        foreach (var flag in new[] { (arguments.Compressed, "--compressed"), (arguments.Http2, "--http2"), (arguments.Insecure, "--insecure"), (!arguments.Check, "--no-check") }.Where(flag => flag.Item1))
        {
            line.Add(flag.Item2);
        }

        line.AddIf("--resend", arguments.Resend).AddIf("--timeout", arguments.Timeout).AddIf("--max-users", arguments.MaxUsers).AddIf("--percentiles", arguments.Percentiles).AddIf("--seed", arguments.Seed).AddIf(TraceRatio.Option, arguments.TraceSample);
        arguments.Publish.AddTo(line);
        environment.AddCommon(line, output);
        foreach (var (key, value) in arguments.Labels)
        {
            line.Add("--label", key + "=" + (RunRedaction.Shown(key, value) == value ? value : line.Unstored(InvocationLine.Name(key), $"the label {key}")));
        }

        return line.Build();
    }

    private static string Address(string written, InvocationLine line)
    {
        if (SecretText.Connection(written) != written)
        {
            return line.Unstored("LOADLAB_URL", "the address, with its user and password");
        }

        var text = written.IndexOf('#', StringComparison.Ordinal) is >= 0 and var mark ? written[..mark] : written;
        var at = text.IndexOf('?', StringComparison.Ordinal);
        return at < 0 || text[(at + 1)..].Split('&').All(part => VariableText.IsReference(part[(part.IndexOf('=', StringComparison.Ordinal) + 1)..]))
            ? text
            : text[..(at + 1)] + line.Unstored("LOADLAB_QUERY", "the query of the address");
    }

    private static string Header(string written, InvocationLine line)
    {
        var at = written.IndexOf(':', StringComparison.Ordinal);
        var (name, value) = (written[..at].Trim(), written[(at + 1)..].Trim());
        if (HttpSecrets.IsHarmless(name))
        {
            return written;
        }

        var shown = SecretText.Value(value);
        return $"{name}: {(shown == SecretText.Redacted ? line.Unstored("LOADLAB_HEADER_" + InvocationLine.Name(name), $"the header {name}") : shown)}";
    }

    private string Field(string written, InvocationLine line)
    {
        var at = written.IndexOf('=', StringComparison.Ordinal) + 1;
        return written.AsSpan(at).StartsWith("@") ? $"{written[..at]}@{environment.PathOf(written[(at + 1)..])}" : Pair(written, "LOADLAB_FORM_", "the field", line);
    }

    /// <summary>Name and value; of values only variables are kept.</summary>
    private static string Pair(string written, string prefix, string what, InvocationLine line)
    {
        var at = written.IndexOf('=', StringComparison.Ordinal);
        var (name, value) = (written[..at], written[(at + 1)..]);
        return VariableText.IsReference(value) ? written : $"{name}={line.Unstored(prefix + InvocationLine.Name(name), $"{what} {name}")}";
    }

    private static string Body(string written, InvocationLine line) =>
        VariableText.Has(written) && !HttpSecrets.HasPlainSecret(written) ? written : line.Unstored("LOADLAB_BODY", "the body");
}
