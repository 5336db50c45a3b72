using Jint;
using Jint.Native;
using Jint.Native.Object;
using LoadLab.K6.Requests;
using LoadLab.K6.State;

namespace LoadLab.K6.Modules;

/// <summary>A jar of cookies as the script sees it: the user's, which <c>http.cookieJar()</c> gives, or one that it made with <c>new http.CookieJar()</c>.</summary>
internal sealed class CookieJar : ObjectInstance
{
    private CookieJar(JsEngine engine, ObjectInstance prototype, Func<CookieStore> store)
        : base(engine)
    {
        Prototype = prototype;
        Store = store;
    }

    /// <summary>Its cookies. The user's are others with each iteration.</summary>
    public Func<CookieStore> Store { get; }

    /// <summary>The class <c>CookieJar</c>, and the function that gives the user's jar.</summary>
    public static (HostConstructor Class, Func<JsValue> OfUser) Create(JsEngine engine, UserState user)
    {
        var prototype = new JsObject(engine);
        Js.AddMethod(prototype, "cookiesForURL", (self, arguments) =>
        {
            var all = new JsObject(engine);
            foreach (var cookies in StoreOf(engine, self).For(Address(engine, arguments.At(0))).GroupBy(cookie => cookie.Name, StringComparer.Ordinal))
            {
                all.FastSetDataProperty(cookies.Key, new JsArray(engine, [.. cookies.Select(cookie => (JsValue)JsString.Create(cookie.Value))]));
            }

            return all;
        });
        Js.AddMethod(prototype, "set", (self, arguments) =>
        {
            // As in k6 the script goes on; here somebody hears of it.
            if (!StoreOf(engine, self).Set(Address(engine, arguments.At(0)), Cookie(engine, arguments)))
            {
                user.Test.Say($"script warn: The cookie '{Js.Text(arguments.At(1))}' was not set: '{Js.Text(arguments.At(0))}' is not of the domain '{Js.Text(((ObjectInstance)arguments.At(3)).Get("domain"))}'.");
            }

            return JsBoolean.True;
        });
        Js.AddMethod(prototype, "clear", (self, arguments) =>
        {
            StoreOf(engine, self).Remove(Address(engine, arguments.At(0)));
            return JsValue.Undefined;
        });
        Js.AddMethod(prototype, "delete", (self, arguments) =>
        {
            StoreOf(engine, self).Remove(Address(engine, arguments.At(0)), Js.Text(arguments.At(1)));
            return JsValue.Undefined;
        });
        return (
            new HostConstructor(engine, "CookieJar", prototype, _ =>
            {
                var own = new CookieStore(user.Test.Time);
                return new CookieJar(engine, prototype, () => own);
            }),
            () => new CookieJar(engine, prototype, () => user.Cookies));
    }

    private static CookieStore StoreOf(JsEngine engine, JsValue self) => self is CookieJar jar ? jar.Store() : throw Js.TypeError(engine, "This is no cookie jar.");

    private static StoredCookie Cookie(JsEngine engine, JsValue[] arguments)
    {
        var cookie = new StoredCookie(Js.Text(arguments.At(1)), Js.Text(arguments.At(2)));
        foreach (var (key, value) in Js.Properties(arguments.At(3)))
        {
            cookie = key switch
            {
                "domain" => cookie with { Domain = Js.Text(value) },
                "path" => cookie with { Path = Js.Text(value) },
                "secure" => cookie with { Secure = Js.IsTrue(value) },
                "http_only" => cookie with { HttpOnly = Js.IsTrue(value) },
                "max_age" => cookie with { MaxAge = (long)Js.Number(value) },
                "expires" when Js.Text(value).Length > 0 => cookie with
                {
                    Expires = SetCookieReader.ReadDate(Js.Text(value)) ?? throw Js.Error(engine, $"unable to parse \"expires\" date string \"{Js.Text(value)}\": write it as in 'Mon, 02 Jan 2006 15:04:05 GMT'"),
                },
                _ => cookie,
            };
        }

        // As in k6, a cookie without a path goes to the whole host.
        return cookie.Path.Length > 0 ? cookie : cookie with { Path = "/" };
    }

    private static Uri Address(JsEngine engine, JsValue value) => Uri.TryCreate(Js.Text(value), UriKind.Absolute, out var url) ? url : throw Js.Error(engine, $"invalid URL: '{Js.Text(value)}'");
}
