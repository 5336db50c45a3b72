using Jint;
using Jint.Native;
using LoadLab.K6.State;

namespace LoadLab.K6.Modules;

/// <summary><c>k6/data</c>: SharedArray. Its rows are kept once for all users, as JSON; a row is read when it is asked for.</summary>
internal static class DataModule
{
    /// <summary>The class over two functions of the host.</summary>
    public const string Source = """
        const index = (key, length) => { if (typeof key !== 'string') return -1; const at = Number(key); return Number.isInteger(at) && at >= 0 && at < length && String(at) === key ? at : -1; };
        const { freeze, values } = Object;
        const kept = (value) => { if (value !== null && typeof value === 'object') { values(value).forEach(kept); freeze(value); } return value; };
        const at = (name, index) => kept(row(name, index));
        const no = () => { throw new TypeError('A SharedArray cannot be changed.'); };
        export class SharedArray {
          constructor(name, make) {
            if (typeof name !== 'string' || name.length === 0) throw new Error("A SharedArray needs a name: new SharedArray('users', () => [...]).");
            const length = declare(name, make);
            return new Proxy([], {
              get(target, key, self) { if (key === 'length') return length; const found = index(key, length); return found >= 0 ? at(name, found) : Reflect.get(target, key, self); },
              has(target, key) { return index(key, length) >= 0 || Reflect.has(target, key); },
              getOwnPropertyDescriptor(target, key) { const found = index(key, length); return found >= 0 ? { value: at(name, found), enumerable: true, configurable: true, writable: true } : Reflect.getOwnPropertyDescriptor(target, key); },
              ownKeys() { const keys = []; for (let i = 0; i < length; i++) keys.push(String(i)); keys.push('length'); return keys; },
              set: no, defineProperty: no, deleteProperty: no, setPrototypeOf: no, preventExtensions: no,
            });
          }
        }
        export default { SharedArray };
        """;

    public static JsValue Declare(JsEngine engine, UserState user) => Js.Function(engine, "declare", arguments =>
    {
        var (name, make) = (Js.Text(arguments.At(0)), arguments.At(1));
        if (user.Stage != ScriptStage.Init)
        {
            throw Js.Error(engine, $"The SharedArray '{name}' must be made outside of functions, where the script is read.");
        }

        return JsNumber.Create(user.Test.SharedArrays.GetOrAdd(name, _ => new Lazy<string[]>(() => Rows(engine, name, make), LazyThreadSafetyMode.ExecutionAndPublication)).Value.Length);
    });

    public static JsValue Row(JsEngine engine, UserState user) => Js.Function(
        engine, "row", arguments => Js.Parse(engine, user.Test.SharedArrays[Js.Text(arguments.At(0))].Value[(int)Js.Number(arguments.At(1))]));

    private static string[] Rows(JsEngine engine, string name, JsValue make)
    {
        var made = make.IsCallable() ? engine.Call(make, JsValue.Undefined, []) : throw Js.TypeError(engine, $"The SharedArray '{name}' needs a function that returns an array.");
        if (!made.IsArray())
        {
            throw Js.TypeError(engine, $"The function of the SharedArray '{name}' must return an array.");
        }

        var array = made.AsArray();
        var rows = new string[array.Length];
        for (uint i = 0; i < array.Length; i++)
        {
            rows[i] = Js.Json(engine, array.Get(i.ToString(System.Globalization.CultureInfo.InvariantCulture))) ?? "null";
        }

        return rows;
    }
}
