using Jint;
using Jint.Native;
using Jint.Runtime.Modules;
using LoadLab.K6.Modules.Grpc;
using LoadLab.K6.Modules.Html;
using LoadLab.K6.Modules.Sockets;
using LoadLab.K6.State;

namespace LoadLab.K6.Modules;

/// <summary>Registers those of k6's modules that a script imports with an engine.</summary>
internal static class ModuleSources
{
    public static void AddTo(JsEngine engine, UserState user)
    {
        Add(engine, user, "k6", () => CoreModule.Create(engine, user));
        Add(engine, user, "k6/http", () => HttpModule.Create(engine, user));
        Add(engine, user, "k6/execution", () => ExecutionModule.Create(engine, user));
        Add(engine, user, "k6/encoding", () => EncodingModule.Create(engine));
        Add(engine, user, "k6/crypto", () => CryptoModule.Create(engine));
        Add(engine, user, "k6/net/grpc", () => GrpcModule.Create(engine, user));
        Add(engine, user, "k6/html", () => HtmlModule.Create(engine, user));
        Add(engine, user, "k6/timers", () => Globals.Timers(engine, user));
        Add(engine, user, "k6/experimental/timers", () => Globals.Timers(engine, user));
        Add(engine, user, "k6/ws", () => WsModule.Create(engine, user));
        Add(engine, user, "loadlab/websockets", () => WebSocketsModule.Create(engine, user));
        Add(engine, user, "loadlab/metrics", () => [new("adder", MetricsModule.Adder(engine, user))]);
        Add(engine, user, "loadlab/data", () => [new("declare", DataModule.Declare(engine, user)), new("row", DataModule.Row(engine, user))]);
    }

    /// <summary>The modules that are written in JavaScript, over two of the host's that scripts cannot name.</summary>
    public static string? SourceOf(string specifier) => specifier switch
    {
        "k6/metrics" => "import { adder } from 'loadlab/metrics';\n" + MetricsModule.Source,
        "k6/data" => "import { declare, row } from 'loadlab/data';\n" + DataModule.Source,
        "k6/websockets" or "k6/experimental/websockets" => "import { open, encode, decode } from 'loadlab/websockets';\n" + WebSocketsModule.Source,
        "k6/experimental/webcrypto" => "export const crypto = globalThis.crypto; export default { crypto };",
        _ => null,
    };

    private static void Add(JsEngine engine, UserState user, string name, Func<IEnumerable<KeyValuePair<string, JsValue>>> create)
    {
        var (wanted, used) = (name.Replace("loadlab/", "k6/", StringComparison.Ordinal), user.Test.Files.Used);
        if (!used.Contains(wanted) && !(wanted == "k6/websockets" && used.Contains("k6/experimental/websockets")))
        {
            return;
        }

        engine.Modules.Add(name, builder =>
        {
            var all = new JsObject(engine);
            foreach (var (export, value) in create())
            {
                builder.ExportValue(export, value);
                all.FastSetDataProperty(export, value);
            }

            builder.ExportValue("default", all);
        });
    }
}
