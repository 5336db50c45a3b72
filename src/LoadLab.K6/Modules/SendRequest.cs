using Jint.Native;

namespace LoadLab.K6.Modules;

/// <summary>Sends a request of a script and waits for its answer.</summary>
/// <param name="method">Its method.</param>
/// <param name="address">Its address, or what <c>http.url</c> made.</param>
/// <param name="body">Its body.</param>
/// <param name="parameters">Its params.</param>
internal delegate JsValue SendRequest(string method, JsValue address, JsValue body, JsValue parameters);
