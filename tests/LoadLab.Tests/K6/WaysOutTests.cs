namespace LoadLab.Tests.K6;

/// <summary>A script cannot reach .NET, the machine's files, or another user's objects.</summary>
public sealed class WaysOutTests
{
    [Theory]
    [InlineData("typeof System")]
    [InlineData("typeof importNamespace")]
    [InlineData("typeof clrHelper")]
    [InlineData("typeof host")]
    [InlineData("typeof require")]
    [InlineData("typeof process")]
    [InlineData("typeof Deno")]
    [InlineData("typeof http.get.GetType")]
    [InlineData("typeof http.GetType")]
    [InlineData("typeof check.Invoke")]
    [InlineData("typeof check.Method")]
    [InlineData("typeof open.Target")]
    [InlineData("typeof new Trend('t1').GetType")]
    [InlineData("typeof __ENV.GetType")]
    [InlineData("typeof exec.test.GetType")]
    [InlineData("typeof exec.scenario.GetType")]
    [InlineData("typeof globalThis.constructor.GetType")]
    [InlineData("typeof http.cookieJar().GetType")]
    [InlineData("typeof crypto.createHash('md5').GetType")]
    [InlineData("typeof new http.CookieJar().Store")]
    [InlineData("typeof new http.CookieJar().Engine")]
    [InlineData("typeof parseHTML('<p>').Nodes")]
    [InlineData("typeof parseHTML('<p>').find('p').get(0).Node")]
    [InlineData("typeof parseHTML('<p>').Prototypes")]
    [InlineData("typeof parseHTML('<p>').GetType")]
    [InlineData("typeof WebSocket.GetType")]
    [InlineData("typeof webcrypto.subtle.sign.GetType")]
    [InlineData("typeof webcrypto.GetType")]
    [InlineData("typeof Atomics")]
    [InlineData("typeof ShadowRealm")]
    [InlineData("typeof WebAssembly")]
    [InlineData("typeof Worker")]
    [InlineData("typeof Blob.bytesOf")]
    [InlineData("typeof (() => { try { parseHTML('<p>').find('[[') } catch (e) { return e.GetType ?? e.InnerException ?? e.clrException } })()")]
    [InlineData("Object.getOwnPropertyNames(globalThis).find((name) => /clr|system|dotnet|namespace/i.test(name)) ?? 'undefined'")]
    [InlineData("[http, check, Trend, exec, crypto, parseHTML, WebSocket].flatMap((one) => Object.getOwnPropertyNames(one)).find((name) => /^[A-Z][a-z]+[A-Z]/.test(name) && !/^(CookieJar|SharedArray|WebSocket)$/.test(name)) ?? 'undefined'")]
    [InlineData("typeof (() => { try { null.x } catch (e) { return e.GetType ?? e.StackTrace ?? e.InnerException } })()")]
    [InlineData("typeof (() => { try { open('/nowhere') } catch (e) { return e.GetType ?? e.InnerException } })()")]
    public void There_is_nothing_of_dotnet(string expression) => ScriptFolder.Run($$"""
        import http from 'k6/http';
        import exec from 'k6/execution';
        import crypto from 'k6/crypto';
        import { check } from 'k6';
        import { Trend } from 'k6/metrics';
        import { parseHTML } from 'k6/html';
        import { Blob, WebSocket } from 'k6/websockets';
        import { crypto as webcrypto } from 'k6/experimental/webcrypto';
        const seen = (() => { try { return {{expression}}; } catch (e) { return String(e); } })();
        export default () => seen;
        """).Should().Be("undefined");

    /// <summary>A constructor chain ends at the script's own Function, which knows the script's globals only.</summary>
    [Theory]
    [InlineData("http.get.constructor('return typeof System')()")]
    [InlineData("check.constructor.constructor('return typeof System')()")]
    [InlineData("({}).constructor.constructor('return typeof importNamespace')()")]
    [InlineData("[].map.constructor('return typeof process')()")]
    [InlineData("(0, eval)('typeof System')")]
    [InlineData("Reflect.construct(Function, ['return typeof System'])()")]
    [InlineData("http.CookieJar.constructor('return typeof System')()")]
    [InlineData("Object.getPrototypeOf(http.CookieJar).constructor('return typeof System')()")]
    [InlineData("new http.CookieJar().__proto__.constructor.constructor('return typeof System')()")]
    [InlineData("(function* () {}).constructor('yield typeof System')().next().value")]
    [InlineData("(() => { try { null.x; } catch (e) { return e.constructor.constructor('return typeof System')(); } })()")]
    [InlineData("(() => { try { http.get('x'); } catch (e) { return e.constructor.constructor('return typeof System')(); } })()")]
    public void A_constructor_chain_stays_inside(string expression) => ScriptFolder.Run($$"""
        import http from 'k6/http';
        import { check } from 'k6';
        export default () => {{expression}};
        """).Should().Be("undefined");

    [Theory]
    [InlineData("loadlab/metrics")]
    [InlineData("loadlab/data")]
    [InlineData("System")]
    [InlineData("fs")]
    public void Modules_that_are_not_k6s_cannot_be_imported(string specifier)
    {
        using var folder = new ScriptFolder($"import x from '{specifier}';\nexport default () => 1;");

        folder.Invoking(script => script.Load()).Should().Throw<LoadLab.Core.LoadLabException>().WithMessage($"script.js:1: import x from '{specifier}';*cannot be imported*");
    }

