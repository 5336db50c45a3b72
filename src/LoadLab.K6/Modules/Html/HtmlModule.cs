using Jint;
using Jint.Native;
using LoadLab.K6.State;

namespace LoadLab.K6.Modules.Html;

/// <summary><c>k6/html</c>: parseHTML. The pages are read by AngleSharp.</summary>
internal static class HtmlModule
{
    public static IEnumerable<KeyValuePair<string, JsValue>> Create(JsEngine engine, UserState user)
    {
        var prototypes = new HtmlPrototypes(engine, user);
        yield return new("parseHTML", Js.Function(engine, "parseHTML", arguments => prototypes.Select([prototypes.Read(Js.Text(arguments.At(0)))])));
    }
}
