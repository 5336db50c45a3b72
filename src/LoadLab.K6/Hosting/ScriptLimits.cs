using System.Text.RegularExpressions;
using Jint;
using LoadLab.K6.State;

namespace LoadLab.K6.Hosting;

/// <summary>What a script may not exceed, and that it cannot reach .NET.</summary>
internal static class ScriptLimits
{
    /// <summary>Calls inside each other. Unwinding .NET's frames takes time that grows with the square of their number.</summary>
    public const int MostCalls = 800;

    /// <summary>Bytes that one call from the host (an iteration, the script's own lines) may allocate.</summary>
    public const long MostBytes = 2L << 30;

    /// <summary>Bytes of a user's thread's stack. Only what is touched is taken.</summary>
    public const int StackBytes = 2 << 20;

    private const uint MostItems = 50_000_000;

    /// <summary>Globals that k6 has not: the first blocks a thread beyond recall, the second has a first of its own.</summary>
    private static readonly string[] LeftOut = ["Atomics", "ShadowRealm"];

    public static JsEngine Create(UserState user, ModuleLoading loading)
    {
        var engine = Limited(user, loading);
        foreach (var name in LeftOut)
        {
            engine.Global.Delete(name);
        }

        return engine;
    }

    /// <summary>Runs something of a script. What .NET throws in its place becomes an error of the script.</summary>
    /// <exception cref="Jint.JintException">The script failed.</exception>
    public static T Guarded<T>(JsEngine engine, Func<T> run)
    {
        try
        {
            return run();
        }
        catch (InsufficientExecutionStackException)
        {
            throw new Jint.Runtime.JavaScriptException(engine.Intrinsics.Error, "The script is nested too deeply.");
        }
        catch (RegexMatchTimeoutException fault)
        {
            throw new Jint.Runtime.JavaScriptException(engine.Intrinsics.Error, FormattableString.Invariant($"A regular expression took longer than {fault.MatchTimeout.TotalSeconds:0} s and was ended."));
        }
    }

    private static JsEngine Limited(UserState user, ModuleLoading loading) => new(options =>
    {
        options.Strict(false);
        options.Interop.Enabled = false;
        options.Interop.AllowGetType = false;
        options.Interop.AllowSystemReflection = false;
        options.Interop.AllowWrite = false;
        options.LimitRecursion(MostCalls);

        // What no call counts, such as getters: without it, their recursion without end is the end of the process.
        options.Constraints.StackOverflowGuard = true;
        options.LimitMemory(MostBytes);
        options.MaxArraySize(MostItems);
        options.RegexTimeoutInterval(user.Test.LongestMatch);
        options.Constraints.PromiseTimeout = TimeSpan.FromHours(24);
        options.Constraint(new CutConstraint(user));
        options.EnableModules(loading);
    });
}