    /// <summary>What is imported in a function comes after the check of the files.</summary>
    [Theory]
    [InlineData("loadlab/metrics", "only k6's own modules")]
    [InlineData("loadlab/websockets", "only k6's own modules")]
    [InlineData("System", "only k6's own modules")]
    [InlineData("/etc/hostname", "lies outside the script's folder")]
    [InlineData("../../etc/hostname", "lies outside the script's folder")]
    [InlineData("https://example.org/x.js", "nothing is loaded from the network")]
    [InlineData("k6/browser", "there is no browser")]
    [InlineData("k6/html", "Import it at the top of the script")]
    [InlineData("./none.js", "cannot be imported")]
    public void What_is_imported_in_a_function_is_refused_as_an_error_that_the_script_can_catch(string specifier, string why)
    {
        using var folder = new ScriptFolder($"export default () => import('{specifier}').then(() => 'it came', (e) => e.message);");

        folder.Run().Should().Contain(why);
    }

    [Fact]
    public void A_folder_named_k6_gives_no_rights()
    {
        using var folder = new ScriptFolder("import { f } from './k6/lib.js'; export default () => f();").Write("k6/lib.js", "export const f = () => import('loadlab/data').then(() => 'it came', (e) => e.message);");

        folder.Run().Should().Contain("only k6's own modules");
    }

    [Theory]
    [InlineData("Object.getPrototypeOf(new http.CookieJar())")]
    [InlineData("Object.getPrototypeOf(parseHTML('<p>'))")]
    [InlineData("WebSocket.prototype")]
    [InlineData("Trend.prototype")]
    [InlineData("http")]
    [InlineData("globalThis.crypto")]
    [InlineData("Function.prototype")]
    [InlineData("exec.vu")]
    public void What_a_user_does_to_the_hosts_objects_another_does_not_see(string target)
    {
        using var folder = new ScriptFolder($$"""
            import http from 'k6/http'; import exec from 'k6/execution'; import { parseHTML } from 'k6/html'; import { WebSocket } from 'k6/websockets'; import { Trend } from 'k6/metrics';
            export default () => { const target = {{target}}; const before = String(target.dirt); target.dirt = 'dirty'; return before + target.dirt; };
            """);
        var files = new LoadLab.K6.Scripts.ScriptFiles(folder.Script);
        LoadLab.K6.Scripts.ImportCheck.Check(files);
        var test = new LoadLab.K6.State.ScriptTest(files, new Dictionary<string, string>(), TimeProvider.System);

        ScriptFolder.OnThread(() => string.Join(' ', Enumerable.Range(1, 2).Select(number => new LoadLab.K6.Hosting.ScriptUser(test, number).Evaluate()))).Should().Be("undefineddirty undefineddirty");
    }

    [Theory]
    [InlineData("/etc/hostname")]
    [InlineData("../../../../etc/hostname")]
    [InlineData("./sub/../../outside.txt")]
    [InlineData("file:///etc/hostname")]
    [InlineData("./link.txt")]
    [InlineData("./folder-link/hostname")]
    public void Open_reads_nothing_outside_the_folder(string path)
    {
        using var folder = new ScriptFolder($$"""const text = (() => { try { return open('{{path}}'); } catch (e) { return e.message; } })(); export default () => text;""");
        File.CreateSymbolicLink(Path.Combine(folder.Folder, "link.txt"), "/etc/hostname");
        Directory.CreateSymbolicLink(Path.Combine(folder.Folder, "folder-link"), "/etc");

        folder.Run().Should().Contain("lies outside the script's folder");
    }

    [Fact]
    public void Open_reads_the_folders_own_files() =>
        ScriptFolder.Run("const text = open('./data/a.txt'); export default () => text;", ("data/a.txt", "here")).Should().Be("here");

    [Fact]
    public void There_is_nothing_of_dotnet_behind_the_tags_of_a_user() =>
        ScriptFolder.Run("import exec from 'k6/execution'; export default () => typeof exec.vu.tags.GetType + typeof exec.vu.metrics.GetType;").Should().Be("undefinedundefined");

    [Fact]
    public void Users_share_no_objects()
    {
        using var folder = new ScriptFolder("""
            import { SharedArray } from 'k6/data';
            const rows = new SharedArray('rows', () => [{ n: 1 }]);
            export default () => { const before = String(Object.prototype.dirt) + rows[0].n; Object.prototype.dirt = 'dirty'; Array.prototype.dirt = 1; try { rows[0].n = 2; } catch { } return before; };
            """);

        (folder.Run(), folder.Run()).Should().Be(("undefined1", "undefined1"));
    }

    [Fact]
    public void The_environment_is_what_was_given_and_nothing_else()
    {
        using var folder = new ScriptFolder("export default () => Object.keys(__ENV).join() + __ENV.HERE;");

        folder.Run(new Dictionary<string, string> { ["HERE"] = "yes" }).Should().Be("HEREyes");
    }
}
