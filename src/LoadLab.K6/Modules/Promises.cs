using Jint.Native;
using LoadLab.K6.State;

namespace LoadLab.K6.Modules;

/// <summary>Promises of the script for work of the host.</summary>
internal static class Promises
{
    /// <summary>A promise that is kept on the user's own thread once the work has ended. What the script did wrong rejects it.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="user">Whose it is.</param>
    /// <param name="begin">Begins the work.</param>
    /// <param name="result">Makes a value of what it came to.</param>
    public static JsValue Of<T>(JsEngine engine, UserState user, Func<Task<T>> begin, Func<T, JsValue> result)
    {
        var promise = engine.Advanced.RegisterPromise();
        Task<T> work;
        try
        {
            work = begin();
        }
        catch (Jint.Runtime.JavaScriptException fault)
        {
            promise.Reject(fault.Error);
            return promise.Promise;
        }

        user.Events.Await(user, work, ended =>
        {
            try
            {
                promise.Resolve(result(ended.GetAwaiter().GetResult()));
            }
            catch (Jint.Runtime.JavaScriptException fault)
            {
                promise.Reject(fault.Error);
            }
            catch (OperationCanceledException)
            {
                user.ThrowIfCut();
                throw;
            }
        });
        return promise.Promise;
    }

    /// <summary>A promise of what is there at once.</summary>
    public static JsValue Of(JsEngine engine, Func<JsValue> make)
    {
        var promise = engine.Advanced.RegisterPromise();
        try
        {
            promise.Resolve(make());
        }
        catch (Jint.Runtime.JavaScriptException fault)
        {
            promise.Reject(fault.Error);
        }

        return promise.Promise;
    }
}
