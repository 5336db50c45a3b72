using Jint;
using Jint.Native;
using LoadLab.K6.Requests;
using LoadLab.K6.State;

namespace LoadLab.K6.Modules.Sockets;

/// <summary>Reads the address and the params of a WebSocket.</summary>
internal static class SocketReader
{
    public static SocketCall Read(JsEngine engine, UserState user, JsValue address, IReadOnlyList<string> protocols, JsValue parameters)
    {
        if (user.Stage == ScriptStage.Init)
        {
            throw Js.Error(engine, "WebSockets cannot be opened while the script is read. Open them in functions.");
        }

        var text = Js.Text(address);
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("ws" or "wss"))
        {
            throw Js.Error(engine, $"invalid URL: '{text}' is not an address with ws:// or wss://");
        }

        IReadOnlyDictionary<string, string>? tags = null;
        var headers = new Dictionary<string, string>();
        var jar = user.Cookies;
        foreach (var (key, value) in Js.Properties(parameters).Where(parameter => !parameter.Value.IsMissing()))
        {
            switch (key)
            {
                case "headers":
                    headers = Js.Texts(value);
                    break;
                case "tags":
                    tags = Js.Texts(value);
                    break;
                case "jar":
                    jar = value is CookieJar given ? given.Store() : throw Js.TypeError(engine, "The parameter jar is what http.cookieJar() or new http.CookieJar() gives.");
                    break;
                case "compression" when Js.Text(value).Length > 0:
                    throw Js.Error(engine, $"The parameter compression: '{Js.Text(value)}' of a WebSocket is not there: messages are sent as they are.");
            }
        }

        if (headers.FirstOrDefault(header => header.Key.Equals("Sec-WebSocket-Protocol", StringComparison.OrdinalIgnoreCase)) is { Key: { } named, Value: { } chosen })
        {
            headers.Remove(named);
            protocols = [.. protocols, .. chosen.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        }

        var name = tags?.GetValueOrDefault("name");
        return new SocketCall { Url = url, Protocols = protocols, Headers = [.. headers], Tags = user.SampleTags(tags), NameTag = name, Step = name ?? user.Test.Steps.Of("WS", url), Jar = jar };
    }
}
