using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;

namespace LoadLab.K6.Modules.WebCrypto;

/// <summary>Errors with the names that WebCrypto gives them.</summary>
internal static class CryptoErrors
{
    public static JavaScriptException NotSupported(JsEngine engine, string message) => Named(engine, "NotSupportedError", message);

    public static JavaScriptException Operation(JsEngine engine, string message) => Named(engine, "OperationError", message);

    public static JavaScriptException Access(JsEngine engine, string message) => Named(engine, "InvalidAccessError", message);

    public static JavaScriptException Data(JsEngine engine, string message) => Named(engine, "DataError", message);

    private static JavaScriptException Named(JsEngine engine, string name, string message)
    {
        var fault = Js.Error(engine, message);
        ((ObjectInstance)fault.Error).FastSetDataProperty("name", JsString.Create(name));
        return fault;
    }
}
