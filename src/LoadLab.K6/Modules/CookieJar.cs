using System.Net;
using Jint;
using Jint.Native;
using LoadLab.K6.State;

namespace LoadLab.K6.Modules;

/// <summary>The user's cookies, as <c>http.cookieJar()</c> gives them.</summary>
internal static class CookieJar
{
    public static JsValue Create(JsEngine engine, UserState user)
    {
        var jar = new JsObject(engine);
        Js.Add(jar, "cookiesForURL", arguments =>
        {
            var all = new JsObject(engine);
            foreach (var cookies in user.Cookies.GetCookies(Address(engine, arguments.At(0))).GroupBy(cookie => cookie.Name, StringComparer.Ordinal))
            {
                all.FastSetDataProperty(cookies.Key, new JsArray(engine, [.. cookies.Select(cookie => (JsValue)JsString.Create(cookie.Value))]));
            }

            return all;
        });
        Js.Add(jar, "set", arguments =>
        {
            var path = arguments.At(3) is Jint.Native.Object.ObjectInstance options && options.Get("path").IsString() ? options.Get("path").AsString() : "/";
            user.Cookies.Add(Address(engine, arguments.At(0)), new Cookie(Js.Text(arguments.At(1)), Js.Text(arguments.At(2)), path));
            return JsBoolean.True;
        });
        Js.Add(jar, "clear", arguments => Expire(user, Address(engine, arguments.At(0)), _ => true));
        Js.Add(jar, "delete", arguments => Expire(user, Address(engine, arguments.At(0)), cookie => cookie.Name == Js.Text(arguments.At(1))));
        return jar;
    }

    private static JsValue Expire(UserState user, Uri url, Func<Cookie, bool> isMeant)
    {
        foreach (var cookie in user.Cookies.GetCookies(url).Where(isMeant))
        {
            cookie.Expired = true;
        }

        return JsValue.Undefined;
    }

    private static Uri Address(JsEngine engine, JsValue value) => Uri.TryCreate(Js.Text(value), UriKind.Absolute, out var url) ? url : throw Js.Error(engine, $"invalid URL: '{Js.Text(value)}'");
}
